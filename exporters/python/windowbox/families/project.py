"""Projections on fewer features: products with components."""

import numpy as np

from ..attributes import attribute, numbers
from ..line import Number
from .linear import weighted


def components(line, estimator, features, intercepts):
    """Products with `components_`."""
    parts = numbers(estimator, "components_", None, len(features))
    return [Number(slot) for slot in weighted(line, features, parts, intercepts(parts))]


def pca(line, estimator, features):
    """`PCA`, fitted at once or in parts: the mean is taken away after the product, as scikit-learn does."""
    mean = numbers(estimator, "mean_", len(features))
    made = components(line, estimator, features, lambda parts: -(mean @ parts.T))
    if not attribute(estimator, "whiten"):
        return made
    deviation = np.sqrt(numbers(estimator, "explained_variance_", len(made)))
    scale = np.maximum(deviation, np.finfo(np.float64).eps)
    return line.step("scale", {"center": [0.0] * len(made), "scale": scale.tolist()}, made)


def svd(line, estimator, features):
    """`TruncatedSVD`."""
    return components(line, estimator, features, lambda parts: np.zeros(len(parts)))


def waves(line, estimator, features):
    """`RBFSampler`: cosines of products."""
    weights = numbers(estimator, "random_weights_", len(features), None)
    offsets = numbers(estimator, "random_offset_", weights.shape[1])
    made = line.flags("cosine", [Number(slot) for slot in weighted(line, features, weights.T, offsets)])
    return line.arithmetic("multiply", made, [(2.0 / len(made)) ** 0.5] * len(made))


READERS = {"PCA": pca, "IncrementalPCA": pca, "TruncatedSVD": svd, "RBFSampler": waves}
