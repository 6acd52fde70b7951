"""Models in models: ties are there, targets have names, and what was tampered with is refused by name."""

import numpy as np
import pytest
from cases import CASES
from frames import gaps, numbers
from sklearn import ensemble, linear_model, multiclass, multioutput, naive_bayes, svm, tree
from sklearn.calibration import CalibratedClassifierCV
from test_cases import exported
from test_refused import refused

import windowbox

LOGISTIC = linear_model.LogisticRegression(max_iter=300)


@pytest.mark.parametrize("name", ["VotingClassifier, hard, ties", "VotingClassifier, hard, weights that tie"])
def test_votes_of_the_cases_tie(name):
    model, X = CASES[name][-1]()
    votes = np.stack([one.predict(X) for one in model.estimators_])
    weights = np.ones(len(votes)) if model.weights is None else np.array(model.weights)
    sums = np.stack([(weights[:, None] * (votes == c)).sum(axis=0) for c in range(3)])
    assert ((sums == sums.max(axis=0)).sum(axis=0) > 1).sum() > 3


def test_means_of_the_cases_tie():
    model, X = CASES["VotingClassifier, soft, ties"][-1]()
    shares = np.sort(model.predict_proba(X), axis=1)
    assert (shares[:, -1] == shares[:, -2]).any()


def test_scores_of_the_cases_tie():
    model, X = CASES["OneVsRestClassifier, ties"][-1]()
    scores = np.sort([one.predict_proba(X)[:, 1] for one in model.estimators_], axis=0)
    assert (scores[-1] == scores[-2]).any()


def test_pairs_of_the_cases_tie():
    model, X = CASES["OneVsOneClassifier, five classes"][-1]()
    votes = np.sort(np.round(model.decision_function(X)), axis=1)
    assert (votes[:, -1] == votes[:, -2]).sum() > 3


def test_targets_have_names(tmp_path):
    X, y = gaps()
    X = np.nan_to_num(X)
    model = linear_model.LinearRegression().fit(X, np.c_[y, -y])
    windowbox.save(model, X, tmp_path / "m.wbx", target=["up", "down"])
    document = exported(tmp_path / "m.wbx", tmp_path)
    assert [target["name"] for target in document["targets"]] == ["up", "down"]
    assert document["card"]["target"] == "up, down"
    windowbox.save(model, X, tmp_path / "m.wbx", target="y")
    assert [target["name"] for target in exported(tmp_path / "m.wbx", tmp_path)["targets"]] == ["y_1", "y_2"]
    refused(model, X, "target names 3 targets, and the model has 2", tmp_path, target=["a", "b", "c"])


def test_labels_of_every_target_are_compared(tmp_path, monkeypatch):
    X, y = numbers()
    model = multioutput.MultiOutputClassifier(svm.LinearSVC()).fit(X, np.c_[y == 0, y == 1].astype(int))
    predict = type(model).predict
    monkeypatch.setattr(type(model), "predict", lambda *a: np.c_[predict(*a)[:, 0], 1 - predict(*a)[:, 1]])
    refused(model, X, "check-failed", tmp_path)


def calibrated():
    X, y = numbers()
    return CalibratedClassifierCV(naive_bayes.GaussianNB(), cv=2).fit(X, y), X


def test_tampered_calibrations_are_refused(tmp_path):
    place = r"CalibratedClassifierCV.calibrated_classifiers_\[1\].calibrators"
    model, X = calibrated()
    model.calibrated_classifiers_[1].calibrators[2].a_ = np.nan
    refused(model, X, place + r"\[2\].a_ holds numbers that are not finite", tmp_path)
    model, X = calibrated()
    model.calibrated_classifiers_[1].calibrators.pop()
    refused(model, X, place + " has 2 curves for 3 scores", tmp_path)
    model, X = calibrated()
    model.calibrated_classifiers_[1].calibrators[0] = linear_model.Ridge()
    refused(model, X, place + r"\[0\] is a Ridge", tmp_path)
    model, X = calibrated()
    model.calibrated_classifiers_[1].method = "beta"
    refused(model, X, "_CalibratedClassifier.method is 'beta'", tmp_path)


def test_tampered_votes_are_refused(tmp_path):
    X, y = numbers()
    make = lambda: ensemble.VotingClassifier([("a", LOGISTIC), ("b", naive_bayes.GaussianNB())], voting="soft").fit(
        X, y
    )
    for weights in [[1, -1], [0, 0], [1, 2, 3], ["a", "b"]]:
        model = make()
        model.weights = weights
        refused(model, X, "VotingClassifier.weights", tmp_path)
    model = make()
    model.estimators_[1].theta_ = model.estimators_[1].theta_[:, :2]
    refused(model, X, "GaussianNB.theta_ has the shape", tmp_path)
    model = make()
    model.estimators_ = []
    refused(model, X, "VotingClassifier.n_features_in_", tmp_path)
    model = make()
    model.estimators_[0] = linear_model.LogisticRegression().fit(X, y == 1)
    refused(model, X, "knows 2 classes of 3", tmp_path)


def test_tampered_stacks_are_refused(tmp_path):
    X, y = numbers()
    make = lambda: ensemble.StackingClassifier([("a", LOGISTIC), ("b", naive_bayes.GaussianNB())], cv=2).fit(X, y)
    model = make()
    model.stack_method_ = ["predict_proba"]
    refused(model, X, "StackingClassifier.stack_method_ has 1 methods for 2 models", tmp_path)
    model = make()
    model.stack_method_ = ["predict_proba", "predict"]
    refused(model, X, "LogisticRegression.n_features_in_ is 6, and 4 features reach it", tmp_path)
    model = make()
    model.final_estimator_ = linear_model.LogisticRegression().fit(model.transform(X), y + 7)
    refused(model, X, "final_estimator_ answers other classes", tmp_path)


def test_tampered_combinations_are_refused(tmp_path):
    X, y = numbers()
    rest = multiclass.OneVsRestClassifier(LOGISTIC).fit(X, y)
    rest.estimators_ = rest.estimators_[:2]
    refused(rest, X, "OneVsRestClassifier.estimators_ has 2 models for 3 classes", tmp_path)
    pairs = multiclass.OneVsOneClassifier(LOGISTIC).fit(X, y)
    pairs.estimators_ = pairs.estimators_[:2]
    refused(pairs, X, "OneVsOneClassifier.estimators_ are not 3 classifiers", tmp_path)
    codes = multiclass.OutputCodeClassifier(LOGISTIC).fit(X, y)
    codes.code_book_ = codes.code_book_[:, :2]
    refused(codes, X, "OutputCodeClassifier.code_book_ has the shape", tmp_path)
    chain = multioutput.RegressorChain(linear_model.Ridge()).fit(X, np.c_[y, y])
    chain.order_ = [0, 0]
    refused(chain, X, "RegressorChain.order_ is not the order of 2 models", tmp_path)


def test_tampered_thresholds_are_refused(tmp_path):
    selection = pytest.importorskip("sklearn", "1.5").model_selection
    X, y = numbers()
    fixed = selection.FixedThresholdClassifier(LOGISTIC, threshold=0.3, pos_label=True).fit(X, y == 1)
    fixed.pos_label = "maybe"
    refused(fixed, X, "FixedThresholdClassifier.pos_label is 'maybe'", tmp_path)
    fixed.pos_label, fixed.threshold = True, np.nan
    refused(fixed, X, "FixedThresholdClassifier.*threshold", tmp_path)


def test_what_has_several_targets_is_named_in_a_model(tmp_path):
    X, y = gaps()
    X = np.nan_to_num(X)
    inner = linear_model.LinearRegression().fit(X, np.c_[y, y])
    outer = ensemble.VotingRegressor([("a", linear_model.Ridge())]).fit(X, y)
    outer.estimators_[0] = inner
    refused(outer, X, r"VotingRegressor.estimators_\[0\] answers several targets", tmp_path)


def test_what_gives_no_probabilities_is_named(tmp_path):
    X, y = numbers()
    model = ensemble.VotingClassifier([("a", tree.DecisionTreeClassifier())], voting="hard").fit(X, y)
    model.voting, model.estimators_ = "soft", [svm.LinearSVC().fit(X, y)]
    refused(model, X, "no probabilities", tmp_path)
