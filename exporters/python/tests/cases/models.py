"""Models beyond the first: neighbours, machines with kernels, clusters, outliers, bags."""

import numpy as np
from frames import cabin, gaps, numbers, passengers, survived
from sklearn import (
    cluster,
    covariance,
    cross_decomposition,
    discriminant_analysis,
    dummy,
    ensemble,
    isotonic,
    kernel_approximation,
    linear_model,
    mixture,
    naive_bayes,
    neighbors,
    svm,
    tree,
)
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

from . import BOUNDS, CASES, case, classifier, logistic, regressor


def mixed():
    """Steps that make numbers of all columns of the passengers."""
    scaled = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    return make_column_transformer(
        (scaled, ["age", "fare"]), (OneHotEncoder(handle_unknown="ignore"), ["sex", "port", "pclass"])
    )


def piped(model, what="behind a scaler and a one-hot encoder", y=survived, rows=False, labels=False):
    """A model behind steps."""

    @case("model", type(model), what, rows, labels)
    def make():
        X = passengers()
        return make_pipeline(mixed(), model).fit(X, y(X)), X


def detector(of, what="", rows=False, **options):
    """A detector of outliers, on an array."""

    @case("model", of, what, rows)
    def make():
        X, _ = gaps()
        X = np.nan_to_num(X) * 20
        return of(**options).fit(X), X


@case("model", linear_model.SGDClassifier, "three classes, none of them likely")
def none_likely():
    # Above a margin of -745 a sigmoid is above 0.
    X, y = gaps()
    X = np.nan_to_num(X)[:, :3] * 1000
    model = linear_model.SGDClassifier(loss="log_loss", random_state=0).fit(X, np.digitize(y, [100, 200]))
    assert (model.decision_function(X) < -745).all(axis=1).any()
    return model, X


# Normal distributions.

classifier(discriminant_analysis.QuadraticDiscriminantAnalysis, "two classes", two=True)
classifier(discriminant_analysis.QuadraticDiscriminantAnalysis, "three classes")
classifier(discriminant_analysis.QuadraticDiscriminantAnalysis, "regularised", reg_param=0.3, store_covariance=True)
classifier(discriminant_analysis.QuadraticDiscriminantAnalysis, "eigen, shrinkage", solver="eigen", shrinkage="auto")
for kind in ["full", "tied", "diag", "spherical"]:
    classifier(mixture.GaussianMixture, kind, n_components=3, covariance_type=kind, random_state=0)


@case("model", naive_bayes.CategoricalNB)
def categories():
    X = np.random.default_rng(5).integers(0, 4, (120, 3)).astype(float)
    return naive_bayes.CategoricalNB().fit(X, (X[:, 0] + X[:, 1] > 3) + (X[:, 2] > 2)), X


@case("model", naive_bayes.CategoricalNB, "behind an ordinal encoder, more categories than it saw")
def ordinals():
    X = passengers()[["sex", "pclass", "alone"]]
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=3)
    return make_pipeline(encoder, naive_bayes.CategoricalNB(min_categories=4)).fit(X, cabin(passengers())), X


# Machines with kernels.

for kernel in ["linear", "poly", "rbf", "sigmoid"]:
    classifier(svm.SVC, f"{kernel}, two classes", two=True, rows=True, kernel=kernel)
    classifier(svm.SVC, f"{kernel}, three classes", rows=True, kernel=kernel, coef0=0.3)
    regressor(svm.SVR, kernel, rows=True, kernel=kernel, C=10)
classifier(svm.SVC, "one against one", rows=True, labels=True, decision_function_shape="ovo")
classifier(svm.SVC, "ties broken", rows=True, break_ties=True, C=0.01)
classifier(svm.SVC, "probabilities, two classes", two=True, rows=True, probability=True, random_state=0)
classifier(svm.SVC, "probabilities, three classes", rows=True, probability=True, random_state=0)
classifier(svm.NuSVC, "two classes", two=True, rows=True)
classifier(svm.NuSVC, "three classes", rows=True, nu=0.3)
classifier(svm.NuSVC, "probabilities", rows=True, nu=0.3, probability=True, random_state=0)
regressor(svm.NuSVR, rows=True)
detector(svm.OneClassSVM, rows=True, nu=0.2)
piped(svm.SVC(), rows=True)


@case("model", svm.SVC, "four classes, one against one", rows=True, labels=True)
def four():
    X, y = gaps()
    X = np.nan_to_num(X)
    return svm.SVC(decision_function_shape="ovo", C=20).fit(X, np.digitize(y, [90, 140, 200])), X


@case("model", svm.SVC, "margins of 0 and equal votes", rows=True)
def ties():
    X = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, 2.0], [-1.0, -1.0]])
    model = svm.SVC(kernel="linear", C=1).fit(X[:3], [0, 1, 2])
    assert (model.decision_function(X) % 1 == 0).any()
    return model, np.concatenate([X, X + 0.5, X - 0.25, X * 3])


# Neighbours.


def neighbours(of, what="", y=lambda y: y, **options):
    """Neighbours, no two of which are as far: which of these scikit-learn asks depends on its search."""

    @case("model", of, what, rows=True)
    def make():
        X, target = gaps()
        X = np.nan_to_num(X) + np.random.default_rng(2).normal(0, 1e-3, X.shape)
        return of(**options).fit(X, y(target)), X


for algorithm, weights in [("auto", "uniform"), ("auto", "distance"), ("ball_tree", "distance"), ("brute", "uniform")]:
    options = {"algorithm": algorithm, "weights": weights}
    neighbours(neighbors.KNeighborsRegressor, f"{algorithm}, {weights}", **options)
    neighbours(
        neighbors.KNeighborsClassifier, f"{algorithm}, {weights}", lambda y: np.digitize(y, [100, 180]), **options
    )
for metric in ["manhattan", "chebyshev", "sqeuclidean"]:
    search = {"algorithm": "brute"} if metric == "sqeuclidean" else {}
    neighbours(neighbors.KNeighborsRegressor, metric, metric=metric, **search)
neighbours(neighbors.KNeighborsRegressor, "p 3, distance", p=3, weights="distance")
neighbours(
    neighbors.KNeighborsRegressor,
    "brute, manhattan, distance",
    metric="cityblock",
    algorithm="brute",
    weights="distance",
)
neighbours(neighbors.KNeighborsClassifier, "p 1", lambda y: np.where(y > 140, "high", "low"), p=1, n_neighbors=4)
piped(neighbors.KNeighborsClassifier(7, weights="distance"), rows=True)
classifier(neighbors.NearestCentroid, "two classes", two=True)
classifier(neighbors.NearestCentroid, "three classes")
classifier(neighbors.NearestCentroid, "shrunken", shrink_threshold=0.3)
classifier(neighbors.NearestCentroid, "priors", priors=[0.2, 0.5, 0.3])
classifier(neighbors.NearestCentroid, "manhattan", labels=True, metric="manhattan")


# Clusters.

for of in [cluster.KMeans, cluster.MiniBatchKMeans]:
    classifier(of, n_clusters=4, n_init=2, random_state=0)
classifier(cluster.BisectingKMeans, labels=True, n_clusters=5, random_state=0)


@case("model", cluster.KMeans, "distances in front of a model")
def distances():
    X, y = numbers()
    return make_pipeline(StandardScaler(), cluster.KMeans(5, n_init=2, random_state=0), logistic()).fit(X, y), X


# Outliers.

detector(ensemble.IsolationForest, n_estimators=20, random_state=0)
detector(
    ensemble.IsolationForest, "some features, share of outliers", n_estimators=20, max_features=0.5, contamination=0.1,
    random_state=0,
)  # fmt: skip
detector(covariance.EllipticEnvelope, random_state=0)
detector(linear_model.SGDOneClassSVM, random_state=0)


@case("model", ensemble.IsolationForest, "missing cells")
def isolated():
    X, _ = gaps()
    return ensemble.IsolationForest(n_estimators=15, max_samples=64, contamination=0.2, random_state=1).fit(X), X


# Bags.

for base in [None, linear_model.LogisticRegression(max_iter=300), svm.LinearSVC(), naive_bayes.GaussianNB()]:
    what = type(base).__name__ if base else ""
    classifier(ensemble.BaggingClassifier, what, estimator=base, n_estimators=5, random_state=0)
classifier(
    ensemble.BaggingClassifier, "some features and rows", estimator=tree.DecisionTreeClassifier(max_depth=3),
    n_estimators=7, max_features=0.5, max_samples=0.5, bootstrap_features=True, random_state=0,
)  # fmt: skip
classifier(
    ensemble.BaggingClassifier, "classes that some never saw", estimator=tree.DecisionTreeClassifier(max_depth=3),
    n_estimators=9, max_samples=3, random_state=0,
)  # fmt: skip
classifier(ensemble.BaggingClassifier, "two classes, votes", two=True, estimator=svm.LinearSVC(), n_estimators=4)
regressor(ensemble.BaggingRegressor, n_estimators=5, random_state=0)
regressor(
    ensemble.BaggingRegressor, "of lines on some features", estimator=linear_model.Ridge(), n_estimators=5,
    max_features=4, random_state=0,
)  # fmt: skip
piped(ensemble.BaggingClassifier(n_estimators=5, random_state=0))
piped(
    ensemble.BaggingClassifier(make_pipeline(StandardScaler(), svm.SVC()), 3), "of machines behind a scaler", rows=True
)


@case("model", ensemble.BaggingRegressor, "missing cells")
def bag():
    X, y = gaps()
    return ensemble.BaggingRegressor(n_estimators=4, random_state=0).fit(X, y), X


# AdaBoost.

for two in [True, False]:
    what = "two classes" if two else "three classes"
    classifier(ensemble.AdaBoostClassifier, what, two=two, n_estimators=12, random_state=0)
classifier(ensemble.AdaBoostClassifier, "of linear models", estimator=linear_model.LogisticRegression(), n_estimators=5)
classifier(ensemble.AdaBoostClassifier, "of machines", estimator=svm.LinearSVC(), n_estimators=5, learning_rate=0.5)
piped(ensemble.AdaBoostClassifier(n_estimators=9, random_state=0))
regressor(ensemble.AdaBoostRegressor, n_estimators=8, random_state=0)
regressor(
    ensemble.AdaBoostRegressor, "of lines, exponential loss", estimator=linear_model.Ridge(), n_estimators=5,
    loss="exponential", random_state=0,
)  # fmt: skip
piped(ensemble.AdaBoostRegressor(n_estimators=6, random_state=0), y=lambda X: X.fare.to_numpy())


@case("model", ensemble.AdaBoostRegressor, "equal weights, half of them reached just so")
def halves():
    X, y = gaps()
    model = ensemble.AdaBoostRegressor(n_estimators=4, random_state=0).fit(np.nan_to_num(X), y)
    model.estimator_weights_ = np.ones(4)
    return model, np.nan_to_num(X)


# Linear models.

classifier(linear_model.SGDClassifier, "modified_huber, two classes", two=True, loss="modified_huber", random_state=0)
classifier(linear_model.SGDClassifier, "modified_huber, three classes", loss="modified_huber", random_state=0)
piped(linear_model.SGDClassifier(loss="modified_huber", random_state=0), "modified_huber, behind steps", y=cabin)
classifier(linear_model.PassiveAggressiveClassifier, "two classes", two=True, random_state=0)
classifier(linear_model.PassiveAggressiveClassifier, "three classes", random_state=0)
regressor(linear_model.PassiveAggressiveRegressor, random_state=0)


def single(of, what="", **options):
    """A model of several targets, of which there is one."""

    @case("model", of, what)
    def make():
        X, y = gaps()
        X = np.nan_to_num(X)
        return of(**options).fit(X, y[:, None]), X


for of in [linear_model.MultiTaskLasso, linear_model.MultiTaskElasticNet]:
    single(of, "one target")
for of in [linear_model.MultiTaskLassoCV, linear_model.MultiTaskElasticNetCV]:
    single(of, "one target", cv=2)
single(cross_decomposition.PLSRegression, "one target")
single(linear_model.Ridge, "one target, in a table")


for beyond in ["nan", "clip", "raise"]:
    for increasing in [True, False]:

        @case("model", isotonic.IsotonicRegression, f"{beyond}{'' if increasing else ', descending'}")
        def steps(beyond=beyond, increasing=increasing):
            X, y = gaps()
            X = np.nan_to_num(X[:, 2:3])
            return isotonic.IsotonicRegression(increasing=increasing, out_of_bounds=beyond).fit(X, y), X


# Constants.

for strategy in ["most_frequent", "prior", "constant"]:
    constant = {"constant": 1} if strategy == "constant" else {}
    classifier(dummy.DummyClassifier, strategy, strategy=strategy, **constant)
for strategy in ["mean", "median", "quantile", "constant"]:
    regressor(dummy.DummyRegressor, strategy, strategy=strategy, quantile=0.3, constant=7)


# Steps.


@case("step", kernel_approximation.RBFSampler)
def waves():
    X, y = numbers()
    return make_pipeline(kernel_approximation.RBFSampler(n_components=9, random_state=0), logistic()).fit(X, y), X


for kernel in ["rbf", "poly", "sigmoid", "linear"]:

    @case("step", kernel_approximation.Nystroem, kernel, rows=True)
    def landmarks(kernel=kernel):
        X, y = numbers()
        map = kernel_approximation.Nystroem(
            kernel=kernel, n_components=3 if kernel == "linear" else 7, gamma=0.05, random_state=0
        )
        return make_pipeline(map, logistic()).fit(X, y), X


# Ties: labels are the same there as well.


def tied(of, what, fit, rows=False):
    """A model of two classes with some margins that are just 0."""

    @case("model", of, what, rows)
    def make():
        X, y = numbers()
        model, X = fit(X.to_numpy(), np.where(y == 1, "versicolor", "other"))
        shares = getattr(model, "predict_proba", None)
        assert (shares(X) == 0.5).any() if shares else (model.decision_function(X) == 0).any()
        return model, X


def boosted(X, y):
    model = ensemble.AdaBoostClassifier(n_estimators=2, random_state=0).fit(X, y)
    model.estimator_weights_[:] = 1
    return model, X


def voted(X, y):
    return ensemble.BaggingClassifier(svm.LinearSVC(), n_estimators=2, max_samples=9, random_state=0).fit(X, y), X


def cut(X, y):
    model = linear_model.SGDClassifier(loss="modified_huber", fit_intercept=False, random_state=0).fit(X, y)
    return model, np.concatenate([X, X * 0.01, X[:3] * 0])


def isolated_ties(X, y):
    X = X[:101]
    return ensemble.IsolationForest(n_estimators=10, contamination=0.1, random_state=0).fit(X), X


tied(ensemble.AdaBoostClassifier, "equal votes", boosted)
tied(ensemble.BaggingClassifier, "equal votes", voted)
tied(linear_model.SGDClassifier, "modified_huber, margins of 0", cut)
tied(ensemble.IsolationForest, "rows on the bound", isolated_ties)


@case("model", linear_model.SGDClassifier, "modified_huber, no class is likely")
def unlikely():
    X, y = numbers()
    model = linear_model.SGDClassifier(loss="modified_huber", random_state=0).fit(X, y)
    model.intercept_ -= model.decision_function(X).max(axis=1).mean() + 1
    assert (model.predict_proba(X) == 1 / 3).all(axis=1).any()
    return model, X


# Several targets.

for of, options in [
    (neighbors.KNeighborsRegressor, {"n_neighbors": 3}),
    (dummy.DummyRegressor, {}),
    (linear_model.MultiTaskLasso, {}),
    (cross_decomposition.PLSRegression, {}),
]:

    @case("model", of, "two targets", rows=of is neighbors.KNeighborsRegressor)
    def both(of=of, options=options):
        X, y = gaps()
        X = np.nan_to_num(X) + np.random.default_rng(2).normal(0, 1e-3, X.shape)
        return of(**options).fit(X, np.c_[y, X[:, 0] - 2 * X[:, 3]]), X


# LIBSVM's products go through BLAS: their last bits hang on the machine and on where rows lie in memory.
BOUNDS.update({name: 1e-11 for name in CASES if name.startswith(("SVC", "NuSVC", "SVR", "NuSVR", "OneClassSVM"))})
