"""The first steps and models, and what they are composed with."""

import numpy as np
from frames import cabin, gaps, numbers, passengers, survived
from sklearn import (
    decomposition,
    discriminant_analysis,
    ensemble,
    feature_selection,
    linear_model,
    naive_bayes,
    neural_network,
    svm,
    tree,
)
from sklearn.compose import ColumnTransformer, make_column_selector, make_column_transformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
)

from . import case, classifier, logistic, regressor, step

NUMBERS = ["age", "fare"]
MEDIAN = SimpleImputer(strategy="median")
for strategy in ["mean", "median", "most_frequent", "constant"]:
    step(SimpleImputer, strategy, SimpleImputer(strategy=strategy), NUMBERS)
step(SimpleImputer, "indicators", SimpleImputer(add_indicator=True), NUMBERS)
step(
    SimpleImputer,
    "a number that means missing",
    make_pipeline(SimpleImputer(missing_values=3), OneHotEncoder(handle_unknown="ignore")),
    ["pclass"],
)
step(
    SimpleImputer,
    "numbers whose missing value is 3",
    SimpleImputer(missing_values=3, strategy="median", add_indicator=True),
    ["pclass", "fare"],
)
step(
    SimpleImputer,
    "texts, most frequent",
    make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")),
    ["port", "sex"],
)
step(
    SimpleImputer,
    "texts, constant and indicator",
    make_pipeline(SimpleImputer(strategy="constant", fill_value="?"), OneHotEncoder(handle_unknown="ignore")),
    ["port"],
)
step(
    SimpleImputer,
    "numbers that are categories",
    make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")),
    ["pclass"],
)
step(SimpleImputer, "after a scaler", make_pipeline(StandardScaler(), SimpleImputer()), NUMBERS)
step(MissingIndicator, "", FeatureUnion([("flag", MissingIndicator(features="all")), ("fill", MEDIAN)]), NUMBERS)
step(MissingIndicator, "texts", MissingIndicator(), ["port"])
step(StandardScaler, "", make_pipeline(MEDIAN, StandardScaler()), NUMBERS)
step(StandardScaler, "without mean", make_pipeline(StandardScaler(with_mean=False), MEDIAN), NUMBERS)
step(StandardScaler, "without deviation", make_pipeline(StandardScaler(with_std=False), MEDIAN), NUMBERS)
step(MinMaxScaler, "", make_pipeline(MEDIAN, MinMaxScaler((-1, 2))), NUMBERS)
step(MinMaxScaler, "clip", make_pipeline(MinMaxScaler(clip=True), MEDIAN), NUMBERS)
step(MaxAbsScaler, "", make_pipeline(MEDIAN, MaxAbsScaler()), NUMBERS)
step(Binarizer, "", make_pipeline(MEDIAN, Binarizer(threshold=25)), NUMBERS)
step(RobustScaler, "", make_pipeline(MEDIAN, RobustScaler()), NUMBERS)
step(RobustScaler, "without center", make_pipeline(MEDIAN, RobustScaler(with_centering=False)), NUMBERS)
LISTED = ["sex", "pclass", "port", "alone"]
step(OneHotEncoder, "error", OneHotEncoder(), LISTED)
step(OneHotEncoder, "ignore", OneHotEncoder(handle_unknown="ignore"), LISTED)
step(OneHotEncoder, "drop first", OneHotEncoder(drop="first", handle_unknown="ignore"), LISTED)
step(OneHotEncoder, "drop if binary", OneHotEncoder(drop="if_binary"), LISTED)
step(OneHotEncoder, "infrequent", OneHotEncoder(min_frequency=30, handle_unknown="infrequent_if_exist"), LISTED)
step(OneHotEncoder, "infrequent, at most 2", OneHotEncoder(max_categories=2, handle_unknown="ignore"), LISTED)
step(
    OneHotEncoder,
    "infrequent dropped",
    OneHotEncoder(max_categories=2, drop="first", handle_unknown="infrequent_if_exist"),
    LISTED,
)
step(
    OneHotEncoder,
    "given categories",
    OneHotEncoder(categories=[["male", "female", "other"]], handle_unknown="ignore"),
    ["sex"],
)
step(OrdinalEncoder, "error", make_pipeline(OrdinalEncoder(), SimpleImputer()), LISTED)
step(
    OrdinalEncoder,
    "unknown",
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-2),
    LISTED,
)
step(
    OrdinalEncoder,
    "infrequent",
    OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=99, max_categories=2, encoded_missing_value=7),
    LISTED,
)


def reduced(of, what="", **options):
    """Numbers, fewer of them, in front of a logistic regression."""

    @case("step", of, what)
    def make():
        X, y = numbers()
        return make_pipeline(of(**options), logistic()).fit(X, y), X


reduced(decomposition.PCA, n_components=2)
reduced(decomposition.PCA, "whiten", n_components=3, whiten=True)
reduced(decomposition.TruncatedSVD, n_components=2)
TREE = tree.DecisionTreeClassifier(random_state=0)
reduced(feature_selection.VarianceThreshold, threshold=0.5)
reduced(feature_selection.SelectKBest, k=2)
reduced(feature_selection.SelectPercentile, percentile=50)
reduced(feature_selection.SelectFpr)
reduced(feature_selection.SelectFdr)
reduced(feature_selection.SelectFwe)
reduced(feature_selection.GenericUnivariateSelect, mode="k_best", param=1)
reduced(feature_selection.SelectFromModel, estimator=TREE)
reduced(feature_selection.RFE, estimator=TREE, n_features_to_select=2)
reduced(feature_selection.RFECV, estimator=TREE, cv=2)
reduced(feature_selection.SequentialFeatureSelector, estimator=TREE, cv=2, n_features_to_select=1)


@case("step", feature_selection.VarianceThreshold, "in front of a forest, with missing cells")
def gone():
    X, y = gaps()
    X = np.c_[X, np.ones(len(X)), X[:, 0] * 1e-9]
    selected = feature_selection.VarianceThreshold(1e-12)
    return make_pipeline(selected, ensemble.RandomForestRegressor(5, random_state=0)).fit(X, y), X


# Composition.

PORTS = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore"))


def composed(what, parts, **options):
    """A column transformer in front of a logistic regression."""

    @case("composition", ColumnTransformer, what)
    def make():
        X = passengers()
        return make_pipeline(ColumnTransformer(parts, **options), logistic()).fit(X, survived(X)), X


composed("names", [("n", MEDIAN, ["fare", "age"]), ("p", PORTS, ["port"])])
composed("one name", [("n", MEDIAN, ["fare"]), ("f", "passthrough", ["pclass"])])
composed("positions", [("n", MEDIAN, [0, -5]), ("p", PORTS, [4])])
composed("slices", [("n", MEDIAN, slice(0, 2)), ("p", PORTS, slice("sex", "port"))])
composed("masks", [("n", MEDIAN, [True, True, False, False, False, True])])
composed(
    "selectors",
    [
        ("n", MEDIAN, make_column_selector(dtype_include="number")),
        ("p", PORTS, make_column_selector(dtype_exclude="number")),
    ],
)
composed("remainder", [("n", MEDIAN, ["age"]), ("p", PORTS, ["sex", "port"])], remainder="passthrough")
composed("remainder with a step", [("p", PORTS, ["sex", "port", "pclass"])], remainder=MEDIAN)
composed("drop", [("n", MEDIAN, ["age"]), ("d", "drop", ["fare"])], remainder="drop")
composed(
    "one column twice",
    [("n", "passthrough", ["pclass"]), ("o", OneHotEncoder(handle_unknown="ignore"), ["pclass", "alone"])],
    remainder="drop",
)


@case("composition", FeatureUnion)
def union():
    X, y = numbers()
    both = FeatureUnion([("a", StandardScaler()), ("b", "passthrough"), ("c", MinMaxScaler())])
    return make_pipeline(both, logistic()).fit(X, y), X


@case("composition", FunctionTransformer, "without a function")
def identity():
    X, y = numbers()
    return make_pipeline(FunctionTransformer(), "passthrough", logistic()).fit(X, y), X


@case("composition", Pipeline, "in a pipeline")
def nested():
    X, y = numbers()
    inner = Pipeline([("scale", StandardScaler()), ("off", None), ("on", "passthrough")])
    return Pipeline([("inner", inner), ("model", logistic())]).fit(X, y), X


@case("composition", GridSearchCV)
def grid():
    X, y = numbers()
    return GridSearchCV(logistic(), {"C": [0.1, 1]}, cv=2).fit(X, y), X


@case("composition", RandomizedSearchCV, "of a pipeline")
def randomized():
    X, y = numbers()
    model = make_pipeline(StandardScaler(), svm.LinearSVC())
    return RandomizedSearchCV(model, {"linearsvc__C": [0.1, 1]}, n_iter=1, cv=2).fit(X.to_numpy(), y), X.to_numpy()


# Models on numbers.


for of in [
    linear_model.LinearRegression, linear_model.Ridge, linear_model.RidgeCV, linear_model.Lasso, linear_model.LassoCV,
    linear_model.ElasticNet, linear_model.ElasticNetCV, linear_model.BayesianRidge, linear_model.ARDRegression,
    linear_model.SGDRegressor, linear_model.HuberRegressor, linear_model.Lars, linear_model.LassoLars,
    linear_model.OrthogonalMatchingPursuit, svm.LinearSVR,
]:  # fmt: skip
    regressor(of)
regressor(linear_model.LinearRegression, "without intercept", fit_intercept=False)
regressor(linear_model.QuantileRegressor, solver="highs")
regressor(linear_model.TheilSenRegressor, random_state=0, max_subpopulation=50)
regressor(linear_model.PoissonRegressor, positive=True)
regressor(linear_model.GammaRegressor, positive=True)
regressor(linear_model.TweedieRegressor, "power 1.5", positive=True, power=1.5)
regressor(linear_model.TweedieRegressor, "power 0", power=0)
LINEAR = [
    linear_model.LogisticRegression,
    linear_model.LogisticRegressionCV,
    linear_model.RidgeClassifier,
    linear_model.RidgeClassifierCV,
    linear_model.SGDClassifier,
    linear_model.Perceptron,
    svm.LinearSVC,
]
for of in LINEAR:
    classifier(of, "two classes", two=True)
    classifier(of, "three classes")
classifier(linear_model.LogisticRegression, "liblinear", two=True, solver="liblinear")
classifier(linear_model.SGDClassifier, "log_loss, two classes", two=True, loss="log_loss", random_state=0)
classifier(linear_model.SGDClassifier, "log_loss, three classes", loss="log_loss", random_state=0)

classifier(discriminant_analysis.LinearDiscriminantAnalysis, "two classes", two=True)
classifier(discriminant_analysis.LinearDiscriminantAnalysis, "three classes")
for activation in ["relu", "tanh", "logistic", "identity"]:
    sizes = {"hidden_layer_sizes": (7, 5), "random_state": 0, "max_iter": 60}
    classifier(neural_network.MLPClassifier, f"{activation}, three classes", activation=activation, **sizes)
classifier(neural_network.MLPClassifier, "two classes", two=True, **sizes)
regressor(neural_network.MLPRegressor, **sizes)

classifier(naive_bayes.GaussianNB, "two classes", two=True)
classifier(naive_bayes.GaussianNB, "three classes")
classifier(naive_bayes.MultinomialNB)
classifier(naive_bayes.ComplementNB)
classifier(naive_bayes.ComplementNB, "weights of one length", norm=True)
classifier(naive_bayes.BernoulliNB, binarize=2.5)


@case("composition", SimpleImputer, "nullable types of pandas")
def nullable():
    X = passengers()[["age", "fare", "pclass"]].convert_dtypes(convert_integer=True)
    return make_pipeline(SimpleImputer(), logistic()).fit(X, survived(passengers())), X


# Trees; those that scikit-learn predicts missing cells with are given some.


def trees(of, what="", missing=True, classes=None, **options):
    """Trees on an array with gaps, or without where the library refuses them."""

    @case("model", of, what)
    def make():
        X, y = gaps()
        X = X if missing else np.nan_to_num(X)
        y = np.digitize(y, np.quantile(y, np.linspace(0, 1, classes + 1)[1:-1])) if classes else y
        return of(random_state=0, **options).fit(X, y), X


trees(tree.DecisionTreeRegressor)
trees(tree.DecisionTreeRegressor, "best first", max_leaf_nodes=9)
trees(tree.DecisionTreeClassifier, "two classes", classes=2)
trees(
    tree.DecisionTreeClassifier,
    "three classes, pruned and weighted",
    classes=3,
    ccp_alpha=0.01,
    class_weight="balanced",
)
trees(tree.ExtraTreeRegressor, missing=False, max_depth=5)
trees(tree.ExtraTreeClassifier, missing=False, classes=3, max_depth=5)
trees(ensemble.RandomForestRegressor, n_estimators=7)
trees(ensemble.RandomForestClassifier, classes=3, n_estimators=7)
trees(ensemble.ExtraTreesRegressor, missing=False, n_estimators=7, max_depth=6)
trees(ensemble.ExtraTreesClassifier, missing=False, classes=2, n_estimators=7, max_depth=6)
for loss in ["squared_error", "absolute_error", "huber", "quantile"]:
    trees(ensemble.GradientBoostingRegressor, loss, missing=False, n_estimators=12, loss=loss)
trees(ensemble.GradientBoostingRegressor, "init zero", missing=False, n_estimators=5, init="zero")
trees(ensemble.GradientBoostingClassifier, "two classes", missing=False, classes=2, n_estimators=12)
trees(ensemble.GradientBoostingClassifier, "three classes", missing=False, classes=3, n_estimators=7)
trees(ensemble.GradientBoostingClassifier, "exponential", missing=False, classes=2, n_estimators=9, loss="exponential")
for loss in ["squared_error", "absolute_error", "poisson", "gamma", "quantile"]:
    quantile = {"quantile": 0.3} if loss == "quantile" else {}
    trees(ensemble.HistGradientBoostingRegressor, loss, max_iter=12, loss=loss, **quantile)
trees(ensemble.HistGradientBoostingClassifier, "two classes", classes=2, max_iter=9)
trees(ensemble.HistGradientBoostingClassifier, "three classes", classes=3, max_iter=6)


@case("model", ensemble.GradientBoostingClassifier, "a margin of 0")
def tie():
    X = np.repeat([[0.0], [1.0], [2.0]], 4, axis=0)
    y = np.array([0, 1] * 2 + [0] * 4 + [1] * 4)
    model = ensemble.GradientBoostingClassifier(init="zero", n_estimators=1).fit(X, y)
    assert 0 in model.decision_function(X)
    return model, X


@case("model", ensemble.HistGradientBoostingClassifier, "categories of the frame")
def categories():
    X = passengers(1000).astype({"sex": "category", "port": "category"}).drop(columns="alone")
    model = ensemble.HistGradientBoostingClassifier(categorical_features="from_dtype", max_iter=15)
    return model.fit(X, cabin(X)), X


@case("model", ensemble.HistGradientBoostingClassifier, "categories by name")
def named():
    X = passengers(1000)
    model = ensemble.HistGradientBoostingClassifier(categorical_features=["port", "pclass", "sex"], max_iter=15)
    return model.fit(X, survived(X)), X


@case("composition", ColumnTransformer, "in front of a forest")
def forest():
    X = passengers()
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    parts = make_column_transformer((encoder, ["sex", "port"]), remainder="passthrough")
    return make_pipeline(parts, ensemble.RandomForestClassifier(9, random_state=0)).fit(X, cabin(X)), X


@case("composition", OneHotEncoder, "None in place of texts")
def nothing():
    X = passengers()
    X["port"] = X.port.astype(object).where(X.port.notna(), None)
    model = make_pipeline(make_column_transformer((OneHotEncoder(handle_unknown="ignore"), ["port"])), logistic())
    return model.fit(X, survived(X) == "yes"), X
