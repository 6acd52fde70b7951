"""The models of the random pipelines: each is made with the generator, by which some draw their parts."""

from importlib.util import find_spec

import numpy as np
from sklearn import (
    calibration,
    cluster,
    discriminant_analysis,
    dummy,
    ensemble,
    linear_model,
    model_selection,
    multiclass,
    multioutput,
    naive_bayes,
    neighbors,
    neural_network,
    preprocessing,
    svm,
    tree,
)
from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import make_pipeline


def pick(random, options):
    """One of them."""
    return options[random.integers(len(options))]


def chance(random, share):
    """Whether something happens."""
    return int(random.random() < share)


def plainly(of, **options):
    """A model that draws nothing."""
    return lambda random: of(**options)


def scaled(model):
    """What diverges, or overflows, on features of any size."""
    return make_pipeline(preprocessing.StandardScaler(), model)


def logistic():
    return linear_model.LogisticRegression(max_iter=500)


LINEAR = [
    plainly(linear_model.LogisticRegression, max_iter=500),
    plainly(linear_model.LogisticRegression, max_iter=500, class_weight="balanced", C=0.1),
    plainly(discriminant_analysis.LinearDiscriminantAnalysis, solver="lsqr", shrinkage="auto"),
    plainly(linear_model.SGDClassifier, loss="log_loss", random_state=0),
    plainly(linear_model.SGDClassifier, loss="modified_huber", random_state=0),
    plainly(linear_model.LogisticRegressionCV, max_iter=500, cv=2, Cs=2),
]
MARGINS = [
    plainly(linear_model.RidgeClassifier),
    plainly(linear_model.Perceptron, random_state=0),
    plainly(linear_model.SGDClassifier, random_state=0),
    plainly(svm.LinearSVC, max_iter=5000),
]
KERNELS = [
    plainly(svm.SVC),
    # Not "ovo", whose decision function has one number a pair: see the README.
    plainly(svm.SVC, kernel="linear"),
    plainly(svm.SVC, kernel="poly", degree=2),
    plainly(svm.NuSVC, nu=0.1),
]
BAYES = [
    plainly(naive_bayes.GaussianNB),
    plainly(naive_bayes.BernoulliNB),
    plainly(discriminant_analysis.QuadraticDiscriminantAnalysis, reg_param=0.1),
    # Older versions have no scores of it, which one class against others asks for.
    *[plainly(neighbors.NearestCentroid)] * hasattr(neighbors.NearestCentroid, "predict_proba"),
    # Their features are counts, or codes from 0.
    lambda random: make_pipeline(preprocessing.MinMaxScaler(clip=True), naive_bayes.MultinomialNB()),
    lambda random: make_pipeline(preprocessing.MinMaxScaler(clip=True), naive_bayes.ComplementNB()),
    lambda random: make_pipeline(
        preprocessing.KBinsDiscretizer(3, encode="ordinal", strategy="uniform"),
        naive_bayes.CategoricalNB(min_categories=3),
    ),
]
SHALLOW = [
    plainly(tree.DecisionTreeClassifier, max_depth=5),
    plainly(tree.ExtraTreeClassifier, max_depth=5, random_state=0),
    plainly(ensemble.RandomForestClassifier, n_estimators=8, max_depth=5, random_state=0),
    plainly(ensemble.ExtraTreesClassifier, n_estimators=8, max_depth=5, random_state=0),
    plainly(ensemble.GradientBoostingClassifier, n_estimators=8),
    plainly(ensemble.HistGradientBoostingClassifier, max_iter=8),
]
NETWORKS = [plainly(neural_network.MLPClassifier, hidden_layer_sizes=(5,), max_iter=50, random_state=0)]
ALONE = LINEAR + MARGINS + BAYES + SHALLOW + NETWORKS
GIVING = LINEAR + BAYES[:2] + SHALLOW + NETWORKS


def inside(random, options):
    """A model for another: often with a scaler of its own."""
    model = pick(random, options)(random)
    return scaled(model) if chance(random, 0.2) else model


def named(random, options, count=2):
    """A few models with names."""
    return [(f"m{i}", inside(random, options)) for i in range(count)]


def vote(random):
    voting = pick(random, ["hard", "soft"])
    weights = pick(random, [None, [2, 1, 1.5]])
    found = named(random, GIVING if voting == "soft" else ALONE, 3)
    return ensemble.VotingClassifier(found, voting=voting, weights=weights)


def stack(random):
    return ensemble.StackingClassifier(named(random, ALONE), logistic(), cv=2, passthrough=bool(chance(random, 0.3)))


METHODS = ["sigmoid", "isotonic"]
# The newest versions have a third.
METHODS += ["temperature"] * ("temperature" in str(calibration.CalibratedClassifierCV._parameter_constraints["method"]))


def calibrated(random):
    method, of = pick(random, METHODS), inside(random, LINEAR + MARGINS + SHALLOW)
    return calibration.CalibratedClassifierCV(of, method=method, cv=2, ensemble=bool(chance(random, 0.5)))


def bag(random):
    of = inside(random, ALONE)
    return ensemble.BaggingClassifier(of, 3, max_features=pick(random, [1.0, 0.7]), random_state=0)


META = [
    vote,
    stack,
    calibrated,
    bag,
    plainly(ensemble.AdaBoostClassifier, n_estimators=5, random_state=0),
    lambda random: ensemble.AdaBoostClassifier(logistic(), n_estimators=3, random_state=0),
    lambda random: multiclass.OneVsRestClassifier(inside(random, ALONE)),
    lambda random: multiclass.OneVsOneClassifier(inside(random, ALONE)),
    lambda random: multiclass.OutputCodeClassifier(inside(random, ALONE), code_size=2, random_state=0),
    lambda random: model_selection.GridSearchCV(logistic(), {"C": [0.1, 1]}, cv=2),
    plainly(dummy.DummyClassifier),
]
CLASSIFIERS = ALONE + KERNELS + META * 2

LINES = [
    plainly(linear_model.LinearRegression),
    plainly(linear_model.Ridge),
    plainly(linear_model.Lasso, alpha=0.1),
    plainly(linear_model.ElasticNet, alpha=0.1),
    plainly(linear_model.ElasticNetCV, cv=2),
    plainly(linear_model.LassoCV, cv=2),
    plainly(linear_model.RidgeCV),
    plainly(linear_model.BayesianRidge),
    plainly(linear_model.HuberRegressor, max_iter=500),
    plainly(svm.LinearSVR, max_iter=5000),
    lambda random: scaled(linear_model.SGDRegressor(random_state=0)),
]
TREES = [
    plainly(tree.DecisionTreeRegressor, max_depth=5),
    plainly(ensemble.RandomForestRegressor, n_estimators=8, max_depth=5, random_state=0),
    plainly(ensemble.ExtraTreesRegressor, n_estimators=8, max_depth=5, random_state=0),
    plainly(ensemble.GradientBoostingRegressor, n_estimators=8),
    plainly(ensemble.HistGradientBoostingRegressor, max_iter=8),
    plainly(ensemble.HistGradientBoostingRegressor, max_iter=8, loss="absolute_error"),
    plainly(ensemble.HistGradientBoostingRegressor, max_iter=8, loss="quantile", quantile=0.3),
    plainly(tree.ExtraTreeRegressor, max_depth=5, random_state=0),
]
SIMPLE = [*LINES, *TREES, plainly(neural_network.MLPRegressor, hidden_layer_sizes=(5,), max_iter=50, random_state=0)]
TURNED = [
    {"transformer": preprocessing.StandardScaler()},
    {"transformer": preprocessing.QuantileTransformer(n_quantiles=20)},
    {"transformer": preprocessing.PowerTransformer()},
    {"func": np.arcsinh, "inverse_func": np.sinh},
]
REGRESSORS = [
    *SIMPLE,
    plainly(svm.SVR),
    plainly(svm.NuSVR, kernel="linear"),
    plainly(dummy.DummyRegressor, strategy="median"),
    lambda random: ensemble.VotingRegressor(named(random, SIMPLE), weights=pick(random, [None, [1, 3]])),
    lambda random: ensemble.StackingRegressor(named(random, SIMPLE), cv=2, passthrough=bool(chance(random, 0.3))),
    lambda random: ensemble.BaggingRegressor(inside(random, SIMPLE), 3, max_features=0.8, random_state=0),
    lambda random: ensemble.AdaBoostRegressor(inside(random, SIMPLE), n_estimators=3, random_state=0),
    lambda random: TransformedTargetRegressor(inside(random, SIMPLE), **pick(random, TURNED)),
    lambda random: model_selection.GridSearchCV(linear_model.Ridge(), {"alpha": [0.1, 1]}, cv=2),
]
SEVERAL = [
    plainly(linear_model.LinearRegression),
    plainly(linear_model.Ridge),
    plainly(tree.DecisionTreeRegressor, max_depth=4),
    plainly(ensemble.RandomForestRegressor, n_estimators=5, max_depth=4, random_state=0),
    plainly(neural_network.MLPRegressor, hidden_layer_sizes=(4,), max_iter=30, random_state=0),
    lambda random: multioutput.MultiOutputRegressor(inside(random, SIMPLE)),
    lambda random: multioutput.RegressorChain(inside(random, SIMPLE)),
]
POSITIVE = [
    lambda random: scaled(linear_model.PoissonRegressor()),
    lambda random: scaled(linear_model.GammaRegressor()),
    lambda random: scaled(linear_model.TweedieRegressor(power=1.5)),
    plainly(ensemble.HistGradientBoostingRegressor, max_iter=8, loss="poisson"),
    plainly(ensemble.HistGradientBoostingRegressor, max_iter=8, loss="gamma"),
    lambda random: TransformedTargetRegressor(inside(random, SIMPLE), func=np.log, inverse_func=np.exp),
]
LABELS = [
    plainly(tree.DecisionTreeClassifier, max_depth=4),
    plainly(ensemble.RandomForestClassifier, n_estimators=5, max_depth=4, random_state=0),
    lambda random: multioutput.MultiOutputClassifier(inside(random, ALONE)),
    lambda random: multioutput.ClassifierChain(logistic()),
]
WITHOUT_TARGET = [
    plainly(ensemble.IsolationForest, n_estimators=8, random_state=0),
    plainly(svm.OneClassSVM, nu=0.2),
    lambda random: scaled(cluster.KMeans(3, n_init=2, random_state=0)),
    lambda random: scaled(cluster.MiniBatchKMeans(3, n_init=2, random_state=0)),
]

# Where a library of boosters is there, its models as well.
if find_spec("xgboost"):
    import xgboost

    CLASSIFIERS.append(plainly(xgboost.XGBClassifier, n_estimators=4, max_depth=3, n_jobs=1))
    REGRESSORS.append(plainly(xgboost.XGBRegressor, n_estimators=4, max_depth=3, n_jobs=1))
if find_spec("lightgbm"):
    import lightgbm

    CLASSIFIERS.append(plainly(lightgbm.LGBMClassifier, n_estimators=4, verbose=-1, n_jobs=1))
    REGRESSORS.append(plainly(lightgbm.LGBMRegressor, n_estimators=4, verbose=-1, n_jobs=1))
if find_spec("catboost"):
    import catboost

    quiet = {"verbose": False, "thread_count": 1, "allow_writing_files": False}
    CLASSIFIERS.append(plainly(catboost.CatBoostClassifier, iterations=4, **quiet))
    REGRESSORS.append(plainly(catboost.CatBoostRegressor, iterations=4, **quiet))
