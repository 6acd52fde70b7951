"""`PowerTransformer`, there and back."""

import numpy as np

from ..attributes import attribute, numbers, option
from ..line import Number
from .function import NUMPY, constants
from .scale import centred, centred_inverse

EPSILON = np.finfo(np.float64).eps


def power(line, estimator, features):
    """Yeo and Johnson's or Box and Cox's powers, then the scaler."""
    method = option(estimator, "method", ["yeo-johnson", "box-cox"])
    features = line.numbers(features)
    if method == "box-cox":
        # Missing numbers are allowed, 0 and below are not.
        line.refuse(line.flags("at-most", features, [0.0] * len(features)))
    of = {"yeo-johnson": yeo_johnson, "box-cox": box_cox}[method]
    lambdas = numbers(estimator, "lambdas_", len(features))
    made = [of(line, feature, exponent) for feature, exponent in zip(features, lambdas)]
    if not attribute(estimator, "standardize"):
        return made
    return centred(line, attribute(estimator, "_scaler"), line.finite(made))


def raised(line, logarithm, exponent):
    """`(e^(logarithm * exponent) - 1) / exponent`."""
    exponential = NUMPY["expm1"](line, constants(line, "multiply", logarithm, exponent))
    return constants(line, "divide", exponential, exponent)


def box_cox(line, feature, exponent):
    """A power, or the logarithm where the exponent is 0."""
    logarithm = line.arithmetic("ln", [feature])
    return (logarithm if abs(exponent) < 1e-19 else raised(line, logarithm, exponent))[0]


def yeo_johnson(line, feature, exponent):
    """A power of `1 + x` from 0 on, and below one of `1 - x`."""
    negative = line.arithmetic("negate", [feature])
    above = one_sided(line, [feature], exponent)
    below = line.arithmetic("negate", one_sided(line, negative, 2 - exponent))
    return line.arithmetic("choose", from_zero(line, feature), above, below)[0]


def one_sided(line, x, exponent):
    """A power of `1 + x`, or its logarithm."""
    logarithm = line.arithmetic("ln-one-plus", x)
    return logarithm if abs(exponent) < EPSILON else raised(line, logarithm, exponent)


def from_zero(line, feature):
    """Whether it is 0 or more."""
    return [Number(f.slot) for f in line.arithmetic("at-most", [0.0], [feature])]


def power_inverse(line, estimator, features):
    """What the powers were made of."""
    method = option(estimator, "method", ["yeo-johnson", "box-cox"])
    if attribute(estimator, "standardize"):
        features = centred_inverse(line, attribute(estimator, "_scaler"), features)
    of = {"yeo-johnson": yeo_johnson_inverse, "box-cox": box_cox_inverse}[method]
    lambdas = numbers(estimator, "lambdas_", len(features))
    return [of(line, feature, exponent) for feature, exponent in zip(features, lambdas)]


def box_cox_inverse(line, feature, exponent):
    """`e^(ln(1 + y * exponent) / exponent)`."""
    if exponent == 0:
        return line.arithmetic("exp", [feature])[0]
    logarithm = line.arithmetic("ln-one-plus", constants(line, "multiply", [feature], exponent))
    return line.arithmetic("exp", constants(line, "divide", logarithm, exponent))[0]


def yeo_johnson_inverse(line, feature, exponent):
    """Roots of `1 + y * exponent` from 0 on, and below of `1 - y * (2 - exponent)`."""
    above = line.arithmetic("subtract", root(line, feature, exponent, 1.0), [1.0])
    below = line.arithmetic("subtract", [1.0], root(line, feature, 2 - exponent, -1.0))
    return line.arithmetic("choose", from_zero(line, feature), above, below)[0]


def root(line, feature, exponent, sign):
    """`(sign * y * exponent + 1)^(1 / exponent)`, or `e^(sign * y)`."""
    if abs(exponent) < EPSILON:
        return line.arithmetic("exp", constants(line, "multiply", [feature], sign))
    base = constants(line, "add", constants(line, "multiply", [feature], sign * exponent), 1.0)
    return constants(line, "power", base, 1 / exponent)


READERS = {"PowerTransformer": power}
