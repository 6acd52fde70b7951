"""Neighbours: rows of training that are near, or the nearest centre of a class."""

import numpy as np

from ..answer import Answer, coded, several
from ..attributes import attribute, checked, classes, named, numbers, option
from ..line import Number, slots_of
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
    "chebyshev": "chebyshev",
    "sqeuclidean": "squared-euclidean",
    "minkowski": "minkowski",
}


def metric_of(estimator):
    """How far rows are apart."""
    metric = METRICS[option(estimator, "effective_metric_", list(METRICS))]
    given = attribute(estimator, "effective_metric_params_") or {}
    if given.get("w") is not None:
        raise Refused(f"{named(estimator, 'effective_metric_params_')} has weights", "scale in a step of its own")
    if metric != "minkowski":
        return metric
    degree = float(checked(given.get("p", 2), f"{named(estimator, 'effective_metric_params_')}['p']", ()))
    return {"minkowski": {"degree": degree}}


def node(line, estimator, features, answers, classes=0):
    """The slots of what neighbours answer."""
    rows = numbers(estimator, "_fit_X", None, len(features))
    k = attribute(estimator, "n_neighbors")
    if k not in range(1, min(len(rows), 1024) + 1):
        raise Refused(f"{named(estimator, 'n_neighbors')} is {k!r} of {len(rows)} rows", "read are 1 to 1024")
    metric = metric_of(estimator)
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
    return line.node("nearest", keys, line.present(features), classes or len(keys["answers"]) // len(rows))


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
    """`KNeighborsRegressor`: the mean of neighbours, of one target or several."""
    shape = np.asarray(attribute(estimator, "_y")).shape[1:] and (None,)
    answers = lambda rows: numbers(estimator, "_y", rows, *shape).reshape(-1)
    return several([Answer([slot]) for slot in node(line, estimator, features, answers)])


def centroid(line, estimator, features):
    """`NearestCentroid`: by plain distances where all classes are as likely."""
    labels = classes(estimator)
    metric = METRICS[option(estimator, "metric", ["euclidean", "manhattan"])]
    centers = numbers(estimator, "centroids_", len(labels), len(features))
    # Versions before 1.6 have no priors, and no scores.
    known = hasattr(estimator, "decision_function") or hasattr(estimator, "class_prior_")
    priors = positive(estimator, "class_prior_", len(labels)) if known else np.full(len(labels), 1 / len(labels))
    away = distances(line, features, centers, "squared-euclidean" if metric == "euclidean" else "city-block")
    alike = np.isclose(priors, 1 / len(labels)).all()
    decision = {"coded": {"slot": coded(line, "least-at", away)}} if alike else None
    if not known:
        return Answer(away, classes=labels, decision="smallest")
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
    squares = away if metric == "euclidean" else line.arithmetic("multiply", away, away)
    return slots_of(line.arithmetic("add", line.flags("negate", squares), 2.0 * np.log(priors)))


READERS = {"KNeighborsClassifier": classifier, "KNeighborsRegressor": regressor, "NearestCentroid": centroid}
