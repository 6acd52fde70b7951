"""The census: every pipeline exported, asked natively and in node, and held to scikit-learn itself.

    python census/run.py [--only TEXT] [--peers] [--write]

`--peers` runs ONNX, PMML and m2cgen on the same pipelines, where these libraries are installed; `--write` puts
the table into docs/census.md. Fails if one of ours is beyond the bound."""

import argparse
import contextlib
import io
import json
import subprocess
import sys
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import answers
import data
import table
from compare import Verdict, compared
from pipelines import PIPELINES

import windowbox

HERE = Path(__file__).parent
OURS = ["native", "node"]
BOUND = 1e-12
"""Relative; scikit-learn sums dot products through BLAS, in an order that is its own."""


REFUSED = {"titanic: neighbours on the usual": "equally far"}
"""What is refused: the same numbers, or a refusal."""


@dataclass
class Entry:
    """A fitted pipeline, what it answers to its own table, and what came of it in each place."""

    name: str
    model: object
    X: object
    folder: Path
    want: tuple
    found: dict = field(default_factory=dict)

    def ask(self, place, answer):
        """Keeps the verdict of a place, or why it has none."""
        try:
            self.found[place] = answer(self)
        except Exception as error:
            self.found[place] = Verdict(refused=" ".join(f"{type(error).__name__}: {error}".split())[:600])

    def holds(self):
        """Whether ours are within the bound, or refused for a reason that is known."""
        if self.name in REFUSED:
            return all(REFUSED[self.name] in self.found[place].refused for place in OURS)
        return all(self.found[place].within(BOUND) for place in OURS)


def main():
    """Runs what is asked for, prints the table, and answers whether all hold."""
    asked = arguments()
    warnings.filterwarnings("ignore")
    roads = others() if asked.peers else {}
    with tempfile.TemporaryDirectory() as folder:
        entries = run([row for row in PIPELINES if asked.only in row[0]], Path(folder), roads)
    print(table.written(entries, [*OURS, *roads]))
    if asked.write:
        table.put(entries, [*OURS, *roads])
    say(entries)
    return all(entry.holds() for entry in entries)


def arguments():
    """What is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="pipelines whose name has this text in it")
    parser.add_argument("--peers", action="store_true", help="ONNX, PMML and m2cgen as well")
    parser.add_argument("--write", action="store_true", help="put the table into docs/census.md")
    return parser.parse_args()


def others():
    """The other roads, whose libraries are asked for only here."""
    from peers import PEERS

    return PEERS


def run(pipelines, folder, roads):
    """The entries, with the verdict of every place; node answers all packages in one run."""
    entries = []
    for number, row in enumerate(pipelines):
        print(f"{number + 1}/{len(pipelines)} {row[0]}", file=sys.stderr, flush=True)
        model, X = data.fitted(*row)
        entry = Entry(row[0], model, X, folder / str(number), answers.original(model, X))
        entry.ask("native", natively)
        for name, road in roads.items():
            entry.ask(name, lambda one, road=road: road(one.model, one.X, one.want))
        entries.append(entry)
    in_node([entry for entry in entries if not entry.found["native"].refused], folder)
    for entry in entries:
        entry.found.setdefault("node", entry.found["native"])
    return entries


def natively(entry):
    """Saves, packs and asks the command."""
    entry.folder.mkdir()
    path = entry.folder / "model.wbx"
    with contextlib.redirect_stdout(io.StringIO()):
        # The tables are public, so models that are made of rows may carry them.
        windowbox.save(entry.model, entry.X, path, embed_rows=True)
        windowbox.pack(path, entry.folder / "packed", name="census")
    records = answers.rows(entry.X, answers.known(path))
    got = answers.natively(path, records, entry.folder)
    return compared(answers.ours(got, entry.model), entry.want)


def in_node(entries, folder):
    """The same rows, answered by the packages."""
    files = {"folder": "packed", "rows": "rows.json", "answers": "answers.json"}
    asked = [{key: str(entry.folder / file) for key, file in files.items()} for entry in entries]
    (folder / "list.json").write_text(json.dumps(asked))
    subprocess.run(["node", HERE / "predict.mjs", folder / "list.json"], check=True)
    for entry in entries:
        got = json.loads((entry.folder / "answers.json").read_text())
        entry.ask("node", lambda one, got=got: compared(answers.ours(got, one.model), one.want))


def say(entries):
    """How many hold, and what is wrong with the others."""
    refused = [e.name for e in entries if e.holds() and e.name in REFUSED]
    kept = sum(e.holds() for e in entries) - len(refused)
    print(f"{kept} of {len(entries)} pipelines within {BOUND:g}, natively and in node")
    print(f"refused as they should be: {', '.join(refused) or 'none'}")
    for entry in entries:
        if not entry.holds():
            print(f"  {entry.name}: " + "; ".join(f"{p}: {entry.found[p].refused or entry.found[p]}" for p in OURS))


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
