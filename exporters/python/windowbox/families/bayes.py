"""Naive Bayes: normal distributions, or sums of logarithms of shares."""

import numpy as np

from ..answer import Answer
from ..attributes import attribute, checked, classes, each, named, numbers
from ..line import slots_of
from ..refused import Refused
from .linear import weighted
from .scale import above


def answer(slots, labels):
    """Logarithms up to a constant, one a class."""
    return Answer(slots, "softmax", labels, scores="predict_proba")


def gaussian(line, estimator, features):
    """`GaussianNB`."""
    labels = classes(estimator)
    shape = (len(labels), len(features))
    keys = {
        "columns": len(features),
        "priors": positive(estimator, "class_prior_", len(labels)).tolist(),
        "means": numbers(estimator, "theta_", *shape).reshape(-1).tolist(),
        "variances": positive(estimator, "var_", *shape).reshape(-1).tolist(),
    }
    allow(line, *(np.reshape(keys[name], shape) for name in ("means", "variances")))
    return answer(line.node("naive-bayes", keys, line.present(features), len(labels)), labels)


def allow(line, means, variances):
    """Logarithms of likelihoods are sums that grow with the distance between classes, in standard deviations
    of the narrower one: their last bits are bits of a probability's."""
    far = np.abs(means[:, None] - means[None]) + 3 * np.sqrt(variances)[:, None]
    terms = (np.square(far) / (2 * variances[None])).sum(axis=2).max()
    line.allow_sums(terms, "logarithms of likelihoods far from a class are large sums")


def positive(estimator, name, *shape):
    """Numbers above 0, of which a logarithm is taken."""
    array = numbers(estimator, name, *shape)
    if (array <= 0).any():
        raise Refused(f"{named(estimator, name)} holds numbers that are not above 0")
    return array


def shares(estimator, features):
    """The classes, and the logarithms of each one's shares of features."""
    labels = classes(estimator)
    return labels, numbers(estimator, "feature_log_prob_", len(labels), len(features))


def multinomial(line, estimator, features):
    """`MultinomialNB`."""
    labels, logarithms = shares(estimator, features)
    priors = numbers(estimator, "class_log_prior_", len(labels))
    return answer(weighted(line, features, logarithms, priors), labels)


def complement(line, estimator, features):
    """`ComplementNB`: without priors, where there is more than one class."""
    labels, logarithms = shares(estimator, features)
    return answer(weighted(line, features, logarithms, np.zeros(len(labels))), labels)


def bernoulli(line, estimator, features):
    """`BernoulliNB`: what is there and what is not."""
    labels, logarithms = shares(estimator, features)
    threshold = attribute(estimator, "binarize")
    features = features if threshold is None else above(line, features, threshold)
    absent = np.log(1 - np.exp(logarithms))
    if not np.isfinite(absent).all():
        raise Refused(f"{named(estimator, 'feature_log_prob_')} holds the logarithm of 1 or more")
    intercepts = numbers(estimator, "class_log_prior_", len(labels)) + absent.sum(axis=1)
    return answer(weighted(line, features, logarithms - absent, intercepts), labels)


def categorical(line, estimator, features):
    """`CategoricalNB`: whole numbers from 0 are categories; scikit-learn cuts off what is behind the point."""
    labels = classes(estimator)
    tables = each(estimator, "feature_log_prob_", len(features))
    line.present(features)
    features = line.flags("truncate", features)
    parts = [[] for _ in labels]
    for feature, (place, table) in zip(features, tables):
        table = checked(table, place, (len(labels), None))
        for made, logarithms in zip(parts, table):
            made.append(looked_up(line, feature, logarithms))
    priors = numbers(estimator, "class_log_prior_", len(labels))
    return answer(slots_of(line.arithmetic("add", line.reduce("sum", parts), priors)), labels)


def looked_up(line, feature, table):
    """The number of a category; a category that is not there has no answer."""
    keys = {"keys": [float(i) for i in range(len(table))], "values": table.tolist(), "missing": "NaN", "other": "NaN"}
    return line.step("map", keys, [feature])[0]


READERS = {
    "CategoricalNB": categorical,
    "GaussianNB": gaussian,
    "MultinomialNB": multinomial,
    "ComplementNB": complement,
    "BernoulliNB": bernoulli,
}
