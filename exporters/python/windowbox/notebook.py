"""A page on which people ask the model, also in a cell of a notebook."""

import html
import json
import tempfile
from pathlib import Path

from . import command as _command

FRAME = '<iframe title="{title}" sandbox="allow-scripts allow-downloads" style="{style}" srcdoc="{inner}"></iframe>'
"""No origin: what is in it can neither read the notebook nor ask anybody for anything."""


class Page:
    """A page as one file: `html` is all of it, `path` where it was written, if anywhere.

    A notebook shows it in the cell whose last value it is."""

    def __init__(self, text, path=None, height=720, title="windowbox"):
        self.html = text
        self.path = path
        self.height = height
        self.title = title

    def _repr_html_(self):
        style = f"width: 100%; height: {int(self.height)}px; border: 0"
        return FRAME.format(title=html.escape(self.title), style=style, inner=html.escape(self.html))

    def __repr__(self):
        return f"Page({str(self.path)!r})" if self.path else f"Page of {len(self.html)} characters"


def made(model, path, given, height, command):
    """The page of a `.wbx`, written to a file or not."""
    with tempfile.TemporaryDirectory() as folder:
        options = [part for key, value in given.items() if value is not None for part in (f"--{key}", value)]
        if given["words"] is not None:
            words = Path(folder) / "words.json"
            words.write_text(json.dumps(given["words"]), encoding="utf-8")
            options[options.index("--words") + 1] = words
        to = Path(path) if path else Path(folder) / "page.html"
        said = _command.run(command, "page", model, "-o", to, *options).strip()
        text = to.read_text(encoding="utf-8")
    if path:
        print(said)
    return Page(text, to if path else None, height, given["title"] or Path(model).stem)
