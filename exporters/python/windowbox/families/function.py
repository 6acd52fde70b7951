"""`FunctionTransformer` of numpy's functions that are known by name."""

import math
import sys

import numpy as np

from ..attributes import attribute, named
from ..columns import BOOLEAN
from ..line import Cell, Number
from ..refused import Refused


def plainly(function):
    """A function that the runtime has."""
    return lambda line, x: line.arithmetic(function, x)


def undefined(of):
    """A function that has no value for some numbers."""
    return lambda line, x: [Number(f.slot, f.missing, True, f.infinite) for f in of(line, x)]


def infinite(of):
    """A function that makes infinite numbers of usual ones."""
    return lambda line, x: [Number(f.slot, f.missing, f.undefined, True) for f in of(line, x)]


def constants(line, function, x, constant):
    """A function of each number and a constant."""
    return line.arithmetic(function, x, [constant] * len(x))


def arcsine(line, x):
    """The arc tangent of `x / sqrt((1 - x) (1 + x))`."""
    parts = (line.arithmetic("subtract", [1.0] * len(x), x), line.arithmetic("add", [1.0] * len(x), x))
    root = line.arithmetic("root", line.arithmetic("multiply", *parts))
    return line.arithmetic("arctangent", line.arithmetic("divide", x, root))


def rounded(line, x, decimals=0):
    """`np.round`: to even, of a multiple of the number."""
    if decimals == 0:
        return line.arithmetic("half-even", x)
    there, back = ("multiply", "divide") if decimals > 0 else ("divide", "multiply")
    factor = 10.0 ** abs(decimals)
    return constants(line, back, line.arithmetic("half-even", constants(line, there, x, factor)), factor)


def clipped(line, x, a_min=None, a_max=None, min=None, max=None):
    """`np.clip`."""
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    x = x if low is None else constants(line, "most", x, low)
    return x if high is None else constants(line, "least", x, high)


def inverse(line, x):
    """`1 / x`; of whole numbers numpy makes whole ones."""
    for feature in x:
        if isinstance(feature, Cell) and any(isinstance(cell, int) for cell in line.columns[feature.column].present):
            raise Refused(
                f"np.reciprocal makes whole numbers of the column {line.columns[feature.column].name!r}",
                'fit and save with X.astype("float64")',
            )
    return line.arithmetic("divide", [1.0] * len(x), x)


NUMPY = {
    "absolute": plainly("absolute"),
    "fabs": plainly("absolute"),
    "negative": plainly("negate"),
    "positive": plainly("round"),
    "sign": plainly("sign"),
    "floor": plainly("floor"),
    "ceil": plainly("ceiling"),
    "trunc": plainly("truncate"),
    "fix": plainly("truncate"),
    "rint": plainly("half-even"),
    "round": rounded,
    "around": rounded,
    "clip": clipped,
    "sqrt": undefined(plainly("root")),
    "cbrt": plainly("cube-root"),
    "square": lambda line, x: line.arithmetic("multiply", x, x),
    "reciprocal": infinite(inverse),
    "exp": infinite(plainly("exp")),
    "exp2": infinite(lambda line, x: line.arithmetic("power", [2.0] * len(x), x)),
    "expm1": infinite(plainly("exp-minus-one")),
    "log": undefined(infinite(plainly("ln"))),
    "log2": undefined(infinite(plainly("log-two"))),
    "log10": undefined(infinite(plainly("log-ten"))),
    "log1p": undefined(infinite(plainly("ln-one-plus"))),
    "sin": plainly("sine"),
    "cos": plainly("cosine"),
    "tan": lambda line, x: line.arithmetic("divide", line.arithmetic("sine", x), line.arithmetic("cosine", x)),
    "arcsin": undefined(arcsine),
    "arctan": plainly("arctangent"),
    "tanh": plainly("tanh"),
    "sinh": infinite(plainly("hyperbolic-sine")),
    "arcsinh": plainly("hyperbolic-arcsine"),
    "deg2rad": lambda line, x: constants(line, "multiply", x, math.pi / 180),
    "radians": lambda line, x: constants(line, "multiply", x, math.pi / 180),
    "rad2deg": lambda line, x: constants(line, "multiply", x, 180 / math.pi),
    "degrees": lambda line, x: constants(line, "multiply", x, 180 / math.pi),
    "isnan": lambda line, x: line.flags("missing", x),
}
SCIPY = {"expit": plainly("sigmoid"), "ndtri": undefined(infinite(plainly("normal-quantile")))}
OPTIONS = {rounded: {"decimals"}, clipped: {"a_min", "a_max", "min", "max"}}


def known(function):
    """What computes it, if it is one of these."""
    name = getattr(function, "__name__", None)
    if function is getattr(np, str(name), None):
        return NUMPY.get(name)
    special = sys.modules.get("scipy.special")
    return SCIPY.get(name) if special is not None and function is getattr(special, str(name), None) else None


def applied(line, estimator, which, options, features):
    """The features behind the function that is the estimator's parameter `which`."""
    function, given = attribute(estimator, which), dict(getattr(estimator, options, None) or {})
    if function is None:
        return features
    of = known(function)
    if of is None:
        name = getattr(function, "__name__", None) or repr(function)
        read = "numpy's functions by name, such as np.log1p; compute others before the model"
        raise Refused(f"{named(estimator, which)} is {name}", f"read are {read}")
    for key, value in given.items():
        if key not in OPTIONS.get(of, ()) or not (value is None or np.isscalar(value)):
            raise Refused(f"{named(estimator, options)} has {key!r}, which is not read, or not as {value!r}")
    refuse_types(line, estimator, which, features)
    return of(line, features, **given)


SMALL = ("int8", "uint8", "int16", "uint16")


def refuse_types(line, estimator, which, features):
    """Of truth values and small types numpy computes in half or single precision, or not at all."""
    for column in [line.columns[f.column] for f in features if isinstance(f, Cell) and not f.fills]:
        if column.kind == BOOLEAN or column.dtype in SMALL:
            what = "truth values" if column.kind == BOOLEAN else f"numbers of the type {column.dtype}"
            hint = 'fit and save with X.astype("float64")'
            raise Refused(f"{named(estimator, which)} reads {what} in {column.name!r}", hint)


def function(line, estimator, features):
    """`FunctionTransformer`; where it validates, it refuses what is no number."""
    if attribute(estimator, "validate"):
        features = line.finite(features)
        line.present(features)
    return applied(line, estimator, "func", "kw_args", features)


READERS = {"FunctionTransformer": function}
