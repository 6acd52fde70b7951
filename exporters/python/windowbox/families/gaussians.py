"""Normal distributions with any covariance: squared lengths of projected rows."""

import numpy as np

from ..answer import Answer
from ..attributes import checked, classes, each, named, numbers, option
from ..line import Number, slots_of
from ..refused import Refused
from .bayes import positive
from .linear import weighted


def centred(line, features, mean):
    """Each feature less its mean."""
    line.present(features)
    return line.step("scale", {"center": mean.tolist(), "scale": [1.0] * len(mean)}, features)


def projected(line, features, matrix, intercepts=None):
    """Products with the columns of a matrix."""
    intercepts = np.zeros(matrix.shape[1]) if intercepts is None else intercepts
    return [Number(slot) for slot in weighted(line, features, matrix.T, intercepts)]


def margins(line, squares, added, priors):
    """`-0.5 * (square + added) + prior`, one a class."""
    sums = line.arithmetic("add", squares, added)
    halves = line.arithmetic("multiply", sums, [-0.5] * len(sums))
    return slots_of(line.arithmetic("add", halves, priors))


def quadratic(line, estimator, features):
    """`QuadraticDiscriminantAnalysis`."""
    labels, n = classes(estimator), len(features)
    priors, means = positive(estimator, "priors_", len(labels)), numbers(estimator, "means_", len(labels), n)
    rotations, scalings = (each(estimator, name, len(labels), "classes") for name in ("rotations_", "scalings_"))
    squares, added = [], []
    for mean, (place, rotation), (beside, scaling) in zip(means, rotations, scalings):
        rotation = checked(rotation, place, (n, None))
        scaling = checked(scaling, beside, (rotation.shape[1],))
        if (scaling <= 0).any():
            raise Refused(f"{beside} holds numbers that are not above 0")
        parts = projected(line, centred(line, features, mean), rotation * scaling**-0.5)
        squares += line.reduce("sum-of-squares", [parts])
        added.append(np.sum(np.log(scaling)))
    slots = margins(line, squares, added, np.log(priors))
    return Answer(slots, "softmax", labels, scores="predict_proba", margins=difference(line, slots))


def difference(line, slots):
    """Of two classes the second's margin less the first's; of more each one's."""
    margins = [Number(slot) for slot in slots]
    return slots if len(slots) > 2 else [line.arithmetic("subtract", margins[1:], margins[:1])[0].slot]


SHAPES = {"full": (None, None, None), "tied": (None, None), "diag": (None, None), "spherical": (None,)}


def mixture(line, estimator, features):
    """`GaussianMixture`: the class is the number of the component."""
    means, n = numbers(estimator, "means_", None, len(features)), len(features)
    kind, count = option(estimator, "covariance_type", list(SHAPES)), len(means)
    if count < 2:
        raise Refused(f"{named(estimator, 'means_')} holds fewer than two components")
    due = tuple(size for size, _ in zip({"tied": (n, n)}.get(kind, (count, n, n)), SHAPES[kind]))
    roots = numbers(estimator, "precisions_cholesky_", *due)
    of = alone if kind in ("diag", "spherical") else together
    squares, determinants = of(line, features, means, roots)
    if not np.isfinite(determinants).all():
        raise Refused(f"{named(estimator, 'precisions_cholesky_')} holds numbers that are not above 0 in its diagonal")
    halves = margins(line, squares, [n * np.log(2 * np.pi)] * count, determinants)
    weights = np.log(positive(estimator, "weights_", count))
    slots = [f.slot for f in line.arithmetic("add", [Number(slot) for slot in halves], weights)]
    return Answer(slots, "softmax", list(range(count)), scores="predict_proba")


def logarithms(array):
    """Logarithms, not a number where there is none."""
    with np.errstate(all="ignore"):
        return np.log(array)


def together(line, features, means, roots):
    """Squared lengths, and logarithms of determinants, where features vary together."""
    squares, determinants = [], []
    for mean, root in zip(means, roots if roots.ndim == 3 else [roots] * len(means)):
        squares += line.reduce("sum-of-squares", [projected(line, features, root, -(mean @ root))])
        determinants.append(np.sum(logarithms(np.diag(root))))
    return squares, np.array(determinants)


def alone(line, features, means, roots):
    """As `together`, where each feature varies by itself."""
    roots = np.broadcast_to(roots.reshape(len(means), -1), means.shape)
    precisions = roots**2
    crossed = projected(line, features, -2 * (means * precisions).T, (means**2 * precisions).sum(axis=1))
    squares = projected(line, line.arithmetic("multiply", features, features), precisions.T)
    return line.arithmetic("add", crossed, squares), logarithms(roots).sum(axis=1)


READERS = {"QuadraticDiscriminantAnalysis": quadratic, "GaussianMixture": mixture}
