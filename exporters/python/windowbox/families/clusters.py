"""Clusters: the class is the number of the nearest centre."""

import numpy as np

from ..answer import Answer
from ..attributes import attribute, checked, named, numbers
from ..line import Number, slots_of
from ..refused import Refused


def distances(line, features, centers, measure="euclidean"):
    """The slots of distances to centres."""
    n = len(features)
    keys = {
        "compare": ["difference"] * n,
        "measure": measure,
        "precision": "f64",
        "centers": centers.reshape(-1).tolist(),
        "weights": [1.0] * n,
        "shares": [],
    }
    return line.node("clusters", keys, line.present(features), len(centers))


def centres(estimator, features):
    """The centres of two clusters or more."""
    centers = numbers(estimator, "cluster_centers_", None, len(features))
    if len(centers) < 2:
        raise Refused(f"{named(estimator, 'cluster_centers_')} holds fewer than two clusters")
    return centers


def nearest(line, estimator, features):
    """`KMeans` and `MiniBatchKMeans`; `transform` gives the distances."""
    slots = distances(line, features, centres(estimator, features))
    return Answer(slots, classes=list(range(len(slots))), decision="smallest", scores="transform", handed_on=slots)


def bisecting(line, estimator, features):
    """`BisectingKMeans`: the nearer of two clusters, again and again."""
    count = len(centres(estimator, features))
    number = descended(line, estimator, features, attribute(estimator, "_bisecting_tree"), count)
    flags = line.flags("equal", [number] * count, range(count))
    return Answer(slots_of(flags), classes=list(range(count)))


def descended(line, estimator, features, node, count):
    """The number of the cluster that a row reaches below a node of the hierarchy."""
    place = named(estimator, "_bisecting_tree")
    if node.left is None:
        if node.label not in range(count):
            raise Refused(f"{place} has a leaf with the label {node.label!r}, of {count} clusters")
        return line.constants([node.label])[0]
    mean = getattr(estimator, "_X_mean", 0)
    two = [checked(child.center + mean, f"{place}.center", (len(features),)) for child in (node.left, node.right)]
    nearer = closer(line, features, two)
    below = [[descended(line, estimator, features, child, count)] for child in (node.right, node.left)]
    return line.arithmetic("choose", [nearer], *below)[0]


def closer(line, features, two):
    """Whether the second of two centres is nearer than the first."""
    left, right = [Number(slot) for slot in distances(line, features, np.array(two), "squared-euclidean")]
    return line.arithmetic("less", [right], [left])[0]


READERS = {"KMeans": nearest, "MiniBatchKMeans": nearest, "BisectingKMeans": bisecting}
