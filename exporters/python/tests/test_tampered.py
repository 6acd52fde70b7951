"""Fitted objects with broken attributes: refused, or of the same answers, and nothing else."""

import random

import numpy as np
import pytest
from cases import CASES

import windowbox
from windowbox.document import document, text

FIRST = {of: name for name, (_, of, *_) in reversed(CASES.items()) if of.__module__.startswith("sklearn")}
"""A case of each class."""

TRIED = 25
"""Attributes that are broken, a case."""

OTHERS = ("pandas", "numpy", "xgboost", "lightgbm", "catboost")


def places(thing, seen, depth=0):
    """Everything that hangs on a fitted object: a value, and what puts another in its place."""
    if id(thing) in seen or depth > 8:
        return
    seen.add(id(thing))
    if isinstance(thing, tuple):
        items, put = (), None
        for one in thing:
            yield from places(one, seen, depth + 1)
    elif isinstance(thing, (dict, list)):
        items, put = list(thing.items() if isinstance(thing, dict) else enumerate(thing)), thing.__setitem__
    elif hasattr(thing, "__dict__") and not callable(thing) and not type(thing).__module__.startswith(OTHERS):
        items, put = list(vars(thing).items()), vars(thing).__setitem__
    else:
        return
    for key, value in items:
        yield key, value, put
        yield from places(value, seen, depth + 1)


def is_fitted(key):
    """Whether fit made it: what is not read of the parameters is no business of ours."""
    return not isinstance(key, str) or key.startswith("_") or key.endswith("_")


def broken(value):
    """Other values of a kind that no fit leaves."""
    if isinstance(value, np.ndarray) and value.ndim and value.size:
        yield from (value[:-1], value[:0], value[None], None, "x")
        if value.ndim > 1:
            yield value[..., :-1]
        if value.dtype.kind in "if":
            yield from (
                spoilt(value, at, of)
                for at in (0, -1)
                for of in {"i": (-5, 2**30), "f": (np.nan, np.inf)}[value.dtype.kind]
            )
    elif isinstance(value, list) and value:
        yield from (value[:-1], [], None)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from (float("nan"), None) if isinstance(value, float) else (-5, 2**40)


def spoilt(array, at, value):
    """An array with another number at a place."""
    array = array.copy()
    array.flat[at] = value
    return array


@pytest.mark.parametrize("name", FIRST.values())
@pytest.mark.filterwarnings("ignore")
def test_broken_attributes_are_refused_or_change_nothing(name, tmp_path):
    model, X = CASES[name][-1]()
    whole = text(document(model, X, "target", {})[0])
    ways = [
        (key, put, value, other)
        for key, value, put in places(model, set())
        if is_fitted(key)
        for other in broken(value)
    ]
    refused = 0
    for key, put, value, other in random.Random(name).sample(ways, min(TRIED, len(ways))):
        put(key, other)
        try:
            if text(document(model, X, "target", {})[0]) != whole:
                # It is another model now: what is saved is held to its answers.
                windowbox.save(model, X, tmp_path / "model.wbx", embed_rows=True)
        except windowbox.Refused:
            refused += 1
        finally:
            put(key, value)
    assert text(document(model, X, "target", {})[0]) == whole
    assert refused or len(ways) < 30, "nothing that was broken is read"
