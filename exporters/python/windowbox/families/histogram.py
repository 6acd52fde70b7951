"""Histogram gradient boosting: inputs in double precision, categories, missing cells."""

import numpy as np

from ..answer import Answer
from ..attributes import attribute, checked, classes, named
from ..refused import Refused
from ..trees import CATEGORY, MISSING_YES, Trees
from . import compose

LINKS = {"IdentityLink": "identity", "LogLink": "exp", "LogitLink": "sigmoid", "MultinomialLogit": "softmax"}
FIELDS = (
    "value", "count", "feature_idx", "num_threshold", "missing_go_to_left", "left", "right", "is_leaf",
    "is_categorical", "bitset_idx",
)  # fmt: skip


def encoded(line, estimator, features):
    """The features as its trees number them: categories, encoded, before numbers."""
    encoder = getattr(estimator, "_preprocessor", None)
    if encoder is None:
        return features
    made = []
    for _, step, chosen in attribute(encoder, "transformers_"):
        some = [features[i] for i in compose.positions(encoder, chosen, len(features), "_preprocessor")]
        # What it does to numbers is to check them.
        is_check = type(step).__name__ == "FunctionTransformer"
        made += some if is_check or not some else compose.read(line, step, some)
    return made


def arrays(predictor, place):
    """A predictor's nodes; and its sets of categories."""
    nodes = np.asarray(attribute(predictor, "nodes"))
    lacks = [name for name in FIELDS if name not in (nodes.dtype.names or ())]
    if lacks or nodes.ndim != 1 or not len(nodes):
        raise Refused(f"{place}.nodes lacks {', '.join(lacks) or 'nodes'}")
    is_leaf, category = nodes["is_leaf"] != 0, (nodes["is_categorical"] != 0) & (nodes["is_leaf"] == 0)
    flags = np.where(nodes["missing_go_to_left"] != 0, MISSING_YES, 0) + np.where(category, CATEGORY, 0)
    sets = np.asarray(attribute(predictor, "raw_left_cat_bitsets")).reshape(-1, 8)
    if category.any() and nodes["bitset_idx"][category].max() >= len(sets):
        raise Refused(f"{place}.raw_left_cat_bitsets lacks a set of categories")
    inner = lambda name: np.where(is_leaf, -1, nodes[name].astype(np.int64))
    tree = {
        "left": inner("left"),
        "right": inner("right"),
        "feature": inner("feature_idx"),
        "threshold": np.where(is_leaf | category, 0.0, nodes["num_threshold"]),
        "flags": flags,
        "sets": np.where(category, nodes["bitset_idx"], 0).astype(np.int64),
        "cover": nodes["count"].astype(np.float64),
        "leaf": checked(nodes["value"], f"{place}.nodes['value']", (None,))[:, None],
    }
    return tree, sets


def sums(line, estimator, features, outputs):
    """The slots of the margins: the baseline, then tree after tree."""
    features = encoded(line, estimator, features)
    baseline = np.asarray(attribute(estimator, "_baseline_prediction")).reshape(-1)
    baseline = checked(baseline, named(estimator, "_baseline_prediction"), (outputs,))
    made = Trees(len(features), outputs, input="f64", start=baseline.tolist())
    for i, stage in enumerate(attribute(estimator, "_predictors")):
        if len(stage) != outputs:
            raise Refused(f"{named(estimator, '_predictors')}[{i}] has {len(stage)} trees for {outputs} outputs")
        for k, predictor in enumerate(stage):
            place = f"{named(estimator, '_predictors')}[{i}][{k}]"
            tree, sets = arrays(predictor, place)
            made.add(place, tree, k)
            for words in sets:
                made.add_set(words)
    return made.node(line, features, True)


def link(estimator):
    """What makes answers of the margins, by the loss."""
    of = type(attribute(attribute(estimator, "_loss"), "link")).__name__
    if of not in LINKS:
        raise Refused(f"{named(estimator, '_loss')} has the link {of}", f"read are {', '.join(LINKS)}")
    return LINKS[of]


def regressor(line, estimator, features):
    """`HistGradientBoostingRegressor`, with every loss."""
    return Answer(sums(line, estimator, features, 1), link(estimator))


def classifier(line, estimator, features):
    """`HistGradientBoostingClassifier`."""
    labels = classes(estimator)
    slots = sums(line, estimator, features, 1 if len(labels) == 2 else len(labels))
    return Answer(slots, link(estimator), labels, scores="predict_proba")


READERS = {"HistGradientBoostingRegressor": regressor, "HistGradientBoostingClassifier": classifier}
