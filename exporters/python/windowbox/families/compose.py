"""Composition: pipelines, steps side by side, and what a search found."""

import numpy as np

from ..answer import Answer, Answers
from ..attributes import attribute, named, option
from ..refused import Refused


def read(line, estimator, features):
    """Reads through the table, which is made of files such as this."""
    from . import read as through_table

    return through_table(line, estimator, features)


def pipeline(line, estimator, features):
    """One step after the other; the last may be a model."""
    steps = [step for _, step in attribute(estimator, "steps") if not is_passed(step)]
    for i, step in enumerate(steps):
        features = read(line, step, features)
        if isinstance(features, (Answer, Answers)) and i + 1 < len(steps):
            raise Refused(f"{named(estimator, 'steps')} has a model before the last step")
    return features


def is_passed(step):
    """Whether a step leaves everything as it is."""
    return step is None or (isinstance(step, str) and step == "passthrough")


def columns(line, estimator, features):
    """`ColumnTransformer`: steps on some of the features each, side by side."""
    made = []
    for name, step, chosen in attribute(estimator, "transformers_"):
        place = f"{named(estimator, 'transformers_')}[{name!r}]"
        some = [features[i] for i in positions(estimator, chosen, len(features), place)]
        if isinstance(step, str) and step == "drop" or not some:
            continue
        made += some if is_passed(step) else read(line, step, some)
    weights = getattr(estimator, "transformer_weights", None)
    if weights:
        raise Refused(f"{named(estimator, 'transformer_weights')} is not read", "scale in a step of its own")
    return made


def positions(estimator, chosen, width, place):
    """Positions that names, positions, masks and slices mean; selectors were made names by fit."""
    if isinstance(chosen, slice):
        bounds = [
            position(estimator, x, width, place) if isinstance(x, str) else x for x in (chosen.start, chosen.stop)
        ]
        # A slice of names has its end in it.
        bounds[1] = bounds[1] + 1 if isinstance(chosen.stop, str) else bounds[1]
        return list(range(width))[slice(*bounds, chosen.step)]
    if isinstance(chosen, (str, int, np.integer)) and not isinstance(chosen, bool):
        chosen = [chosen]
    chosen = list(chosen)
    if chosen and all(isinstance(one, (bool, np.bool_)) for one in chosen):
        if len(chosen) != width:
            raise Refused(f"{place} has a mask of {len(chosen)} for {width} features")
        return [i for i, one in enumerate(chosen) if one]
    return [position(estimator, one, width, place) for one in chosen]


def position(estimator, one, width, place):
    """The position that a name or a number means."""
    if isinstance(one, str):
        names = list(getattr(estimator, "feature_names_in_", []))
        one = names.index(one) if one in names else width
    if not isinstance(one, (int, np.integer)) or not -width <= one < width:
        raise Refused(f"{place} names a feature that is not there")
    return int(one) % width


def union(line, estimator, features):
    """`FeatureUnion`: steps on all features each, side by side."""
    if getattr(estimator, "transformer_weights", None):
        raise Refused(f"{named(estimator, 'transformer_weights')} is not read", "scale in a step of its own")
    made = []
    for _, step in attribute(estimator, "transformer_list"):
        if isinstance(step, str) and step == "drop":
            continue
        made += features if is_passed(step) else read(line, step, features)
    return made


def function(line, estimator, features):
    """`FunctionTransformer` without a function: everything stays as it is."""
    option(estimator, "func", [None])
    return features


def found(line, estimator, features):
    """What a search over parameters found best."""
    return read(line, attribute(estimator, "best_estimator_"), features)


READERS = {
    "Pipeline": pipeline,
    "ColumnTransformer": columns,
    "FeatureUnion": union,
    "FunctionTransformer": function,
    "GridSearchCV": found,
    "RandomizedSearchCV": found,
}
