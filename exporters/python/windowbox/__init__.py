"""windowbox: a fitted scikit-learn model as a small package that predicts in the browser.

    windowbox.save(model, X, "titanic.wbx")
    windowbox.pack("titanic.wbx", "titanic-survival/")

The fitted object is read, never pickled; what is not read is refused by its class name."""

import csv
import json
import tempfile
from pathlib import Path

from . import command as _command
from . import notebook as _notebook
from . import original, synthesis
from .attributes import is_missing
from .card import card as _card
from .columns import BOOLEAN
from .document import document, text
from .notebook import Page
from .refused import Refused

__all__ = ["Page", "Refused", "pack", "page", "save"]

COMPARED = 100
"""Rows of X that are compared, and carried only where the caller allows it."""

ROWS = {"nearest": "neighbours", "svm": "support vectors"}
"""Kinds of nodes that hold rows of training, and what these are to them."""

USUAL = {"absolute": 1e-12, "relative": 1e-12}
"""Between doubles that are summed in another order; `Line.allow` widens it, with a reason."""


def save(
    model, X, path, *, target="target", name=None, description="", author="", intended_use="", license="",
    embed_rows=False, command=None,
):  # fmt: skip
    """Writes a fitted model to a `.wbx` file, and proves that it answers as the original does.

    `X` are the rows of training or a sample of them: kinds, levels and ranges come from it, and
    none of its rows enters the file unless `embed_rows` is true, as models that are made of rows
    need. `target` names what is answered: a list where that is several things. The largest
    difference between the original's answers and windowbox's is printed, and returned as the
    line that says it.

        >>> from sklearn.datasets import load_iris
        >>> from sklearn.linear_model import LogisticRegression
        >>> X, y = load_iris(return_X_y=True, as_frame=True)
        >>> model = LogisticRegression(max_iter=500).fit(X, y)
        >>> said = save(model, X, "iris.wbx", target="species")
        iris.wbx: Checked ... rows of check.json: largest difference ...; allowed 1...e-12.

    Raises `Refused` where a class, an option or an attribute is not read, or answers differ."""
    path = Path(path)
    given = {"description": description, "author": author, "intended_use": intended_use, "license": license}
    written, used, columns, answer = document(model, X, target, _card(model, name or path.stem, given), command)
    _permit(written, embed_rows)
    made_up = synthesis.rows(columns)
    own = [list(row) for row in zip(*(column.cells[:COMPARED] for column in columns))]
    predictions = original.answers(model, original.table(X, made_up), answer, X) if made_up else []
    # Rows of X are asked about as they are, in their own types.
    predictions += original.answers(model, original.part(X, slice(0, COMPARED)), answer)

    def checked(rows, path, synthesised, *more):
        check = {
            "synthesised": synthesised,
            "rows": [{column.name: _cell(row[column.position]) for column in used} for row in rows],
            "predictions": predictions[: len(rows)],
            "tolerance": answer.tolerance or USUAL,
        }
        return _imported(folder, check, written, command, "-o", path, *more)

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "model.json").write_text(text(written), encoding="utf-8")
        _table(folder / "X.csv", used)
        described = ["--data", folder / "X.csv"]
        if embed_rows:
            line = checked(made_up + own, path, False, *described, "--embed-rows")
        else:
            # Rows of X are compared as well, and stay here: a form that has no proof is thrown away.
            line = checked(made_up + own, folder / "compared.json", False)
            checked(made_up, path, True, *described)
    line = f"{path}: {line}"
    print(line)
    return line


def pack(path, folder, *, name=None, version=None, license=None, force=False, command=None):
    """Makes an npm package of a `.wbx` file, and prints what is in it: see `windowbox pack --help`.

    `name` and `version` are npm's, the model's own if not given; `license` is that of model and
    package. A package that was there is replaced, and `force` writes beside other files as well.

        >>> pack("iris.wbx", "iris/", license="MIT")
        iris 0.0.0 in iris/
        ...
        import { predict } from 'iris';   after  npm install ./iris/

    Raises `Refused` where the folder or a name is refused, or the command has no runtime in it."""
    given = {"--name": name, "--version": version, "--license": license}
    options = [part for key, value in given.items() if value is not None for part in (key, value)]
    print(_command.run(command, "pack", path, "-o", folder, *options, *["--force"] * force).strip())


def page(
    model, path=None, *, X=None, title=None, question=None, words=None, height=720, command=None, **saving
):  # fmt: skip
    """Makes a page on which people ask the model: one file that opens by double-click and asks nobody
    for anything. In a notebook it is shown in the cell.

    `model` is a `.wbx` file, or a fitted model with the rows `X`; then `saving` are the options of
    `save`: `target=`, `name=` and so on. `path` is the file to write, which must end in `.html`.
    `title` and `question` are what stands above the form, `words` maps columns and targets to words
    for their levels and classes, and `height` is that of the cell, in pixels.

        >>> page("iris.wbx", "iris.html", question="Which iris is this flower?")
        iris.html: iris, one file of ... bytes
        Page('iris.html')

    Raises `Refused` where `save` does, and where the command has no page in it."""
    if path is not None and Path(path).suffix.lower() not in (".html", ".htm"):
        raise Refused(f"{path} does not end in .html", "`windowbox page` also writes folders")
    given = {"title": title, "question": question, "words": words}
    if isinstance(model, (str, Path)):
        return _notebook.made(model, path, given, height, command)
    if X is None:
        raise Refused("a fitted model alone does not say its columns", "give X=, the rows it was fitted to")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.wbx"
        save(model, X, file, command=command, **saving)
        return _notebook.made(file, path, given, height, command)


def _permit(written, embed_rows):
    """Models that are made of rows of X are not written by accident."""
    kinds = [kind for node in written["nodes"] for kind in node if kind in ROWS]
    if kinds and not embed_rows:
        hint = "embed_rows=True if everyone may read them"
        raise Refused(f"the model is made of rows of training, its {ROWS[kinds[0]]}", hint)


def _imported(folder, check, written, command, *options):
    """Lets the command check and write; the line of what it says that names the difference."""
    (folder / "check.json").write_text(json.dumps(check), encoding="utf-8")
    # Where every row that could be made up is one of X, the command makes its own proof.
    asked = ["--check", folder / "check.json"] * bool(check["rows"])
    said = _run(command, written, folder / "model.json", *asked, *options)
    checked = [line for line in said.splitlines() if line.startswith("Checked ")]
    if not checked and check["rows"]:
        raise Refused("windowbox did not say that it checked the model", "is it of another version?")
    return checked[0] if checked else ""


def _run(command, written, *arguments):
    """What the command says to an import; why neighbours may differ is told."""
    try:
        return _command.run(command, "import", *arguments)
    except Refused as refused:
        if "check-failed" in str(refused) and any("nearest" in node for node in written["nodes"]):
            hint = "of rows of training that are equally far, scikit-learn may ask others"
            raise Refused(str(refused), hint) from None
        raise


def _table(path, columns):
    """The rows of X as CSV, of which the command keeps ranges and counts."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in columns])
        writer.writerows(zip(*(_texts(column) for column in columns)))


def _texts(column):
    """The cells of a column as CSV has them."""
    cells = ["" if cell is column.marker else cell for cell in column.cells]
    return [str(cell).lower() for cell in cells] if column.kind == BOOLEAN else cells


def _cell(value):
    """A cell as JSON has it."""
    return None if is_missing(value) else value
