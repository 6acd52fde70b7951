"""The library that trained the model."""

import importlib.metadata

import original

NAMES = {}


def load(model):
    """Rows in the precision that the library takes."""
    NAMES["library"] = model.library
    return original.ready(model), original.predictor(model)


def version():
    """The library's."""
    return importlib.metadata.version(NAMES["library"])
