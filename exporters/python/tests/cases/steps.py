"""Steps that bend numbers, and options of the first ones."""

import numpy as np
import pandas as pd
import pytest
from frames import cabin, gaps, numbers, passengers, survived
from scipy import special
from sklearn import ensemble, linear_model, preprocessing
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_transformer
from sklearn.decomposition import IncrementalPCA
from sklearn.impute import SimpleImputer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    SplineTransformer,
    StandardScaler,
    TargetEncoder,
)
from sklearn.tree import DecisionTreeRegressor

from . import case, logistic, step

NUMBERS = ["age", "fare"]
MEDIAN = SimpleImputer(strategy="median")


def bent(of, what, made, columns=NUMBERS):
    """A step behind an imputer, scaled, in front of a logistic regression."""
    step(of, what, make_pipeline(MEDIAN, made, StandardScaler()), columns)


for norm in ["l1", "l2", "max"]:
    step(Normalizer, norm, make_pipeline(MEDIAN, Normalizer(norm)), ["age", "fare", "pclass"])


@case("step", Normalizer, "a row of zeros")
def zeros():
    X, y = numbers()
    X = X.to_numpy() - X.to_numpy()[0]
    return make_pipeline(Normalizer(), logistic()).fit(X, y), X


bent(PowerTransformer, "yeo-johnson", PowerTransformer())
step(PowerTransformer, "missing cells", make_pipeline(PowerTransformer(), MEDIAN), NUMBERS)
bent(PowerTransformer, "yeo-johnson, not standardized", PowerTransformer(standardize=False))
bent(PowerTransformer, "box-cox, not standardized", PowerTransformer("box-cox", standardize=False), ["fare"])
step(PowerTransformer, "box-cox", make_pipeline(PowerTransformer("box-cox"), MEDIAN), ["fare"])


@case("step", PowerTransformer, "negative numbers")
def negative():
    X, y = gaps()
    model = make_pipeline(PowerTransformer(), SimpleImputer(), linear_model.Ridge())
    return model.fit(X * 100, y), X * 100


for output in ["uniform", "normal"]:
    quantiles = QuantileTransformer(n_quantiles=50, output_distribution=output, random_state=0)
    bent(QuantileTransformer, output, quantiles, [*NUMBERS, "pclass"])
    step(QuantileTransformer, f"{output}, missing cells", make_pipeline(quantiles, MEDIAN), NUMBERS)

    @case("step", QuantileTransformer, f"{output}, many equal numbers, in front of a forest")
    def equal(quantiles=quantiles):
        X, y = gaps()
        X = np.c_[np.round(X[:, :4], 2), np.maximum(X[:, 4:6], 0), np.ones(len(X))]
        return make_pipeline(quantiles, SimpleImputer(), linear_model.Ridge()).fit(X, y), X


def targets(of, what, y, columns, missing=True):
    """Means of a target, in front of a regression or a classification."""

    @case("step", of, what)
    def make():
        X = passengers().drop(columns="alone")
        X = X if missing else X.fillna({"port": "S"})
        truth = y(X)
        last = linear_model.Ridge() if truth.dtype == float else logistic()
        parts = ColumnTransformer([("it", TargetEncoder(random_state=0), columns)])
        return make_pipeline(parts, last).fit(X, truth), X


targets(TargetEncoder, "binary", survived, ["sex", "port", "pclass"])
targets(TargetEncoder, "multiclass", cabin, ["sex", "port", "pclass"])
targets(TargetEncoder, "continuous", lambda X: X.fare.to_numpy(), ["port", "pclass"])
targets(TargetEncoder, "missing cells that are new", survived, ["port"], missing=False)


for encode in ["onehot", "onehot-dense", "ordinal"]:
    for strategy in ["uniform", "quantile", "kmeans"]:
        bins = KBinsDiscretizer(4, encode=encode, strategy=strategy)
        step(KBinsDiscretizer, f"{encode}, {strategy}", make_pipeline(MEDIAN, bins), NUMBERS)
step(KBinsDiscretizer, "other numbers of bins", KBinsDiscretizer([2, 3]), ["fare", "pclass"])


@case("step", KBinsDiscretizer, "one value")
def one_value():
    X, y = numbers()
    X = np.c_[X, np.ones(len(X))]
    return make_pipeline(KBinsDiscretizer(3, strategy="uniform"), logistic()).fit(X, y), X


bent(PolynomialFeatures, "", PolynomialFeatures())
bent(PolynomialFeatures, "degree 3 without bias", PolynomialFeatures(3, include_bias=False))
interactions = PolynomialFeatures(3, interaction_only=True)
bent(PolynomialFeatures, "interactions of three", interactions, [*NUMBERS, "pclass"])
bent(PolynomialFeatures, "interactions, more than features", PolynomialFeatures(4, interaction_only=True))
bent(PolynomialFeatures, "degrees 2 to 3", PolynomialFeatures((2, 3)), [*NUMBERS, "pclass"])
bent(PolynomialFeatures, "degree 0 and 1", PolynomialFeatures((0, 1)))


for extrapolation in ["error", "constant", "linear", "continue", "periodic"]:
    for degree in range(5):
        splines = SplineTransformer(n_knots=5, degree=degree, extrapolation=extrapolation, include_bias=degree % 2 == 0)
        columns = ["fare"] if extrapolation == "linear" and degree < 2 else NUMBERS
        step(SplineTransformer, f"{extrapolation}, degree {degree}", make_pipeline(MEDIAN, splines), columns)
step(
    SplineTransformer,
    "knots at quantiles, without bias",
    make_pipeline(MEDIAN, SplineTransformer(6, knots="quantile", include_bias=False)),
    NUMBERS,
)
step(SplineTransformer, "given knots", SplineTransformer(degree=2, knots=np.array([[1.0], [2], [8], [50]])), ["fare"])
step(SplineTransformer, "sparse", SplineTransformer(degree=2, extrapolation="linear", sparse_output=True), ["fare"])
for extrapolation in ["constant", "linear", "continue", "periodic"]:

    @case("step", SplineTransformer, f"missing is 0, {extrapolation}")
    def filled(extrapolation=extrapolation):
        pytest.importorskip("sklearn", "1.8")
        X, y = gaps()
        splines = SplineTransformer(degree=2, handle_missing="zeros", extrapolation=extrapolation)
        return make_pipeline(splines, linear_model.Ridge()).fit(X, y), X


for of in [
    np.log, np.log1p, np.log10, np.log2, np.exp, np.expm1, np.exp2, np.sqrt, np.cbrt, np.square, np.abs, np.sign,
    np.sin, np.cos, np.tan, np.tanh, np.arctan, np.arcsinh, np.sinh, np.reciprocal, np.floor, np.ceil, np.trunc,
    np.rint, np.round, np.negative, np.radians, np.degrees,
]:  # fmt: skip

    @case("step", FunctionTransformer, f"np.{of.__name__}")
    def function(of=of):
        X, y = numbers()
        # Of which some have no logarithm where rows are made up.
        X = X if of in (np.log, np.log10, np.log2, np.sqrt, np.reciprocal) else X - 0.5
        return make_pipeline(FunctionTransformer(of), StandardScaler(), linear_model.Ridge()).fit(X, y), X


@case("step", FunctionTransformer, "np.log of 0")
def zero():
    # 0 is what is asked about far below a column between 11 and 12.
    X, y = gaps()
    X = np.c_[np.linspace(11, 12, len(y)), np.nan_to_num(X[:, 2]) + 1]
    return make_pipeline(FunctionTransformer(np.log), linear_model.Ridge()).fit(X, y), X


step(FunctionTransformer, "np.log, then an imputer", make_pipeline(FunctionTransformer(np.log), MEDIAN), NUMBERS)
step(FunctionTransformer, "np.round to decimals", FunctionTransformer(np.round, kw_args={"decimals": -1}), ["fare"])
step(FunctionTransformer, "np.clip", FunctionTransformer(np.clip, kw_args={"a_min": 3, "a_max": 20}), ["fare"])
step(FunctionTransformer, "np.isnan", FunctionTransformer(np.isnan), ["age"])
validated = make_pipeline(FunctionTransformer(np.sqrt, validate=True), MEDIAN)
step(FunctionTransformer, "validated", validated, ["fare"])


@case("step", FunctionTransformer, "np.arcsin of a share")
def share():
    X, y = numbers()
    X = X.to_numpy() / 8
    return make_pipeline(FunctionTransformer(np.arcsin), linear_model.Ridge()).fit(X, y), X


@case("step", FunctionTransformer, "infinite numbers, in front of a histogram")
def histogram():
    X, y = numbers()
    model = ensemble.HistGradientBoostingClassifier(max_iter=5)
    return make_pipeline(FunctionTransformer(np.log), model).fit(X - 1, y), X - 1


# The target.


def turned(what, **options):
    """A regression of a bent target."""

    @case("composition", TransformedTargetRegressor, what)
    def make():
        X, y = gaps()
        X = np.nan_to_num(X)
        regressor = options.pop("regressor", None)
        return TransformedTargetRegressor(regressor or linear_model.Ridge(0.1), **options).fit(X, y), X


turned("nothing")
turned("np.log1p", func=np.log1p, inverse_func=np.expm1)
turned("np.sqrt", func=np.sqrt, inverse_func=np.square)
turned("scipy.special.expit", func=lambda y: special.logit(y / 400), inverse_func=special.expit)
turned("a tree of logarithms", func=np.log, inverse_func=np.exp, regressor=DecisionTreeRegressor(max_depth=4))
turned("of Poisson", func=np.sqrt, inverse_func=np.square, regressor=linear_model.PoissonRegressor())
turned("StandardScaler", transformer=StandardScaler())
turned("MinMaxScaler", transformer=preprocessing.MinMaxScaler())
turned("MaxAbsScaler", transformer=preprocessing.MaxAbsScaler())
turned("RobustScaler", transformer=preprocessing.RobustScaler())
turned("PowerTransformer", transformer=PowerTransformer())
turned("PowerTransformer, box-cox", transformer=PowerTransformer("box-cox", standardize=False))
for output in ["uniform", "normal"]:
    transformer = QuantileTransformer(n_quantiles=40, output_distribution=output)
    turned(f"QuantileTransformer, {output}", transformer=transformer)
turned("a pipeline", transformer=make_pipeline(FunctionTransformer(np.log, np.exp), StandardScaler()))


# More options.


@case("step", SimpleImputer, "an empty column that is kept")
def kept():
    X, y = gaps()
    X[:, 2] = np.nan
    model = make_pipeline(SimpleImputer(keep_empty_features=True, add_indicator=True), linear_model.Ridge())
    return model.fit(X, y), X


@case("step", SimpleImputer, "an empty column that goes")
def gone():
    X, y = gaps()
    X[:, 2] = np.nan
    return make_pipeline(SimpleImputer(), linear_model.Ridge()).fit(X, y), X


LISTED = ["sex", "pclass", "port"]
unknown = {"handle_unknown": "use_encoded_value", "unknown_value": -1}
step(OrdinalEncoder, "rare by count", OrdinalEncoder(min_frequency=40, encoded_missing_value=-2, **unknown), LISTED)
step(OrdinalEncoder, "rare by share", OrdinalEncoder(min_frequency=0.2, encoded_missing_value=9, **unknown), LISTED)
names = {"feature_name_combiner": lambda feature, category: f"{feature}={category}"}
step(OneHotEncoder, "names of its own", OneHotEncoder(handle_unknown="ignore", **names), LISTED)


@case("step", OneHotEncoder, "warn")
def warned():
    pytest.importorskip("sklearn", "1.6")
    X = passengers()
    parts = make_column_transformer((OneHotEncoder(handle_unknown="warn", min_frequency=30), LISTED))
    return make_pipeline(parts, logistic()).fit(X, survived(X)), X


@case("step", IncrementalPCA)
def incremental():
    X, y = numbers()
    return make_pipeline(IncrementalPCA(2, batch_size=30), logistic()).fit(X, y), X


@case("step", IncrementalPCA, "whiten")
def whitened():
    X, y = numbers()
    return make_pipeline(IncrementalPCA(3, batch_size=30, whiten=True), logistic()).fit(X, y), X


@case("composition", FeatureUnion, "weights")
def weights():
    X, y = numbers()
    parts = [("a", StandardScaler()), ("b", "passthrough"), ("c", "drop")]
    both = FeatureUnion(parts, transformer_weights={"a": 0.25, "b": 3})
    return make_pipeline(both, logistic()).fit(X, y), X


@case("composition", ColumnTransformer, "weights")
def weighted():
    X = passengers()
    parts = [("n", MEDIAN, NUMBERS), ("p", "passthrough", ["pclass"]), ("o", OneHotEncoder(), ["sex"])]
    both = ColumnTransformer(parts, transformer_weights={"n": 0.1, "o": 2})
    return make_pipeline(both, logistic()).fit(X, survived(X)), X


@case("composition", ColumnTransformer, "pandas between the steps")
def frames():
    X = passengers()
    first = make_column_transformer((MEDIAN, NUMBERS), (TargetEncoder(), ["port"]), remainder="passthrough")
    first.set_params(verbose_feature_names_out=False)
    second = make_column_transformer((SplineTransformer(4), ["fare"]), (OneHotEncoder(), ["sex"]), remainder="drop")
    model = make_pipeline(first, second, logistic())
    second.set_params(onehotencoder__sparse_output=False)
    return model.set_output(transform="pandas").fit(X, survived(X)), X


@case("composition", ColumnTransformer, "polynomials of the remainder")
def remainder():
    X = passengers().drop(columns=["sex", "port", "alone"]).fillna({"age": 30})
    rest = make_pipeline(StandardScaler(), PolynomialFeatures())
    model = make_pipeline(make_column_transformer((OneHotEncoder(), ["pclass"]), remainder=rest), logistic())
    return model.fit(X, survived(passengers())), pd.DataFrame(X)
