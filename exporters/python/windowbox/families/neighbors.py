"""Neighbours: rows of training that are near, or the nearest centre of a class."""

import numpy as np

from ..answer import Answer, coded
from ..attributes import attribute, classes, named, numbers, option
from ..line import Number
from ..refused import Refused
from .bayes import positive
from .clusters import distances
from .gaussians import difference

METRICS = {
    "euclidean": "euclidean",
    "l2": "euclidean",
    "manhattan": "manhattan",
    "l1": "manhattan",
    "cityblock": "manhattan",
}


def node(line, estimator, features, answers, classes=0):
    """The slots of what neighbours answer."""
    rows = numbers(estimator, "_fit_X", None, len(features))
    k = attribute(estimator, "n_neighbors")
    if k not in range(1, min(len(rows), 1024) + 1):
        raise Refused(f"{named(estimator, 'n_neighbors')} is {k!r} of {len(rows)} rows", "read are 1 to 1024")
    metric = METRICS[option(estimator, "effective_metric_", list(METRICS))]
    weight = option(estimator, "weights", ["uniform", "distance"])
    if (metric, weight, attribute(estimator, "_fit_method")) == ("euclidean", "distance", "brute"):
        # Its distances come of a matrix product: of a row of training itself it is not 0, but about 1e-8.
        of = f"{named(estimator, 'weights')} is 'distance' with brute force, whose distances are rough"
        raise Refused(of, "fit with algorithm='kd_tree'")
    keys = {
        "columns": len(features),
        "k": int(k),
        "metric": metric,
        "weight": weight,
        "precision": "f64",
        "order": "sorted",
        "rows": rows.reshape(-1).tolist(),
        "answers": answers(len(rows)).tolist(),
        "classes": classes,
    }
    return line.node("nearest", keys, line.present(features), classes or 1)


def classifier(line, estimator, features):
    """`KNeighborsClassifier`: shares of votes."""
    labels = classes(estimator)
    codes = lambda rows: known(estimator, numbers(estimator, "_y", rows), len(labels))
    slots = node(line, estimator, features, codes, len(labels))
    return Answer(slots, "identity", labels, scores="predict_proba")


def known(estimator, codes, count):
    """Codes of classes that there are."""
    if not np.isin(codes, np.arange(count)).all():
        raise Refused(f"{named(estimator, '_y')} holds codes of classes that are not there")
    return codes


def regressor(line, estimator, features):
    """`KNeighborsRegressor`: the mean of neighbours."""
    return Answer(node(line, estimator, features, lambda rows: column(estimator, rows)))


def column(estimator, rows):
    """The numbers of the rows, which may stand in a table of one column."""
    y = np.asarray(attribute(estimator, "_y"))
    return numbers(estimator, "_y", *((rows, 1) if y.ndim == 2 else (rows,))).reshape(-1)


def centroid(line, estimator, features):
    """`NearestCentroid`: by plain distances where all classes are as likely."""
    labels = classes(estimator)
    metric = METRICS[option(estimator, "metric", ["euclidean", "manhattan"])]
    centers = numbers(estimator, "centroids_", len(labels), len(features))
    priors = positive(estimator, "class_prior_", len(labels))
    decision = None
    if np.isclose(priors, 1 / len(labels)).all():
        measure = "squared-euclidean" if metric == "euclidean" else "city-block"
        plain = distances(line, features, centers, measure)
        decision = {"coded": {"slot": coded(line, "least-at", plain)}}
    slots = scores(line, estimator, features, centers, priors, metric)
    if metric == "euclidean":
        return Answer(slots, "softmax", labels, decision, "predict_proba", difference(line, slots))
    return Answer(slots, {"given": {"precision": "f64"}}, labels, decision)


def scores(line, estimator, features, centers, priors, metric):
    """`-d ** 2 + 2 * log(prior)`, where features are divided by their deviations."""
    deviation = numbers(estimator, "within_class_std_dev_", len(features))
    deviation = np.where(deviation == 0, 1.0, deviation)
    line.present(features)
    scaled = line.step("scale", {"center": [0.0] * len(features), "scale": deviation.tolist()}, features)
    measure = "squared-euclidean" if metric == "euclidean" else "city-block"
    away = [Number(slot) for slot in distances(line, scaled, centers / deviation, measure)]
    squares = away if metric == "euclidean" else line.pairs("multiply", away, away)
    return [f.slot for f in line.arithmetic("add", line.flags("negate", squares), 2.0 * np.log(priors))]


READERS = {"KNeighborsClassifier": classifier, "KNeighborsRegressor": regressor, "NearestCentroid": centroid}
