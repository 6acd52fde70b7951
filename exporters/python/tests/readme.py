"""The table of the README, made of the cases: `python tests/readme.py` writes it."""

from pathlib import Path

from cases import CASES

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- table: written by tests/readme.py -->\n", "<!-- end of the table -->"
KINDS = {"composition": "Composition", "step": "Step", "model": "Model"}


def table():
    """A row for each class, with what of it the cases cover."""
    rows = {}
    for kind, of, what, _ in CASES.values():
        rows.setdefault((kind, of.__name__), []).append(what)
    written = [f"| {KINDS[kind]} | `{of}` | {'; '.join(filter(None, whats))} |" for (kind, of), whats in ordered(rows)]
    return "\n".join(["| | class | tested |", "|---|---|---|", *written, ""])


def ordered(rows):
    """Composition, steps, models; each in the order of the cases."""
    return sorted(rows.items(), key=lambda row: list(KINDS).index(row[0][0]))


def written(text):
    """The README with the table of now."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
