"""Support vector machines, as LIBSVM has them: kernels of rows and support vectors."""

import numpy as np

from ..answer import Answer, coded
from ..attributes import attribute, checked, classes, named, numbers, option
from ..line import Number, slots_of
from ..refused import Refused
from .linear import weighted


def kernel(estimator, gamma, start, degree):
    """The kernel with its parameters."""
    name = option(estimator, "kernel", ["linear", "poly", "polynomial", "rbf", "sigmoid"])
    if name == "linear":
        return "linear"
    if name == "rbf":
        return {"radial": {"gamma": gamma}}
    if name == "sigmoid":
        return {"sigmoid": {"gamma": gamma, "coef0": start}}
    if degree not in range(1, 1001):
        raise Refused(f"{named(estimator, 'degree')} is {degree!r}", "read are 1 to 1000")
    return {"polynomial": {"gamma": gamma, "coef0": start, "degree": int(degree)}}


def own(estimator):
    """The kernel of a machine."""
    gamma, start = (float(numbers(estimator, name)) for name in ("_gamma", "coef0"))
    return kernel(estimator, gamma, start, attribute(estimator, "degree"))


def given(estimator, width):
    """The kernel of `Nystroem`: what is not given is the function's own."""
    option(estimator, "kernel_params", [None])
    of = lambda name, default: default if attribute(estimator, name) is None else attribute(estimator, name)
    gamma, start = of("gamma", 1.0 / width), of("coef0", 1.0)
    return kernel(estimator, float(gamma), float(start), of("degree", 3))


def node(line, features, kernel, vectors, machines, offsets, classes=0, sigmoids=()):
    """The slots of machines; a machine is its terms and their coefficients."""
    pairs = [one for i in range(classes) for j in range(i + 1, classes) for one in (i, j)]
    keys = {
        "columns": len(features),
        "precision": "f64",
        "kernel": kernel,
        "vectors": vectors.reshape(-1).tolist(),
        "ends": np.cumsum([len(terms) for terms, _ in machines]).tolist(),
        "terms": [int(term) for terms, _ in machines for term in terms],
        "coefficients": [float(one) for _, coefficients in machines for one in coefficients],
        "offsets": list(map(float, offsets)),
        "classes": classes,
        "pairs": pairs,
        "first_voted": False,
        "sigmoids": list(map(float, sigmoids)),
    }
    width = len(machines) + (classes + 1 + (classes if len(sigmoids) else 0) if classes else 0)
    allow(line, kernel, vectors, machines)
    return line.node("svm", keys, line.present(features), width)


def allow(line, kernel, vectors, machines):
    """LIBSVM's products go through BLAS, whose order hangs on the machine and on where rows lie in
    memory: a bit of the largest term for each unit of weight."""
    weights = max((np.abs(coefficients).sum() for _, coefficients in machines), default=0.0)
    terms = weights * largest(kernel, np.square(vectors).sum(axis=1).max(initial=0.0))
    line.allow_sums(terms, "sums of products of large terms")


def largest(kernel, square):
    """The most that a kernel gives for rows no longer than the longest vector."""
    if kernel == "linear":
        return square
    power = kernel.get("polynomial") if isinstance(kernel, dict) else None
    return abs(power["gamma"] * square + abs(power["coef0"])) ** power["degree"] if power else 1.0


def vectors(estimator, features):
    """The kernel and the support vectors, which must not be sparse."""
    option(estimator, "_sparse", [False])
    return own(estimator), numbers(estimator, "support_vectors_", None, len(features))


def one(line, estimator, features):
    """The slot of the only machine of a regression."""
    kernel, rows = vectors(estimator, features)
    [coefficients] = numbers(estimator, "_dual_coef_", 1, len(rows))
    machines = [(range(len(rows)), coefficients)]
    return node(line, features, kernel, rows, machines, numbers(estimator, "_intercept_", 1))


def regressor(line, estimator, features):
    """`SVR` and `NuSVR`."""
    return Answer(one(line, estimator, features))


def novelty(line, estimator, features):
    """`OneClassSVM`: 1 above 0, else -1."""
    return Answer(one(line, estimator, features), "step", [-1, 1], scores="decision_function")


def machines(estimator, rows, count):
    """A machine for each pair of classes: first the terms of one, then those of the other."""
    sizes = checked(attribute(estimator, "_n_support"), named(estimator, "_n_support"), (count,)).astype(int)
    if (sizes < 0).any() or sizes.sum() != len(rows):
        raise Refused(f"{named(estimator, '_n_support')} does not count the {len(rows)} support vectors")
    weights = numbers(estimator, "_dual_coef_", count - 1, len(rows))
    ends = np.cumsum(sizes)
    own = [range(end - size, end) for end, size in zip(ends, sizes)]
    return [
        ([*own[i], *own[j]], [*weights[j - 1, own[i]], *weights[i, own[j]]])
        for i in range(count)
        for j in range(i + 1, count)
    ]


def classifier(line, estimator, features):
    """`SVC` and `NuSVC`: the class is that of the most votes, whatever the probabilities say."""
    labels, (kernel, rows) = classes(estimator), vectors(estimator, features)
    made = machines(estimator, rows, len(labels))
    offsets, slopes = numbers(estimator, "_intercept_", len(made)), sigmoids(estimator, len(made))
    slots = node(line, features, kernel, rows, made, offsets, len(labels), slopes)
    decisions, rest = slots[: len(made)], slots[len(made) :]
    votes, voted, shares = rest[: len(labels)], rest[len(labels)], rest[len(labels) + 1 :]
    answer = decided(line, estimator, labels, decisions, votes)
    answer.decision = answer.decision or {"coded": {"slot": voted}}
    if shares:
        answer.slots, answer.link, answer.scores = shares, "identity", "predict_proba"
    return answer


def decided(line, estimator, labels, decisions, votes):
    """The margins: one for two classes, one a class, or votes where there would be one a pair."""
    decisions = [Number(slot) for slot in decisions]
    given = {"given": {"precision": "f64"}}
    if len(labels) == 2:
        [margin] = line.flags("negate", decisions)
        return Answer([margin.slot], "step", labels, scores="decision_function", margins=[margin.slot])
    if option(estimator, "decision_function_shape", ["ovr", "ovo"]) == "ovo":
        return Answer(votes, given, labels, margins=slots_of(decisions))
    slots = slots_of(against_rest(line, decisions, len(labels)))
    ties = {"coded": {"slot": coded(line, "most-at", slots)}} if attribute(estimator, "break_ties") else None
    return Answer(slots, given, labels, ties, "decision_function", slots)


def against_rest(line, decisions, count):
    """Votes and, within a third of one, the sum of decisions: a margin a class."""
    negative = line.flags("negate", decisions)
    lost = line.flags("less", decisions, [0.0] * len(decisions))
    won = line.flags("not", lost)
    pairs = [(i, j) for i in range(count) for j in range(i + 1, count)]
    of = lambda k, first, second: [(first if k == i else second)[at] for at, (i, j) in enumerate(pairs) if k in (i, j)]
    votes = line.reduce("sum", [of(k, won, lost) for k in range(count)])
    sums = line.reduce("sum", [of(k, decisions, negative) for k in range(count)])
    return line.arithmetic("add", votes, squeezed(line, sums))


def squeezed(line, sums):
    """`x / (3 (|x| + 1))`: never as much as half a vote."""
    sizes = line.arithmetic("add", line.flags("absolute", sums), [1.0] * len(sums))
    return line.arithmetic("divide", sums, line.arithmetic("multiply", sizes, [3.0] * len(sums)))


def sigmoids(estimator, count):
    """Slopes and intercepts of probabilities, where it has any."""
    if not hasattr(estimator, "predict_proba"):
        return []
    return np.concatenate([numbers(estimator, name, count) for name in ("_probA", "_probB")])


def landmarks(line, estimator, features):
    """`Nystroem`: kernels of some rows of training, and products with them."""
    rows = numbers(estimator, "components_", None, len(features))
    alone = [([i], [1.0]) for i in range(len(rows))]
    slots = node(line, features, given(estimator, len(features)), rows, alone, np.zeros(len(rows)))
    matrix = numbers(estimator, "normalization_", None, len(rows))
    return [Number(slot) for slot in weighted(line, [Number(slot) for slot in slots], matrix, np.zeros(len(matrix)))]


READERS = {
    "Nystroem": landmarks,
    "SVC": classifier,
    "NuSVC": classifier,
    "SVR": regressor,
    "NuSVR": regressor,
    "OneClassSVM": novelty,
}
