"""YDF, native, with trees of its own: it reads nobody else's."""

import ydf

from model import Absent


def load(model):
    """Columns by name."""
    path = model.made / "ydf"
    if not path.exists():
        raise Absent((model.made / "ydf.absent").read_text())
    learned = ydf.load_model(str(path))
    return lambda rows: columns(model, rows), lambda table: learned.predict(table, num_threads=1)


def columns(model, rows):
    """As it reads them."""
    return {name: rows[:, i].copy() for i, name in enumerate(model.columns)}


def version():
    """The package's."""
    return ydf.__version__
