"""`TransformedTargetRegressor`: the inverse of what was done to the target."""

from ..answer import Answer
from ..attributes import attribute
from ..line import Number
from ..refused import Refused
from .compose import is_passed, read
from .function import applied
from .power import power_inverse
from .quantile import quantile_inverse
from .scale import centred_inverse, max_abs_inverse, min_max_inverse


def transformed(line, estimator, features):
    """A regressor, and its number turned back."""
    answer = read(line, attribute(estimator, "regressor_"), features)
    if not isinstance(answer, Answer) or answer.classes is not None or len(answer.slots) != 1:
        of = type(estimator.regressor_).__name__
        raise Refused(f"TransformedTargetRegressor.regressor_ is a {of} that answers no single number")
    slots = answer.slots if answer.link == "identity" else line.node("link", answer.link, answer.slots, 1)
    [number] = inverse(line, attribute(estimator, "transformer_"), [Number(slot) for slot in slots])
    return Answer([number.slot])


def inverse(line, transformer, features):
    """What a transformer made the features of."""
    of = type(transformer)
    reader = INVERSES.get(of.__name__) if of.__module__.split(".")[0] == "sklearn" else None
    if reader is None:
        read_are = ", ".join(sorted(INVERSES))
        raise Refused(f"TransformedTargetRegressor.transformer_ is a {of.__name__}", f"read are {read_are}")
    return reader(line, transformer, features)


def pipeline_inverse(line, estimator, features):
    """The last step first."""
    for _, step in reversed(attribute(estimator, "steps")):
        features = features if is_passed(step) else inverse(line, step, features)
    return features


INVERSES = {
    "FunctionTransformer": lambda line, of, features: applied(line, of, "inverse_func", "inv_kw_args", features),
    "MaxAbsScaler": max_abs_inverse,
    "MinMaxScaler": min_max_inverse,
    "Pipeline": pipeline_inverse,
    "PowerTransformer": power_inverse,
    "QuantileTransformer": quantile_inverse,
    "RobustScaler": centred_inverse,
    "StandardScaler": centred_inverse,
}
READERS = {"TransformedTargetRegressor": transformed}
