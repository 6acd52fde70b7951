"""Networks: products and activations, layer after layer."""

from ..answer import Answer, Answers, several
from ..attributes import attribute, checked, classes, named, option
from ..line import Number, slots_of
from ..refused import Refused
from .linear import weighted

OUTPUTS = {"identity": "identity", "exp": "exp", "logistic": "sigmoid", "softmax": "softmax"}


def layers(line, estimator, features, outputs):
    """The slots behind the last layer, before its activation."""
    activation = option(estimator, "activation", ["identity", "logistic", "tanh", "relu"])
    weights, biases = attribute(estimator, "coefs_"), attribute(estimator, "intercepts_")
    if len(weights) != len(biases) or not len(weights):
        raise Refused(f"{named(estimator, 'intercepts_')} has {len(biases)} layers, coefs_ {len(weights)}")
    for i, (weight, bias) in enumerate(zip(weights, biases)):
        width = outputs if i + 1 == len(weights) else None
        weight = checked(weight, f"{named(estimator, 'coefs_')}[{i}]", (len(features), width))
        bias = checked(bias, f"{named(estimator, 'intercepts_')}[{i}]", (weight.shape[1],))
        features = [Number(slot) for slot in weighted(line, features, weight.T, bias)]
        features = features if i + 1 == len(weights) else activated(line, activation, features)
    return slots_of(features)


def activated(line, activation, features):
    """What a hidden layer hands on."""
    if activation == "identity":
        return features
    if activation == "relu":
        return line.arithmetic("most", features, [0.0] * len(features))
    return line.flags({"logistic": "sigmoid", "tanh": "tanh"}[activation], features)


def link(estimator):
    """What makes answers of the last layer."""
    return OUTPUTS[option(estimator, "out_activation_", list(OUTPUTS))]


def regressor(line, estimator, features):
    """`MLPRegressor`."""
    slots = layers(line, estimator, features, attribute(estimator, "n_outputs_"))
    return several([Answer([slot], link(estimator)) for slot in slots])


def classifier(line, estimator, features):
    """`MLPClassifier`."""
    labels = classes(estimator)
    if link(estimator) == "sigmoid" and attribute(estimator, "n_outputs_") > 1:
        return each_label(line, estimator, features)
    slots = layers(line, estimator, features, 1 if len(labels) == 2 else len(labels))
    return Answer(slots, link(estimator), labels, scores="predict_proba")


def each_label(line, estimator, features):
    """A target a label: is it there?"""
    slots = layers(line, estimator, features, attribute(estimator, "n_outputs_"))
    return Answers([Answer([slot], "sigmoid", [0, 1], scores="predict_proba") for slot in slots], "predict_proba")


READERS = {"MLPRegressor": regressor, "MLPClassifier": classifier}
