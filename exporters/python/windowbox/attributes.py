"""Attributes of fitted objects, read with suspicion: what has the wrong shape, type or
numbers is refused with the attribute's name, before anything is made of it."""

import sys

import numpy as np

from .refused import Refused


def named(estimator, name):
    """How an attribute is called in errors: `Ridge.coef_`."""
    return f"{type(estimator).__name__}.{name}"


def attribute(estimator, name):
    """The attribute; refused where it is not there."""
    try:
        return getattr(estimator, name)
    except AttributeError:
        raise Refused(
            f"{named(estimator, name)} is not there",
            "is it fitted, by scikit-learn 1.4 or newer?",
        ) from None


def told(estimator, name):
    """What a fitted object says of its features, or nothing; models of models ask the first of these."""
    try:
        return getattr(estimator, name, None)
    except Exception as wrong:
        raise Refused(f"{named(estimator, name)} cannot be read: {wrong}") from wrong


def numbers(estimator, name, *shape, finite=True):
    """The attribute as an array of doubles of this shape, where `None` is any length."""
    return checked(attribute(estimator, name), named(estimator, name), shape, finite)


def checked(value, place, shape, finite=True):
    """The value as an array of doubles of this shape; `place` is what errors call it."""
    array = np.asarray(value)
    if array.dtype.kind not in "iufb":
        raise Refused(f"{place} holds no numbers")
    if array.dtype.kind == "f" and array.dtype.itemsize < 8:
        raise Refused(f"{place} is in single precision", 'fit on X.astype("float64")')
    fits = len(shape) == array.ndim and all(want in (None, got) for want, got in zip(shape, array.shape))
    if not fits:
        raise Refused(f"{place} has the shape {array.shape}, where {words(shape)} is due")
    array = array.astype(np.float64)
    if finite and not np.isfinite(array).all():
        raise Refused(f"{place} holds numbers that are not finite")
    return array


def each(estimator, name, count, of="features"):
    """The entries of a list that has one for each of something, each with its place."""
    some = attribute(estimator, name)
    if len(some) != count:
        raise Refused(f"{named(estimator, name)} has {len(some)} lists for {count} {of}")
    return [(f"{named(estimator, name)}[{i}]", one) for i, one in enumerate(some)]


def words(shape):
    """A shape as people write it: `(3, any)`."""
    return "(" + ", ".join("any" if n is None else str(n) for n in shape) + ")"


def option(estimator, name, allowed):
    """A parameter's value, which must be one of those that are read."""
    value = getattr(estimator, name, None)
    if not any(value is one or (type(value) is type(one) and value == one) for one in allowed):
        read = ", ".join(repr(one) for one in allowed)
        raise Refused(f"{named(estimator, name)} is {value!r}", f"read are {read}")
    return value


def since(*version):
    """Whether the scikit-learn that answers is of this version or newer."""
    return tuple(int(part) for part in sys.modules["sklearn"].__version__.split(".")[:2]) >= version


def plain(value):
    """A cell or label as Python's own type."""
    return value.item() if isinstance(value, np.generic) else value


def is_nan(value):
    """Whether it is NaN in any of its types; pandas' NA is not equal to itself either."""
    try:
        return bool(value != value)
    except TypeError:
        return True


def is_missing(value):
    """Whether a cell is missing: None, NaN, NA or NaT."""
    return value is None or is_nan(value)


def classes(estimator):
    """The class labels in Python's own types."""
    found = attribute(estimator, "classes_")
    if isinstance(found, list) or np.asarray(found).ndim != 1:
        raise Refused(f"{named(estimator, 'classes_')} is not one list of classes", "several targets are not read yet")
    return labels(found, named(estimator, "classes_"))


def lists(estimator):
    """The class labels of each target."""
    place = named(estimator, "classes_")
    return [labels(found, f"{place}[{i}]") for i, found in enumerate(attribute(estimator, "classes_"))]


def labels(found, place):
    """Labels of at least two classes; `place` is what errors call them."""
    found = [plain(label) for label in found]
    if len(found) < 2:
        raise Refused(f"{place} holds fewer than two classes")
    if not all(isinstance(label, (str, bool, int, float)) for label in found):
        raise Refused(f"{place} holds labels that are no texts, numbers or truth values")
    return found


def allows_missing(estimator):
    """Whether scikit-learn predicts rows with missing cells."""
    tags = getattr(estimator, "__sklearn_tags__", None)
    if tags is not None:
        return bool(tags().input_tags.allow_nan)
    return bool(estimator._get_tags()["allow_nan"])
