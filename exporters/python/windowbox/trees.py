"""Trees in the JSON form, one behind the other; no feature of scikit-learn is named here."""

import numpy as np

from .line import NONE, slots_of
from .refused import Refused

MISSING_YES, CATEGORY = 1, 2


class Trees:
    """Trees over some features, which add to some outputs."""

    def __init__(self, columns, outputs, input="f32", start=None, divisor=1, scale=1):
        zeros = [0.0] * outputs
        self.keys = {
            "columns": columns, "outputs": outputs, "input": input, "leaf": "f64", "sum": "f64", "zero_band": 0,
            "start": list(start or zeros), "bias": zeros, "divisor": divisor, "scale": scale,
            "first": [0], "target": [], "depth": [], "base": [], "set_first": [0], "set_words": [],
        }  # fmt: skip
        # Arrays of each tree: a forest can have ten million nodes, and lists of them six times the size.
        self.arrays = {name: [] for name in ("column", "threshold", "index", "yes", "no", "flags", "cover", "leaves")}
        self.leaves = 0
        self.tested = [[] for _ in range(columns)]

    def add(self, place, tree, target=None):
        """Adds a tree: arrays `left`, `right` (-1 for a leaf), `feature`, `threshold`, `flags`, `sets`,
        `cover`, and `leaf`, a row a node. `place` is what errors call it."""
        self.check(place, tree)
        keys, first = self.keys, self.keys["first"][-1]
        is_leaf = tree["left"] == -1
        categories = (tree["flags"] & CATEGORY) > 0
        numbers = np.cumsum(is_leaf) - 1 + self.leaves
        sets = np.where(categories, tree["sets"] + len(keys["set_first"]) - 1, 0)
        made = {
            "column": np.where(is_leaf, NONE, tree["feature"]),
            "threshold": np.where(is_leaf | categories, 0.0, tree["threshold"]),
            "index": np.where(is_leaf, numbers, sets),
            "yes": np.where(is_leaf, 0, tree["left"] + first),
            "no": np.where(is_leaf, 0, tree["right"] + first),
            "flags": np.where(is_leaf, 0, tree["flags"]),
            "cover": tree["cover"],
            "leaves": tree["leaf"][is_leaf],
        }
        for name, array in made.items():
            self.arrays[name].append(array if array.dtype.kind == "f" else array.astype(np.int32))
        self.leaves += int(is_leaf.sum())
        keys["first"].append(first + len(is_leaf))
        for name, value in (("target", target), ("depth", None), ("base", 0)):
            keys[name].append(value)
        self.remember(tree, ~is_leaf & ~categories)

    def check(self, place, tree):
        """Children lie behind their parent, features are there, numbers are finite."""
        n, left, right = len(tree["left"]), tree["left"], tree["right"]
        inner = left != -1
        here = np.arange(n)
        for side, children in (("left", left), ("right", right)):
            if ((children[inner] <= here[inner]) | (children[inner] >= n)).any():
                raise Refused(f"{place} has a {side} child that is not behind its parent")
        parents = np.bincount(np.concatenate([left[inner], right[inner]]), minlength=n)
        if (parents[1:] != 1).any():
            raise Refused(f"{place} has a node with two parents, or with none")
        if ((tree["feature"][inner] < 0) | (tree["feature"][inner] >= self.keys["columns"])).any():
            raise Refused(f"{place} tests a feature that is not there")
        if np.isnan(tree["threshold"][inner]).any() or not np.isfinite(tree["leaf"]).all():
            raise Refused(f"{place} has a threshold or a value that is not finite")

    def add_set(self, words):
        """A set of codes, for the trees behind it."""
        self.keys["set_words"] += [int(word) for word in words]
        self.keys["set_first"].append(len(self.keys["set_words"]))

    def remember(self, tree, numeric):
        """Some thresholds of each feature, to ask about."""
        for feature, threshold in zip(tree["feature"][numeric], tree["threshold"][numeric]):
            if len(self.tested[feature]) < 50 and np.isfinite(threshold):
                self.tested[feature].append(threshold)

    def node(self, line, features, missing):
        """Appends the trees to the line; where they refuse missing cells, so do we."""
        for feature, thresholds in zip(features, self.tested):
            line.thresholds(feature, thresholds)
        slots = slots_of(line.numbers(features)) if missing else line.present(features)
        return line.node("trees", {**self.keys, **self.joined()}, slots, self.keys["outputs"])

    def joined(self):
        """The arrays of all trees; equal leaves are there once."""
        made = {name: np.concatenate(arrays) for name, arrays in self.arrays.items()}
        leaves = np.ascontiguousarray(made["leaves"], np.float64)
        # As bytes, since -0.0 is another number than 0.0.
        rows = leaves.view(np.uint64 if leaves.shape[1] == 1 else np.dtype((np.void, leaves[0].nbytes)))
        _, kept, number = np.unique(rows.reshape(-1), return_index=True, return_inverse=True)
        is_leaf = made["column"] == NONE
        made["index"][is_leaf] = number.reshape(-1)[made["index"][is_leaf]]
        return {**made, "leaves": leaves[kept].reshape(-1)}
