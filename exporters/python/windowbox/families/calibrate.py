"""Calibration: scores of a classifier become probabilities."""

import numpy as np

from ..answer import Answer, decisions, opposite, probabilities
from ..attributes import attribute, checked, classes, named, option
from ..line import Number, slots_of
from ..refused import Refused
from .linear import weighted
from .meta import AS_IT_IS, divided, member


def calibrated(line, estimator, features):
    """`CalibratedClassifierCV`: the mean of its calibrated models."""
    known = classes(estimator)
    fitted, place = attribute(estimator, "calibrated_classifiers_"), named(estimator, "calibrated_classifiers_")
    if not fitted:
        raise Refused(f"{place} holds no model")
    each = [one_calibrated(line, one, features, known, f"{place}[{i}]") for i, one in enumerate(fitted)]
    means = each[0] if len(each) == 1 else line.reduce("mean", list(zip(*each)))
    return Answer(slots_of(means), AS_IT_IS, known, scores="predict_proba")


def one_calibrated(line, fitted, features, known, place):
    """The calibrated probabilities of one model."""
    base = attribute(fitted, "estimator")
    answer = member(line, base, features, f"{place}.estimator")
    curves = list(attribute(fitted, "calibrators"))
    if option(fitted, "method", ["sigmoid", "isotonic", "temperature"]) == "temperature":
        return tempered(line, base, answer, curves, f"{place}.calibrators")
    scores = decisions(answer) if hasattr(base, "decision_function") else probabilities(line, answer)
    scores = scores[1:] if len(scores) == 2 else scores
    if len(curves) != len(scores) or not set(answer.classes) <= set(known):
        raise Refused(f"{place}.calibrators has {len(curves)} curves for {len(scores)} scores")
    made = [curve(line, *pair, f"{place}.calibrators[{i}]") for i, pair in enumerate(zip(curves, scores))]
    return made_whole(line, made, [known.index(label) for label in answer.classes], len(known))


def made_whole(line, made, positions, count):
    """The complement of the only one; or each over their sum, and equal where that is 0."""
    if count == 2:
        return [*opposite(line, made), *made]
    by_class = dict(zip(positions, made))
    lacking = [c for c in range(count) if c not in by_class]
    by_class |= zip(lacking, line.constants([0.0] * len(lacking)) if lacking else [])
    made = [by_class[c] for c in range(count)]
    return divided(line, made, 1 / count)


def curve(line, fitted, score, place):
    """A calibrated probability of a score."""
    of = type(fitted).__name__
    if of not in ("_SigmoidCalibration", "IsotonicRegression"):
        raise Refused(f"{place} is a {of}", "read are those of sigmoid and isotonic calibration")
    return (sigmoid if of == "_SigmoidCalibration" else isotonic)(line, fitted, score, place)


def sigmoid(line, fitted, score, place):
    """`1 / (1 + e^(a x + b))`."""
    slope, offset = (float(checked(attribute(fitted, name), f"{place}.{name}", ())) for name in ("a_", "b_"))
    # -(a x + b), term by term: the signs change no bit.
    margin = weighted(line, [score], np.array([[-slope]]), np.array([-offset]))
    return Number(line.node("link", "sigmoid", margin, 1)[0])


def isotonic(line, fitted, score, place):
    """Calibration that cuts scores to those of training."""
    option(fitted, "out_of_bounds", ["clip"])
    return between(line, fitted, score, place)


def between(line, fitted, score, place):
    """Straight lines between points, level beyond both ends."""
    x = checked(attribute(fitted, "X_thresholds_"), f"{place}.X_thresholds_", (None,))
    y = checked(attribute(fitted, "y_thresholds_"), f"{place}.y_thresholds_", x.shape)
    if not len(x) or (np.diff(x) <= 0).any():
        raise Refused(f"{place}.X_thresholds_ does not ascend")
    slopes = np.diff(y) / np.diff(x)
    if not np.isfinite(slopes).all():
        raise Refused(f"{place}.X_thresholds_ holds points too near to each other")
    keys = {
        "breaks": x.tolist(),
        "side": "right",
        "centers": [x[0], *x],
        "outputs": 1,
        "degree": 1,
        "coefficients": np.column_stack([[y[0], *y], [0.0, *slopes, 0.0]]).reshape(-1).tolist(),
    }
    return Number(line.node("piecewise", keys, [score.slot], 1)[0])


def tempered(line, base, answer, curves, place):
    """Softmax of logits times one number."""
    if len(curves) != 1:
        raise Refused(f"{place} has {len(curves)} temperatures")
    beta = float(checked(attribute(curves[0], "beta_"), f"{place}[0].beta_", ()))
    if hasattr(base, "decision_function"):
        logits = decisions(answer)
        logits = [*line.flags("negate", logits), *logits] if len(logits) == 1 else logits
    else:
        shifted = line.arithmetic("add", probabilities(line, answer), [1e-12] * len(answer.classes))
        logits = line.flags("ln", shifted)
    scaled = line.arithmetic("multiply", logits, [beta] * len(logits))
    return [Number(slot) for slot in line.node("link", "softmax", slots_of(scaled), len(scaled))]


READERS = {"CalibratedClassifierCV": calibrated}
