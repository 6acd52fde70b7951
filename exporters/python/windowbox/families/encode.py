"""Encoders of categories: tables of what is written for each value."""

from ..attributes import attribute, each, is_missing, named, option, plain, since
from ..line import REFUSED, UNSEEN
from ..refused import Refused


def cells(line, estimator, features):
    """The cells that an encoder reads, each with its categories."""
    categories = each(estimator, "categories_", len(features))
    return [(feature, [plain(one) for one in known]) for feature, (_, known) in zip(features, categories)]


def key(value):
    """What tells two categories apart: NaN is not equal to itself."""
    return "missing" if value is not None and value is not UNSEEN and is_missing(value) else (value,)


def table(known, written, unseen):
    """What is written for a value: that of its category, else `unseen`."""
    rows = {key(value): row for value, row in zip(known, written)}
    return lambda value: unseen if value is UNSEEN else rows.get(key(value), unseen)


def rare(estimator, i, known):
    """Positions of the infrequent categories of a feature."""
    lists = getattr(estimator, "infrequent_categories_", None)
    some = {key(plain(one)) for one in lists[i]} if lists is not None and lists[i] is not None else set()
    return {at for at, value in enumerate(known) if key(value) in some}


def groups(known, infrequent):
    """The number of each category, where all infrequent ones have one, behind the others."""
    frequent = [at for at in range(len(known)) if at not in infrequent]
    return [len(frequent) if at in infrequent else frequent.index(at) for at in range(len(known))]


def one_hot(line, estimator, features):
    """`OneHotEncoder`: an indicator a category, but for the dropped."""
    unknown = option(estimator, "handle_unknown", ["error", "ignore", "infrequent_if_exist", "warn"])
    dropped = getattr(estimator, "drop_idx_", None)
    made = []
    for i, (cell, known) in enumerate(cells(line, estimator, features)):
        infrequent = rare(estimator, i, known)
        group = groups(known, infrequent)
        gone = None if dropped is None or dropped[i] is None else group[position(estimator, dropped[i], known)]
        kept = [g for g in range(len(set(group))) if g != gone]
        indicator = lambda of, kept=kept: [1.0 if g == of else 0.0 for g in kept]
        joins = unknown == "infrequent_if_exist" or unknown == "warn" and since(1, 8)
        other = group[min(infrequent)] if infrequent and joins else None
        unseen = REFUSED if unknown == "error" else indicator(other)
        if kept:
            made += line.encode(cell, known, table(known, [indicator(g) for g in group], unseen), len(kept))
    return made


def position(estimator, at, known):
    """The position of a dropped category."""
    if not 0 <= int(at) < len(known):
        raise Refused(f"{named(estimator, 'drop_idx_')} names a category that is not there")
    return int(at)


def ordinal(line, estimator, features):
    """`OrdinalEncoder`: the position of a category."""
    unknown = option(estimator, "handle_unknown", ["error", "use_encoded_value"])
    unseen = REFUSED if unknown == "error" else [float(attribute(estimator, "unknown_value"))]
    missing = float(attribute(estimator, "encoded_missing_value"))
    made = []
    for i, (cell, known) in enumerate(cells(line, estimator, features)):
        # None is a category as others are.
        present = [value for value in known if value is None or not is_missing(value)]
        codes = [[float(g)] for g in groups(present, rare(estimator, i, present))]
        absent = [value for value in known if value is not None and is_missing(value)]
        made += line.encode(cell, known, table([*present, *absent], [*codes, *[[missing]] * len(absent)], unseen), 1)
    return made


READERS = {"OneHotEncoder": one_hot, "OrdinalEncoder": ordinal}
