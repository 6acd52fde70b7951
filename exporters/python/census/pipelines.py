"""The pipelines of the census: what formats and tutorials show, on the data that scikit-learn brings and the Titanic.

A row each: a name, the data it is fitted on, and the estimator. Numbers that the solver draws are seeded."""

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import (
    AdaBoostClassifier,
    AdaBoostRegressor,
    BaggingClassifier,
    BaggingRegressor,
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    IsolationForest,
    RandomForestClassifier,
    RandomForestRegressor,
    StackingClassifier,
    StackingRegressor,
    VotingClassifier,
    VotingRegressor,
)
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, SelectPercentile, VarianceThreshold, f_regression
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.linear_model import (
    BayesianRidge,
    ElasticNet,
    GammaRegressor,
    HuberRegressor,
    Lasso,
    LinearRegression,
    LogisticRegression,
    LogisticRegressionCV,
    Perceptron,
    PoissonRegressor,
    Ridge,
    RidgeClassifier,
    SGDClassifier,
    SGDRegressor,
    TweedieRegressor,
)
from sklearn.model_selection import GridSearchCV
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.multioutput import MultiOutputClassifier, MultiOutputRegressor
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    Binarizer,
    FunctionTransformer,
    KBinsDiscretizer,
    MaxAbsScaler,
    MinMaxScaler,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    SplineTransformer,
    StandardScaler,
    TargetEncoder,
)
from sklearn.svm import SVC, SVR, LinearSVC, LinearSVR, NuSVC, NuSVR, OneClassSVM
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

NUMBERS, TEXTS = ["Age", "SibSp", "Parch", "Fare"], ["Sex", "Embarked"]


def median(*steps):
    return make_pipeline(SimpleImputer(strategy="median"), *steps)


def hot(**options):
    return OneHotEncoder(handle_unknown="ignore", **options)


def ordinal(**options):
    return OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, **options)


def logistic(**options):
    return LogisticRegression(max_iter=2000, **options)


def table(numbers, texts, model):
    """Numbers and texts of the Titanic, each prepared, in front of a model."""
    return make_pipeline(ColumnTransformer([("numbers", numbers, NUMBERS), ("texts", texts, TEXTS)]), model)


def usual(model):
    """The preprocessing of every tutorial."""
    return table(median(StandardScaler()), hot(), model)


def forest(of=RandomForestClassifier, **options):
    return of(**{"n_estimators": 20, "max_depth": 6, "random_state": 0, **options})


def voters():
    return [("l", logistic()), ("t", DecisionTreeClassifier(max_depth=3)), ("b", GaussianNB())]


def regressors():
    return [("l", Ridge()), ("t", DecisionTreeRegressor(max_depth=3)), ("f", forest(RandomForestRegressor))]


def scaled(model):
    return make_pipeline(StandardScaler(), model)


TITANIC = {
    "impute, scale, one-hot, logistic": usual(logistic()),
    "impute with indicators": table(SimpleImputer(add_indicator=True), hot(), logistic()),
    "impute the commonest": table(median(), make_pipeline(SimpleImputer(strategy="most_frequent"), hot()), logistic()),
    "impute a text": table(
        median(), make_pipeline(SimpleImputer(strategy="constant", fill_value="?"), hot()), logistic()
    ),
    "missing indicator in a union": table(
        FeatureUnion([("flag", MissingIndicator(features="all")), ("fill", SimpleImputer())]), hot(), logistic()
    ),
    "min-max, ordinal, forest": table(median(MinMaxScaler()), ordinal(), forest()),
    "robust, one-hot, gradient boosting": table(
        median(RobustScaler()), hot(), GradientBoostingClassifier(n_estimators=20)
    ),
    "passed through, histogram boosting": table("passthrough", ordinal(), HistGradientBoostingClassifier(max_iter=20)),
    "histogram boosting with categories": table(
        "passthrough",
        ordinal(encoded_missing_value=-1),
        HistGradientBoostingClassifier(max_iter=20, categorical_features=[4, 5]),
    ),
    "one-hot, drop first": table(median(), OneHotEncoder(drop="first", handle_unknown="ignore"), logistic()),
    "one-hot, infrequent": table(median(), hot(min_frequency=100), logistic()),
    "target encoder": table(median(), TargetEncoder(random_state=0), logistic()),
    "bins, one-hot": table(median(KBinsDiscretizer(4, encode="onehot")), hot(), logistic()),
    "bins, ordinal, tree": table(
        median(KBinsDiscretizer(4, encode="ordinal")), hot(), DecisionTreeClassifier(max_depth=5)
    ),
    "bins by k-means": table(median(KBinsDiscretizer(4, strategy="kmeans", encode="onehot-dense")), hot(), logistic()),
    "power transform, yeo-johnson": table(median(PowerTransformer()), hot(), logistic()),
    "power transform, box-cox": table(median(MinMaxScaler((1, 2)), PowerTransformer("box-cox")), hot(), logistic()),
    "quantiles, uniform": table(median(QuantileTransformer(n_quantiles=50)), hot(), logistic()),
    "quantiles, normal": table(
        median(QuantileTransformer(n_quantiles=50, output_distribution="normal")), hot(), logistic()
    ),
    "polynomial": table(median(StandardScaler(), PolynomialFeatures(2)), hot(), logistic()),
    "splines": table(median(SplineTransformer()), hot(), logistic()),
    "log1p by a function": table(median(FunctionTransformer(np.log1p)), hot(), logistic()),
    "binarized": table(median(Binarizer(threshold=10)), hot(), logistic()),
    "normalized rows": table(median(Normalizer()), hot(), logistic()),
    "selector of the best": make_pipeline(usual("passthrough")[:-1], SelectKBest(k=5), logistic()),
    "remainder passed through": make_pipeline(
        ColumnTransformer([("n", median(), NUMBERS), ("t", hot(), TEXTS)], remainder="passthrough"), logistic()
    ),
    "columns by selector": make_pipeline(
        ColumnTransformer(
            [
                ("n", median(StandardScaler()), make_column_selector(dtype_include="number")),
                ("t", hot(), make_column_selector(dtype_exclude="number")),
            ]
        ),
        forest(ExtraTreesClassifier),
    ),
    "grid search": GridSearchCV(usual(logistic()), {"logisticregression__C": [0.1, 1]}, cv=2),
    "MLP on the usual": usual(MLPClassifier((8,), max_iter=300, random_state=0)),
    "SVC on the usual": usual(SVC()),
    "linear SVC on the usual": usual(LinearSVC()),
    "neighbours on the usual": usual(KNeighborsClassifier(7)),
    "stacking on the usual": usual(StackingClassifier(voters(), logistic(), cv=2)),
    "voting on the usual": usual(VotingClassifier(voters(), voting="soft")),
    "calibrated SVC on the usual": usual(CalibratedClassifierCV(LinearSVC(), cv=2)),
    "AdaBoost on the usual": usual(AdaBoostClassifier(n_estimators=10, random_state=0)),
    "bagging on the usual": usual(BaggingClassifier(DecisionTreeClassifier(max_depth=4), 8, random_state=0)),
    "naive Bayes on the usual": usual(BernoulliNB()),
}

IRIS = {
    "logistic": logistic(),
    "logistic, cross-validated": LogisticRegressionCV(max_iter=2000, cv=2),
    "logistic against the rest": OneVsRestClassifier(logistic()),
    "logistic one against one": OneVsOneClassifier(logistic()),
    "SGD, log loss": scaled(SGDClassifier(loss="log_loss", random_state=0)),
    "SGD, hinge": scaled(SGDClassifier(random_state=0)),
    "SGD, modified huber": scaled(SGDClassifier(loss="modified_huber", random_state=0)),
    "perceptron": scaled(Perceptron()),
    "ridge classifier": RidgeClassifier(),
    "linear SVC": make_pipeline(MaxAbsScaler(), LinearSVC()),
    "LDA": LinearDiscriminantAnalysis(),
    "QDA": QuadraticDiscriminantAnalysis(),
    "Gaussian naive Bayes": GaussianNB(),
    "multinomial naive Bayes": MultinomialNB(),
    "complement naive Bayes": ComplementNB(),
    "tree": DecisionTreeClassifier(max_depth=4),
    "extra trees": forest(ExtraTreesClassifier),
    "gradient boosting": GradientBoostingClassifier(n_estimators=10, max_depth=2),
    "histogram boosting": HistGradientBoostingClassifier(max_iter=10),
    "AdaBoost": AdaBoostClassifier(n_estimators=8, random_state=0),
    "bagged trees": BaggingClassifier(DecisionTreeClassifier(max_depth=3), 8, random_state=0),
    "bagged logistic": BaggingClassifier(logistic(), 4, random_state=0, max_features=0.75),
    "MLP, tanh": scaled(MLPClassifier((6,), activation="tanh", max_iter=300, random_state=0)),
    "MLP, logistic": scaled(MLPClassifier((6, 5), activation="logistic", max_iter=300, random_state=0)),
    "neighbours": KNeighborsClassifier(3),
    "neighbours by distance": KNeighborsClassifier(5, weights="distance"),
    "SVC, rbf": scaled(SVC()),
    "SVC, polynomial": scaled(SVC(kernel="poly", degree=2)),
    "NuSVC": scaled(NuSVC()),
    "calibrated SVC": CalibratedClassifierCV(LinearSVC(), cv=2),
    "calibrated by isotonic regression": CalibratedClassifierCV(GaussianNB(), method="isotonic", cv=2),
    "voting, soft": VotingClassifier(voters(), voting="soft", weights=[1, 2, 3]),
    "voting, hard": VotingClassifier(voters()),
    "stacking": StackingClassifier(voters(), logistic(), cv=2),
    "k-means": KMeans(3, n_init=1, random_state=0),
    "mini-batch k-means": scaled(MiniBatchKMeans(3, n_init=1, random_state=0)),
    "isolation forest": IsolationForest(n_estimators=20, max_samples=64, random_state=0),
    "one-class SVM": scaled(OneClassSVM(nu=0.1)),
    "bins, tree": make_pipeline(KBinsDiscretizer(3, encode="onehot-dense"), DecisionTreeClassifier(max_depth=4)),
    "clipped": make_pipeline(MinMaxScaler(clip=True), logistic()),
    "variance threshold": make_pipeline(VarianceThreshold(0.3), logistic()),
    "dummy": DummyClassifier(strategy="prior"),
}

WINE = {
    "PCA, logistic": scaled(make_pipeline(PCA(3), logistic())),
    "PCA, whitened": scaled(make_pipeline(PCA(3, whiten=True), logistic())),
    "SVD, logistic": make_pipeline(TruncatedSVD(3), logistic()),
    "union of PCA and the best": scaled(
        make_pipeline(FeatureUnion([("p", PCA(2)), ("b", SelectKBest(k=3))]), logistic())
    ),
    "forest": forest(),
    "normalized, SVC": make_pipeline(Normalizer("l1"), SVC()),
    "QDA of components": scaled(make_pipeline(PCA(4), QuadraticDiscriminantAnalysis())),
}

CANCER = {
    "logistic": scaled(logistic()),
    "forest": forest(),
    "forest, many trees": forest(n_estimators=100, max_depth=None),
    "gradient boosting": GradientBoostingClassifier(n_estimators=30),
    "histogram boosting": HistGradientBoostingClassifier(max_iter=30),
    "MLP": scaled(MLPClassifier((16, 8), max_iter=300, random_state=0)),
    "SVC": scaled(SVC()),
    "half of the columns": scaled(make_pipeline(SelectPercentile(percentile=50), logistic())),
    "ridge classifier": RidgeClassifier(),
    "LDA": LinearDiscriminantAnalysis(),
    "several answers": MultiOutputClassifier(logistic()),
}

DIABETES = {
    "linear": LinearRegression(),
    "ridge": Ridge(),
    "lasso": Lasso(0.1),
    "elastic net": ElasticNet(0.01),
    "Huber": HuberRegressor(max_iter=1000),
    "Bayesian ridge": BayesianRidge(),
    "SGD": scaled(SGDRegressor(random_state=0)),
    "linear SVR": LinearSVR(max_iter=10000),
    "Poisson": PoissonRegressor(),
    "Gamma": GammaRegressor(),
    "Tweedie": TweedieRegressor(power=1.5),
    "tree": DecisionTreeRegressor(max_depth=5),
    "forest": forest(RandomForestRegressor),
    "extra trees": forest(ExtraTreesRegressor),
    "gradient boosting": GradientBoostingRegressor(n_estimators=20),
    "gradient boosting, Huber": GradientBoostingRegressor(n_estimators=20, loss="huber"),
    "histogram boosting": HistGradientBoostingRegressor(max_iter=20),
    "histogram boosting, Poisson": HistGradientBoostingRegressor(max_iter=20, loss="poisson"),
    "AdaBoost": AdaBoostRegressor(DecisionTreeRegressor(max_depth=3), n_estimators=10, random_state=0),
    "bagging": BaggingRegressor(DecisionTreeRegressor(max_depth=3), 8, random_state=0),
    "MLP": scaled(MLPRegressor(hidden_layer_sizes=(8,), max_iter=300, random_state=0)),
    "neighbours": KNeighborsRegressor(5),
    "SVR": scaled(SVR()),
    "NuSVR": scaled(NuSVR()),
    "polynomial, PCA": make_pipeline(PolynomialFeatures(2), PCA(5), LinearRegression()),
    "splines": make_pipeline(SplineTransformer(n_knots=4), Ridge()),
    "best columns": make_pipeline(SelectKBest(f_regression, k=4), LinearRegression()),
    "voting": VotingRegressor(regressors()),
    "stacking": StackingRegressor(regressors(), Ridge(), cv=2),
    "logarithm of the target": TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1),
    "several answers": MultiOutputRegressor(Ridge()),
    "dummy": DummyRegressor(strategy="median"),
}

DIGITS = {
    "logistic": make_pipeline(MinMaxScaler(), logistic()),
    "forest": forest(),
    "MLP": make_pipeline(MinMaxScaler(), MLPClassifier((16,), max_iter=200, random_state=0)),
    "PCA, SVC": scaled(make_pipeline(PCA(12), SVC())),
    "categorical naive Bayes": CategoricalNB(min_categories=17),
    "Bernoulli naive Bayes": BernoulliNB(binarize=8),
}

NAMES = {
    "counts of words, naive Bayes": make_pipeline(CountVectorizer(), MultinomialNB()),
    "tf-idf, logistic": make_pipeline(TfidfVectorizer(min_df=3), logistic()),
    "pairs of words": make_pipeline(CountVectorizer(ngram_range=(1, 2), min_df=5, binary=True), logistic()),
    "a text beside numbers": make_pipeline(
        ColumnTransformer([("n", median(StandardScaler()), NUMBERS), ("t", TfidfVectorizer(max_features=50), "Name")]),
        logistic(),
    ),
}

PIPELINES = [
    (f"{data}: {name}", data, model)
    for data, models in {
        "titanic": TITANIC,
        "iris": IRIS,
        "wine": WINE,
        "breast cancer": CANCER,
        "diabetes": DIABETES,
        "digits": DIGITS,
        "names": NAMES,
    }.items()
    for name, model in models.items()
]
