"""Linear models: a sum of products and a link."""

import numpy as np

from ..answer import Answer, chosen, coded, several
from ..attributes import attribute, checked, classes, named, numbers, option, since
from ..line import Number, slots_of
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
    largest = coded(line, "most-at", slots)
    sigmoids = [Number(slot) for slot in line.node("link", "sigmoid", slots, len(slots))]
    # Versions before 1.9 have no probabilities where all sigmoids are 0.
    sigmoids = or_alike(line, sigmoids) if since(1, 9) else sigmoids
    decision = {"coded": {"slot": largest}}
    return Answer(slots_of(sigmoids), "shares", labels, decision, "predict_proba", margins=slots)


def or_alike(line, parts):
    """1 for each class where all are 0."""
    nothing = line.flags("not", line.reduce("sum", [parts]))
    return line.arithmetic("add", parts, nothing * len(parts))


def machine(line, estimator, features):
    """A classifier without probabilities: the sign of one margin, or the largest of many."""
    slots, labels = scores(line, estimator, features)
    link = "step" if len(labels) == 2 else {"given": {"precision": "f64"}}
    return Answer(slots, link, labels, scores="decision_function")


def discriminant(line, estimator, features):
    """`LinearDiscriminantAnalysis`: a sigmoid for two classes, softmax for more."""
    slots, labels = scores(line, estimator, features)
    return Answer(slots, "sigmoid" if len(labels) == 2 else "softmax", labels, scores="predict_proba")


def cut(line, slots, labels):
    """Margins cut to -1 and 1, where these are probabilities of 0 and 1."""
    margins = [Number(slot) for slot in slots]
    count = len(margins)
    parts = line.arithmetic("least", line.arithmetic("most", margins, [-1.0] * count), [1.0] * count)
    parts = line.arithmetic("divide", line.arithmetic("add", parts, [1.0] * count), [2.0] * count)
    if count == 1:
        return Answer([parts[0].slot], "identity", labels, chosen(line, margins[0], 0.0), "predict_proba", slots)
    parts = or_alike(line, parts)
    decision = {"coded": {"slot": coded(line, "most-at", slots)}}
    return Answer(slots_of(parts), "shares", labels, decision, "predict_proba", slots)


def partial(line, estimator, features):
    """`PLSRegression`: the mean is taken away before the product."""
    mean, scale = (numbers(estimator, name, len(features)) for name in ("_x_mean", "_x_std"))
    scale = scale if divides(estimator, len(features)) else np.ones(len(mean))
    line.present(features)
    features = line.step("scale", {"center": mean.tolist(), "scale": scale.tolist()}, features)
    return regression(line, estimator, features)


def divides(estimator, width):
    """Whether features are divided by deviations, as the first versions do, and not coefficients."""
    rotations = numbers(estimator, "x_rotations_", width, None)
    loadings = numbers(estimator, "y_loadings_", None, rotations.shape[1])
    coefficients = numbers(estimator, "coef_", len(loadings), width)
    return np.allclose(coefficients.T, rotations @ loadings.T * numbers(estimator, "_y_std", len(loadings)))


def descent(line, estimator, features):
    """`SGDClassifier`: probabilities with the logistic loss and Huber's, else margins."""
    loss = attribute(estimator, "loss")
    if loss == "modified_huber":
        return cut(line, *scores(line, estimator, features))
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
            "MultiTaskElasticNet",
            "MultiTaskElasticNetCV",
            "MultiTaskLasso",
            "MultiTaskLassoCV",
            "PassiveAggressiveRegressor",
        ],
        regression,
    ),
    "PLSRegression": partial,
    "PoissonRegressor": exponential,
    "GammaRegressor": exponential,
    "TweedieRegressor": tweedie,
    "LogisticRegression": logistic,
    "LogisticRegressionCV": logistic,
    "SGDClassifier": descent,
    "LinearDiscriminantAnalysis": discriminant,
    **dict.fromkeys(
        ["LinearSVC", "PassiveAggressiveClassifier", "Perceptron", "RidgeClassifier", "RidgeClassifierCV"], machine
    ),
}
