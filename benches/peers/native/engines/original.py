"""The library that trained the model."""

import importlib.metadata

import original

NAMES = {}


def load(model):
    """Rows as they are."""
    NAMES["library"] = model.library
    return lambda rows: rows, original.predictor(model)


def version():
    """The library's."""
    return importlib.metadata.version(NAMES["library"])
