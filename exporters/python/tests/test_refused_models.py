"""Models that were tampered with are refused by the attribute's name; options by theirs."""

import numpy as np
import pytest
from frames import gaps, numbers
from sklearn import (
    cluster,
    covariance,
    cross_decomposition,
    discriminant_analysis,
    dummy,
    ensemble,
    linear_model,
    mixture,
    naive_bayes,
    neighbors,
    svm,
)
from sklearn.isotonic import IsotonicRegression
from sklearn.kernel_approximation import Nystroem, RBFSampler
from sklearn.pipeline import make_pipeline
from test_refused import refused

from windowbox.attributes import since

FOREST = ensemble.IsolationForest(n_estimators=3)


def tampered(model, attribute, change):
    """A model of which one attribute was changed."""
    setattr(model, attribute, change(getattr(model, attribute)))
    return model


@pytest.mark.parametrize(
    ("model", "attribute", "change"),
    [
        (discriminant_analysis.QuadraticDiscriminantAnalysis(), "means_", lambda a: a[:2]),
        (discriminant_analysis.QuadraticDiscriminantAnalysis(), "priors_", lambda a: a * 0),
        (discriminant_analysis.QuadraticDiscriminantAnalysis(), "scalings_", lambda a: a[:2]),
        (discriminant_analysis.QuadraticDiscriminantAnalysis(), "rotations_", lambda a: [one[:3] for one in a]),
        (discriminant_analysis.QuadraticDiscriminantAnalysis(), "scalings_", lambda a: [-one for one in a]),
        (naive_bayes.CategoricalNB(), "feature_log_prob_", lambda a: a[:3]),
        (naive_bayes.CategoricalNB(), "feature_log_prob_", lambda a: [one[:2] for one in a]),
        (naive_bayes.CategoricalNB(), "class_log_prior_", lambda a: a * np.nan),
        (mixture.GaussianMixture(3), "weights_", lambda a: -a),
        (mixture.GaussianMixture(3), "precisions_cholesky_", lambda a: a[:, :3]),
        (mixture.GaussianMixture(3), "precisions_cholesky_", lambda a: -a),
        (svm.SVC(), "support_vectors_", lambda a: a * np.nan),
        (svm.SVC(), "_dual_coef_", lambda a: a[:, 1:]),
        (svm.SVC(), "_intercept_", lambda a: a[1:]),
        (svm.SVC(), "_n_support", lambda a: a + 1),
        (svm.SVC(), "_gamma", lambda a: np.nan),
        (svm.SVC(kernel="poly"), "degree", lambda a: 0),
        (svm.SVR(), "_dual_coef_", lambda a: a[:, 1:]),
        (neighbors.KNeighborsClassifier(), "_y", lambda a: a + 1),
        (neighbors.KNeighborsClassifier(), "_fit_X", lambda a: a[:, :3]),
        (neighbors.KNeighborsClassifier(), "n_neighbors", lambda a: 0),
        (neighbors.KNeighborsRegressor(), "_y", lambda a: a[1:]),
        (neighbors.KNeighborsRegressor(), "_y", lambda a: a[None]),
        (neighbors.NearestCentroid(), "centroids_", lambda a: a[:2]),
        (neighbors.NearestCentroid(), "class_prior_", lambda a: a * 0),
        (cluster.KMeans(3), "cluster_centers_", lambda a: a[:1]),
        (cluster.KMeans(3), "cluster_centers_", lambda a: a * np.nan),
        (FOREST, "estimators_features_", lambda a: [one + 1 for one in a]),
        (FOREST, "_decision_path_lengths", lambda a: [one[1:] for one in a]),
        (
            ensemble.IsolationForest(n_estimators=3),
            "_average_path_length_per_tree",
            lambda a: [one * np.nan for one in a],
        ),
        (FOREST, "offset_", lambda a: np.nan),
        (ensemble.BaggingClassifier(n_estimators=2), "estimators_features_", lambda a: [one - 1 for one in a]),
        (ensemble.BaggingClassifier(n_estimators=2), "estimators_features_", lambda a: a[:1]),
        (ensemble.AdaBoostClassifier(n_estimators=3), "estimator_weights_", lambda a: a[:1]),
        (ensemble.AdaBoostClassifier(n_estimators=3), "estimator_weights_", lambda a: a * np.inf),
        (ensemble.AdaBoostRegressor(n_estimators=3), "estimator_weights_", lambda a: a[:1]),
        (ensemble.AdaBoostRegressor(n_estimators=3), "estimator_weights_", lambda a: a * 0),
        (cross_decomposition.PLSRegression(), "_x_mean", lambda a: a * np.nan),
        (cross_decomposition.PLSRegression(), "coef_", lambda a: a[:, :3]),
        (cross_decomposition.PLSRegression(), "y_loadings_", lambda a: a[:, :1]),
        (covariance.EllipticEnvelope(), "location_", lambda a: a[:3]),
        (covariance.EllipticEnvelope(), "offset_", lambda a: np.inf),
        (linear_model.SGDOneClassSVM(), "coef_", lambda a: a[:3]),
        (svm.OneClassSVM(), "_intercept_", lambda a: a * np.nan),
        (dummy.DummyClassifier(), "class_prior_", lambda a: a[:2]),
        (dummy.DummyRegressor(), "constant_", lambda a: a * np.nan),
    ],
)
def test_tampered_models_are_refused(model, attribute, change, tmp_path):
    X, y = numbers()
    X = X.round()
    model.fit(X, y)
    if not hasattr(model, attribute) and not since(1, 9):
        pytest.skip("an older scikit-learn has no such attribute")
    model = tampered(model, attribute, change)
    refused(model, X, f"{type(model).__name__}.{attribute}", tmp_path, embed_rows=True)


@pytest.mark.parametrize(
    ("step", "attribute"),
    [
        (RBFSampler(n_components=5), "random_weights_"),
        (RBFSampler(n_components=5), "random_offset_"),
        (Nystroem(n_components=5), "components_"),
        (Nystroem(n_components=5), "normalization_"),
        (cluster.KMeans(3), "cluster_centers_"),
    ],
)
def test_tampered_steps_are_refused(step, attribute, tmp_path):
    X, y = numbers()
    model = make_pipeline(step, linear_model.Ridge()).fit(X, y)
    tampered(model[0], attribute, lambda a: a * np.nan)
    refused(model, X, f"{type(step).__name__}.{attribute}", tmp_path, embed_rows=True)


def test_tampered_isotonic_regressions_are_refused(tmp_path):
    X, y = numbers()
    X = X.to_numpy()[:, :1]
    for attribute, change in [
        ("X_thresholds_", lambda a: a[::-1]),
        ("y_thresholds_", lambda a: a[1:]),
        ("X_min_", lambda a: a + 100),
        ("X_max_", lambda a: np.nan),
    ]:
        model = tampered(IsotonicRegression().fit(X, y), attribute, change)
        refused(model, X, f"IsotonicRegression.{attribute}", tmp_path)


def test_a_bad_tree_in_a_bag_is_refused(tmp_path):
    X, y = numbers()
    for bag in [ensemble.BaggingClassifier(n_estimators=2), ensemble.IsolationForest(n_estimators=2)]:
        bag.fit(X, y).estimators_[1].tree_.children_left[0] = 0
        refused(bag, X, "tree_ has a left child that is not behind", tmp_path)


def test_options_that_are_not_read_are_named(tmp_path):
    X, y = numbers()
    for model, words in [
        (svm.SVC(kernel=lambda a, b: np.asarray(a) @ np.asarray(b).T), "SVC.kernel is"),
        (neighbors.KNeighborsClassifier(metric="canberra"), "KNeighborsClassifier.effective_metric_ is 'canberra'"),
        (neighbors.KNeighborsClassifier(metric_params={"w": np.ones(4)}), "effective_metric_params_ has weights"),
        (neighbors.KNeighborsClassifier(weights=lambda d: 1 / (1 + d)), "KNeighborsClassifier.weights is"),
        (neighbors.KNeighborsClassifier(weights="distance", algorithm="brute"), "weights is 'distance' with brute"),
        (dummy.DummyClassifier(strategy="uniform"), "DummyClassifier.strategy is 'uniform'"),
        (dummy.DummyClassifier(strategy="stratified"), "DummyClassifier.strategy is 'stratified'"),
    ]:
        refused(model.fit(X, y), X, words, tmp_path, embed_rows=True)


def test_a_model_of_rows_needs_leave(tmp_path):
    X, y = gaps()
    X = np.nan_to_num(X)
    for model in [neighbors.KNeighborsRegressor(), svm.SVR()]:
        refused(model.fit(X, y), X, "made of rows of training.*embed_rows=True", tmp_path)


def test_a_model_before_the_last_step_is_refused(tmp_path):
    X, y = numbers()
    model = make_pipeline(cluster.KMeans(3), linear_model.LogisticRegression()).fit(X, y)
    model.steps.insert(0, ("early", linear_model.LogisticRegression().fit(X, y)))
    refused(model, X, "LogisticRegression is a model before the last step", tmp_path)


def test_neighbours_that_are_equally_far_are_named(tmp_path):
    random = np.random.default_rng(0)
    X, y = random.integers(0, 4, (200, 2)).astype(float), random.random(200)
    model = neighbors.KNeighborsRegressor(n_neighbors=3, leaf_size=2).fit(X, y)
    refused(model, X, "check-failed.*equally far", tmp_path, embed_rows=True)
