"""Isotonic regression: straight lines between points that ascend or descend."""

from ..answer import Answer
from ..attributes import named, numbers, option
from ..line import Number
from ..refused import Refused
from .calibrate import between


def regressor(line, estimator, features):
    """`IsotonicRegression` of one feature; beyond both ends it is level, or has no answer."""
    beyond = option(estimator, "out_of_bounds", ["nan", "clip", "raise"])
    if len(features) != 1:
        raise Refused(f"{type(estimator).__name__} reads one feature, and {len(features)} reach it")
    line.present(features)
    [feature] = line.numbers(features)
    made = between(line, estimator, feature, type(estimator).__name__)
    return Answer([(made if beyond == "clip" else inside(line, estimator, feature, made)).slot])


def inside(line, estimator, feature, made):
    """The number, where the feature lies between both ends; else the row has no answer."""
    low, high = (float(numbers(estimator, name)) for name in ("X_min_", "X_max_"))
    if not low <= high:
        raise Refused(f"{named(estimator, 'X_min_')} is above X_max_")
    flags = [line.flags("not", line.flags("less", [feature], [low])), line.flags("at-most", [feature], [high])]
    [within] = line.arithmetic("multiply", *flags)
    return Number(line.flags("known", line.arithmetic("when", [within], [made]))[0].slot)


READERS = {"IsotonicRegression": regressor}
