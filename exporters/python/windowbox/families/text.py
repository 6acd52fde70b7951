"""Texts: counts of words and characters, and what tf-idf makes of them."""

import re

import numpy as np

from ..attributes import attribute, named, numbers, option
from ..line import Cell, Number
from ..refused import Refused

UNITS = {"char": "spaced-characters", "char_wb": "padded-characters"}
LONGEST = 32
"""Units of the longest n-gram that is read."""


def counts(line, estimator, features):
    """`CountVectorizer`: how often each n-gram of the vocabulary is in a text."""
    for name in ("preprocessor", "tokenizer", "strip_accents"):
        option(estimator, name, [None])
    option(estimator, "input", ["content"])
    cell, places = text(estimator, features), vocabulary(estimator)
    least, most = attribute(estimator, "ngram_range")
    if not 1 <= least <= most <= LONGEST:
        raise Refused(f"{named(estimator, 'ngram_range')} is {(least, most)}", f"read are 1 to {LONGEST}")
    grams = sorted(places)
    keys = {
        "case": "lower" if attribute(estimator, "lowercase") else "keep",
        **units(estimator),
        "least": int(least),
        "most": int(most),
        "binary": bool(attribute(estimator, "binary")),
        "vocabulary": grams,
    }
    slots = dict(zip(grams, line.count(cell, keys, grams)))
    return [Number(slots[gram]) for gram in sorted(places, key=places.get)]


def text(estimator, features):
    """The one column of texts."""
    if len(features) != 1 or not isinstance(features[0], Cell) or features[0].fills:
        raise Refused(
            f"{type(estimator).__name__} reads other things than one column of X",
            "give it a column by name in a ColumnTransformer, or a list of texts as X",
        )
    return features[0]


def vocabulary(estimator):
    """The position of each n-gram."""
    places = {gram: int(place) for gram, place in attribute(estimator, "vocabulary_").items()}
    if not all(isinstance(gram, str) for gram in places):
        raise Refused(f"{named(estimator, 'vocabulary_')} holds other things than texts")
    if sorted(places.values()) != list(range(len(places))):
        raise Refused(f"{named(estimator, 'vocabulary_')} has no place for each n-gram, or one twice")
    return places


def units(estimator):
    """What n-grams are made of."""
    analyzer = option(estimator, "analyzer", ["word", *UNITS])
    if analyzer != "word":
        return {"unit": UNITS[analyzer], "shortest": 1}
    unit, shortest = words(attribute(estimator, "token_pattern"))
    if unit is None:
        raise Refused(
            f"{named(estimator, 'token_pattern')} is {estimator.token_pattern!r}",
            r"read are runs of word characters: (?u)\b\w\w+\b, \w+, \w{3,}, [a-zA-Z0-9_]+ and the like",
        )
    return {"unit": unit, "shortest": shortest, "dropped": sorted(estimator.get_stop_words() or [])}


def words(pattern):
    r"""The unit and the fewest characters where a pattern means runs of word characters. A `\b`
    on either side changes nothing: a run is as long as it gets."""
    form = r"(?:\(\?([ua])\))?(\\b)?((?:\\w)+|\[a-zA-Z0-9_\]|\[A-Za-z0-9_\])(?:\+|\{(\d+),\})(\\b)?"
    found = re.fullmatch(form, pattern)
    if not found or bool(found[2]) != bool(found[5]):
        return None, 0
    flag, edge, unit, fewest, _ = found.groups()
    ascii_class = unit[0] == "["
    if ascii_class and edge and flag != "a":
        # The edge is that of a word of any script, which may go on.
        return None, 0
    shortest = (1 if ascii_class else len(unit) // 2) - 1 + (1 if fewest is None else int(fewest))
    return ("ascii-words" if ascii_class or flag == "a" else "words", shortest) if shortest else (None, 0)


def tfidf(line, estimator, features):
    """`TfidfVectorizer`: counts, and what `TfidfTransformer` makes of them."""
    if np.dtype(attribute(estimator, "dtype")) != np.float64:
        raise Refused(f"{named(estimator, 'dtype')} is {np.dtype(estimator.dtype)}", "fit with dtype=float64")
    return weights(line, estimator, counts(line, estimator, features))


def weights(line, estimator, features):
    """`TfidfTransformer`: logarithms of counts, weights, and rows of length 1."""
    line.present(features)
    if attribute(estimator, "sublinear_tf"):
        features = logarithms(line, features)
    if attribute(estimator, "use_idf"):
        features = line.arithmetic("multiply", features, numbers(estimator, "idf_", len(features)))
    norm = option(estimator, "norm", [None, "l1", "l2"])
    return features if norm is None else scaled(line, features, norm)


def logarithms(line, features):
    """1 and the logarithm of what is not 0."""
    made = line.arithmetic("add", line.arithmetic("ln", features), [1] * len(features))
    return line.arithmetic("choose", features, made, [0] * len(features))


def scaled(line, features, norm):
    """Rows over their length, where that is not 0."""
    terms = line.arithmetic("absolute", features) if norm == "l1" else features
    [length] = line.reduce("sum" if norm == "l1" else "sum-of-squares", [terms])
    if norm == "l2":
        [length] = line.arithmetic("root", [length])
    [length] = line.arithmetic("choose", [length], [length], [1])
    return line.arithmetic("divide", features, [length] * len(features))


READERS = {
    "CountVectorizer": counts,
    "TfidfVectorizer": tfidf,
    "TfidfTransformer": weights,
}
