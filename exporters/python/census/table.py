"""The table of the census, as Markdown."""

import platform
from importlib import metadata
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs/census.md"
BEGIN, END = "<!-- written by census/run.py --peers --write -->\n", "<!-- end -->"
LIBRARIES = ["scikit-learn", "numpy", "skl2onnx", "onnxruntime", "sklearn2pmml", "jpmml_evaluator", "m2cgen"]


def written(entries, places):
    """A row a pipeline, and how many of each place hold."""
    rows = [f"| {e.name} | {' | '.join(str(e.found[place]) for place in places)} |" for e in entries]
    head = [f"| pipeline | {' | '.join(places)} |", "|---" * (len(places) + 1) + "|"]
    return "\n".join([*head, *rows, *summary(entries, places)])


def summary(entries, places):
    """How many pipelines of each place are within a bound."""
    bounds = [("labels equal, within 1e-12", 1e-12), ("labels equal, within 1e-6", 1e-6)]
    for what, bound in bounds:
        counts = [sum(e.found[place].within(bound) for e in entries) for place in places]
        yield f"| **{what}** | {' | '.join(f'**{count} of {len(entries)}**' for count in counts)} |"
    refused = [sum(bool(e.found[place].refused) for e in entries) for place in places]
    yield f"| **refused, or an error** | {' | '.join(f'**{count}**' for count in refused)} |"


def put(entries, places):
    """Writes the table and the versions into the document."""
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    text = f"{versions()}\n\n{written(entries, places)}\n"
    DOCUMENT.write_text(before + BEGIN + text + END + rest.split(END)[1], encoding="utf-8")


def versions():
    """What was run."""
    found = [f"{name} {metadata.version(name)}" for name in LIBRARIES if has(name)]
    return f"Python {platform.python_version()}, {', '.join(found)}."


def has(name):
    """Whether a library is installed."""
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False
