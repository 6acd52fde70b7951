"""Pieces of a column's numbers, and what is made of them: `KBinsDiscretizer`."""

from dataclasses import replace

import numpy as np

from ..attributes import checked, each, option
from ..line import Number


def pieces(line, feature, breaks, side, centers, coefficients):
    """A node of polynomials: `coefficients[piece][output][power]`, of the number without the piece's center."""
    coefficients = np.asarray(coefficients, float)
    keys = {
        "breaks": np.asarray(breaks, float).tolist(),
        "side": side,
        "centers": np.asarray(centers, float).tolist(),
        "outputs": coefficients.shape[1],
        "degree": coefficients.shape[2] - 1,
        "coefficients": coefficients.reshape(-1).tolist(),
    }
    line.thresholds(feature, breaks)
    [number] = line.numbers([feature])
    writes = line.node("piecewise", keys, [number.slot], coefficients.shape[1])
    return [replace(number, slot=slot) for slot in writes]


def bins(line, estimator, features):
    """`KBinsDiscretizer`: the number of a bin, or an indicator of each."""
    encode = option(estimator, "encode", ["onehot", "onehot-dense", "ordinal"])
    option(estimator, "dtype", [None, np.float64])
    edges = each(estimator, "bin_edges_", len(features))
    line.present(features)
    made = []
    for feature, (place, of) in zip(features, edges):
        # The outer edges do not count, and are infinite where a feature has one value.
        inner = checked(np.asarray(of)[1:-1], place, (None,))
        breaks = np.unique(inner)
        codes = np.concatenate([[0], np.searchsorted(inner, breaks, side="right")])
        written = codes[:, None] if encode == "ordinal" else np.eye(len(inner) + 1)[codes]
        made += pieces(line, feature, breaks, "right", np.zeros(len(codes)), written[:, :, None])
    return [Number(f.slot) for f in made]


READERS = {"KBinsDiscretizer": bins}
