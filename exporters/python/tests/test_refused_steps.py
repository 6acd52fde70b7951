"""Steps whose options are not read or whose attributes were tampered with are refused by name."""

import numpy as np
import pytest
from frames import gaps, numbers, passengers, survived
from sklearn import linear_model, preprocessing
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.pipeline import FeatureUnion, make_pipeline
from test_refused import refused


def behind(step, change=lambda step: None):
    """A regression behind a step that is changed after it was fitted."""
    X, y = numbers()
    model = make_pipeline(step, linear_model.Ridge()).fit(X, y)
    change(model[0])
    return model, X


def entry(name, value, *at):
    """Changes an attribute, or an entry of it."""

    def change(step):
        if not at:
            return setattr(step, name, value)
        of = getattr(step, name)
        for i in at[:-1]:
            of = of[i] if isinstance(i, int) else getattr(of, i)
        of[at[-1]] = value

    return change


QUANTILES = preprocessing.QuantileTransformer(n_quantiles=10)
SPLINES = preprocessing.SplineTransformer
BINS = preprocessing.KBinsDiscretizer


@pytest.mark.parametrize(
    ("step", "change", "words"),
    [
        (preprocessing.PowerTransformer(), entry("lambdas_", np.ones(3)), r"PowerTransformer.lambdas_ has the shape"),
        (preprocessing.PowerTransformer(), entry("lambdas_", np.nan, 0), "lambdas_ holds numbers that"),
        (preprocessing.PowerTransformer(), entry("method", "log"), "PowerTransformer.method is 'log'"),
        (QUANTILES, entry("quantiles_", 99.0, 0), "QuantileTransformer.quantiles_ does not ascend"),
        (QUANTILES, entry("references_", np.ones(3)), "QuantileTransformer.quantiles_ has the shape"),
        (QUANTILES, entry("output_distribution", "poisson"), "QuantileTransformer.output_distribution is 'poisson'"),
        (BINS(3), entry("bin_edges_", [[0.0, 1.0]]), "KBinsDiscretizer.bin_edges_ has 1 lists for 4"),
        (BINS(3), entry("bin_edges_", np.nan, 1, 1), r"KBinsDiscretizer.bin_edges_\[1\] holds numbers that"),
        (BINS(3), entry("dtype", np.float32), "KBinsDiscretizer.dtype is"),
        (SPLINES(), entry("bsplines_", 99.0, 2, "t", 0), r"SplineTransformer.bsplines_\[2\].t does not ascend"),
        (SPLINES(), entry("degree", 2), r"SplineTransformer.bsplines_\[0\].c has the shape"),
        (SPLINES(), entry("bsplines_", []), "SplineTransformer.bsplines_ has 0 splines for 4"),
        (SPLINES(degree=1, extrapolation="linear"), entry("n_knots", 5), "with a degree below 2 and several"),
        (preprocessing.PolynomialFeatures(), entry("n_output_features_", 3), "n_output_features_ is 3, and"),
        (preprocessing.PolynomialFeatures(), entry("degree", (3, 2)), r"PolynomialFeatures.degree is \(3, 2\)"),
        (preprocessing.Normalizer(), entry("norm", "l3"), "Normalizer.norm is 'l3'"),
        (FeatureUnion([("a", "passthrough")]), entry("transformer_weights", {"a": np.nan}), "transformer_weights"),
    ],
)  # fmt: skip
def test_tampered_steps_are_refused(step, change, words, tmp_path):
    refused(*behind(step, change), words, tmp_path)


def test_functions_that_are_not_read_are_named(tmp_path):
    step = preprocessing.FunctionTransformer
    refused(*behind(step(lambda X: X + 1)), "FunctionTransformer.func is <lambda> .*compute others before", tmp_path)
    refused(*behind(step(np.cosh)), "FunctionTransformer.func is cosh", tmp_path)
    where = step(np.log, kw_args={"where": True})
    refused(*behind(where), "FunctionTransformer.kw_args has 'where'", tmp_path)

    def log(X):
        return X

    refused(*behind(step(log)), "FunctionTransformer.func is log", tmp_path)


def test_functions_of_whole_numbers_and_truth_values_are_refused(tmp_path):
    X, y = passengers(), survived(passengers())
    for of, column, words in [(np.reciprocal, "pclass", "whole numbers"), (np.exp, "alone", "truth values in 'alone'")]:
        parts = ColumnTransformer([("it", preprocessing.FunctionTransformer(of), [column])])
        model = make_pipeline(parts, linear_model.LogisticRegression()).fit(X, y)
        refused(model, X, words, tmp_path)


def test_targets_that_are_not_turned_back_are_named(tmp_path):
    X, y = gaps()
    X = np.nan_to_num(X)
    bins = preprocessing.KBinsDiscretizer(9, encode="ordinal")
    model = TransformedTargetRegressor(linear_model.Ridge(), transformer=bins).fit(X, y)
    refused(model, X, "TransformedTargetRegressor.transformer_ is a KBinsDiscretizer", tmp_path)
    model = TransformedTargetRegressor(linear_model.Ridge(), func=lambda y: y, inverse_func=lambda y: y).fit(X, y)
    refused(model, X, "FunctionTransformer.inverse_func is <lambda>", tmp_path)


def test_tampered_target_encoders_are_refused(tmp_path):
    X = passengers()
    parts = ColumnTransformer([("it", preprocessing.TargetEncoder(), ["sex", "port"])])
    model = make_pipeline(parts, linear_model.LogisticRegression()).fit(X, survived(X))
    encoder = model[0].transformers_[0][1]
    encoder.encodings_[1] = np.ones(2)
    refused(model, X, r"TargetEncoder.encodings_\[1\] has the shape", tmp_path)
    encoder.encodings_ = encoder.encodings_[:1]
    refused(model, X, "TargetEncoder.encodings_ has 1 lists for 2", tmp_path)
