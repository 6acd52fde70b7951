"""Linear models: a sum of products and a link."""

import numpy as np

from ..answer import Answer, several
from ..attributes import attribute, checked, classes, named, option
from ..refused import Refused


def margins(line, estimator, features, outputs):
    """The slots of `coefficients * x + intercept`, one an output."""
    coefficients = np.asarray(attribute(estimator, "coef_"))
    coefficients = coefficients[None] if coefficients.ndim == 1 else coefficients
    coefficients = checked(coefficients, named(estimator, "coef_"), (outputs, len(features)))
    intercepts = np.asarray(attribute(estimator, "intercept_")).reshape(-1)
    # Without an intercept it is one 0 for all.
    intercepts = np.repeat(intercepts, outputs) if intercepts.size == 1 else intercepts
    intercepts = checked(intercepts, named(estimator, "intercept_"), (outputs,))
    return weighted(line, features, coefficients, intercepts)


def weighted(line, features, coefficients, intercepts):
    """The slots of sums of products, one an output; the intercept comes last."""
    keys = {
        "columns": len(features),
        "coefficients": coefficients.reshape(-1).tolist(),
        "intercepts": intercepts.tolist(),
        "precision": "f64",
        "intercept_first": False,
        "skip_missing": False,
    }
    return line.node("linear", keys, line.present(features), len(intercepts))


def regression(line, estimator, features):
    """A number as it is, or several."""
    shape = np.shape(attribute(estimator, "coef_"))
    outputs = shape[0] if len(shape) == 2 else 1
    return several([Answer([slot]) for slot in margins(line, estimator, features, outputs)])


def exponential(line, estimator, features):
    """A number behind a logarithm: Poisson and Gamma."""
    return Answer(margins(line, estimator, features, 1), "exp")


def tweedie(line, estimator, features):
    """`TweedieRegressor`: by its link, or by its power where that is `auto`."""
    link = option(estimator, "link", ["auto", "identity", "log"])
    logarithm = link == "log" or link == "auto" and attribute(estimator, "power") > 0
    return (exponential if logarithm else regression)(line, estimator, features)


def scores(line, estimator, features):
    """The margins of a classifier, one for two classes, and the classes."""
    labels = classes(estimator)
    return margins(line, estimator, features, 1 if len(labels) == 2 else len(labels)), labels


def logistic(line, estimator, features):
    """`LogisticRegression`: a sigmoid for two classes, softmax for more, and one sigmoid
    a class over their sum where each was fitted against the rest."""
    slots, labels = scores(line, estimator, features)
    if len(labels) == 2:
        multinomial(estimator)
        return Answer(slots, "sigmoid", labels, scores="predict_proba")
    against_rest = getattr(estimator, "multi_class", None) == "ovr" or attribute(estimator, "solver") == "liblinear"
    if against_rest:
        return shares(line, slots, labels)
    return Answer(slots, "softmax", labels, scores="predict_proba")


def multinomial(estimator):
    """Older versions fit two classes by softmax where they are told to."""
    if getattr(estimator, "multi_class", None) == "multinomial":
        raise Refused(f"{named(estimator, 'multi_class')} is 'multinomial' with two classes", "fit without it")


def shares(line, slots, labels):
    """A sigmoid a class, each over their sum. The class is that of the largest margin: sigmoids
    of large ones are all 1."""
    keys = {"reduction": "most-at", "precision": "f64", "width": len(slots)}
    [largest] = line.node("reduce", keys, slots, 1)
    sigmoids = line.node("link", "sigmoid", slots, len(slots))
    return Answer(sigmoids, "shares", labels, {"coded": {"slot": largest}}, "predict_proba")


def machine(line, estimator, features):
    """A classifier without probabilities: the sign of one margin, or the largest of many."""
    slots, labels = scores(line, estimator, features)
    link = "step" if len(labels) == 2 else {"given": {"precision": "f64"}}
    return Answer(slots, link, labels, scores="decision_function")


def discriminant(line, estimator, features):
    """`LinearDiscriminantAnalysis`: a sigmoid for two classes, softmax for more."""
    slots, labels = scores(line, estimator, features)
    return Answer(slots, "sigmoid" if len(labels) == 2 else "softmax", labels, scores="predict_proba")


def descent(line, estimator, features):
    """`SGDClassifier`: probabilities with the logistic loss, else margins."""
    loss = attribute(estimator, "loss")
    if loss == "modified_huber":
        raise Refused(f"{named(estimator, 'loss')} is {loss!r}", "its probabilities are not read yet: take log_loss")
    if loss != "log_loss":
        return machine(line, estimator, features)
    slots, labels = scores(line, estimator, features)
    if len(labels) == 2:
        return Answer(slots, "sigmoid", labels, scores="predict_proba")
    return shares(line, slots, labels)


READERS = {
    **dict.fromkeys(
        [
            "LinearRegression",
            "Ridge",
            "RidgeCV",
            "Lasso",
            "LassoCV",
            "LassoLars",
            "ElasticNet",
            "ElasticNetCV",
            "Lars",
            "SGDRegressor",
            "HuberRegressor",
            "BayesianRidge",
            "ARDRegression",
            "LinearSVR",
            "TheilSenRegressor",
            "QuantileRegressor",
            "OrthogonalMatchingPursuit",
        ],
        regression,
    ),
    "PoissonRegressor": exponential,
    "GammaRegressor": exponential,
    "TweedieRegressor": tweedie,
    "LogisticRegression": logistic,
    "LogisticRegressionCV": logistic,
    "SGDClassifier": descent,
    "LinearDiscriminantAnalysis": discriminant,
    **dict.fromkeys(["LinearSVC", "RidgeClassifier", "RidgeClassifierCV", "Perceptron"], machine),
}
