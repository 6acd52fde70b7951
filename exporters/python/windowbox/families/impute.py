"""Imputers."""

import numpy as np

from ..attributes import attribute, is_missing, named, plain
from ..columns import TEXT
from ..line import Cell, same
from ..refused import Refused


def simple(line, estimator, features):
    """`SimpleImputer`: a feature's statistic where it is missing; then the indicators."""
    missing = plain(attribute(estimator, "missing_values"))
    fills = [plain(fill) for fill in np.asarray(attribute(estimator, "statistics_"), dtype=object)]
    if len(fills) != len(features):
        raise Refused(f"{named(estimator, 'statistics_')} has {len(fills)} numbers for {len(features)} features")
    refuse_missing(line, features, missing)
    kept = [(f, fill) for f, fill in zip(features, fills) if not is_missing(fill)]
    if len(kept) < len(fills) and getattr(estimator, "keep_empty_features", False):
        raise Refused(f"{named(estimator, 'statistics_')} holds numbers that are missing")
    made = [filled(line, f, missing, fill) for f, fill in kept]
    if not attribute(estimator, "add_indicator"):
        return made
    return made + indicators(line, attribute(estimator, "indicator_"), features)


def refuse_missing(line, features, missing):
    """Where something else means missing, None as well, scikit-learn refuses NaN."""
    if missing is not None and is_missing(missing):
        return
    line.present([f for f in features if not isinstance(f, Cell)])
    for feature in features:
        if isinstance(feature, Cell) and not feature.fills and line.columns[feature.column].marker is not None:
            line.columns[feature.column].missing = False


def filled(line, feature, missing, fill):
    """A feature in which `fill` stands in for what means missing."""
    if isinstance(feature, Cell):
        return Cell(feature.column, (*feature.fills, (missing, fill)))
    if is_missing(missing):
        return line.fill([feature], [fill])[0]
    return line.step("map", {"keys": [missing], "values": [fill], "missing": "NaN", "other": None}, [feature])[0]


def indicators(line, estimator, features):
    """`MissingIndicator`: 1 where a feature is missing, of some features or of all."""
    missing, chosen = plain(attribute(estimator, "missing_values")), attribute(estimator, "features_")
    refuse_missing(line, features, missing)
    if not all(0 <= i < len(features) for i in chosen):
        raise Refused(f"{named(estimator, 'features_')} names a feature that is not there")
    return [flag(line, features[i], missing) for i in chosen]


def flag(line, feature, missing):
    """1 where the feature is missing, else 0."""
    if isinstance(feature, Cell) and line.columns[feature.column].kind == TEXT:
        known = [] if is_missing(missing) else [missing]
        of = lambda value: [1.0 if isinstance(value, (str, float, type(None))) and same(value, missing) else 0.0]
        return line.encode(feature, known or line.columns[feature.column].present[:1], of, 1)[0]
    if is_missing(missing):
        return line.flags("missing", [feature])[0]
    return line.flags("equal", [feature], [missing])[0]


READERS = {"SimpleImputer": simple, "MissingIndicator": indicators}
