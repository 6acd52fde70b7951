"""YDF, native, with trees of its own: it reads nobody else's."""

import ydf


def load(model):
    """Columns by name."""
    learned = ydf.load_model(str(model.made / "ydf"))
    return lambda rows: columns(model, rows), lambda table: learned.predict(table, num_threads=1)


def columns(model, rows):
    """As it reads them."""
    return {name: rows[:, i].copy() for i, name in enumerate(model.columns)}


def version():
    """The package's."""
    return ydf.__version__
