"""Boosters without a wrapper, and what of boosters is refused."""

import numpy as np
import pytest
from cases.boosters import QUIET, SINGLE, CatBoostClassifier, LGBMClassifier, LGBMRegressor, XGBClassifier, coded
from frames import cabin, gaps, passengers, survived
from test_cases import close, exported, predicted
from test_refused import refused

import windowbox


def shares(booster, X, path, tmp_path, wanted, within):
    """What is saved has the booster's own probabilities."""
    windowbox.save(booster, X, path)
    answers = predicted(path, X, tmp_path)
    close([list(row.values()) for row in answers["probabilities"]], wanted, within)
    assert answers["prediction"] == np.argmax(wanted, axis=1).tolist()


def test_a_booster_of_xgboost_predicts_by_all_trees(tmp_path):
    xgboost = pytest.importorskip("xgboost")
    X, y = passengers()[["age", "fare", "alone"]], coded(survived)
    data = xgboost.DMatrix(X, y)
    options = {"objective": "binary:logistic", "eta": 0.9}
    booster = xgboost.train(options, data, 60, [(xgboost.DMatrix(X[:40], y[40:80]), "e")], early_stopping_rounds=2,
                            verbose_eval=False)  # fmt: skip
    assert booster.best_iteration + 1 < booster.num_boosted_rounds()
    second = booster.predict(data)
    shares(booster, X, tmp_path / "m.wbx", tmp_path, np.c_[1 - second, second], SINGLE)
    card = exported(tmp_path / "m.wbx", tmp_path)
    assert card["proof"]["source"] == f"XGBoost {xgboost.__version__}" and card["card"]["model"] == "Booster"


def test_a_booster_of_lightgbm_has_several_classes(tmp_path):
    lightgbm = pytest.importorskip("lightgbm")
    X = passengers()[["age", "fare", "alone"]]
    data = lightgbm.Dataset(X, coded(cabin))
    booster = lightgbm.train({"objective": "multiclass", "num_class": 3, "verbose": -1}, data, 9)
    shares(booster, X, tmp_path / "m.wbx", tmp_path, booster.predict(X), 1e-12)


def test_numbers_of_a_booster_are_the_same_bits(tmp_path):
    """Without a link nothing is rounded in another way."""
    xgboost = pytest.importorskip("xgboost")
    X, y = gaps()
    booster = xgboost.train({"max_depth": 5}, xgboost.DMatrix(X, y), 40)
    assert "largest difference 0.0e0" in windowbox.save(booster, X, tmp_path / "m.wbx")


@pytest.mark.parametrize("kind", [XGBClassifier, LGBMClassifier])
def test_an_objective_of_ones_own_is_refused(kind, tmp_path):
    X, y = gaps()
    model = kind(**QUIET[kind]).fit(X, y > 100)
    model.set_params(objective=lambda true, found: (found - true, np.ones_like(true)))
    refused(model, X, f"{kind.__name__}.objective is a function", tmp_path)


def test_a_booster_that_was_not_fitted_is_refused(tmp_path):
    X, _ = gaps()
    for kind in (LGBMRegressor, CatBoostClassifier, XGBClassifier):
        refused(kind(**QUIET[kind]), X, kind.__name__, tmp_path)


@pytest.mark.parametrize("one_hot", [2, 9])
def test_rows_that_lack_a_level_are_refused(one_hot, tmp_path):
    X = passengers().assign(port=passengers()["port"].fillna("none"))
    options = {"cat_features": ["sex", "port"], "one_hot_max_size": one_hot, "iterations": 40}
    model = CatBoostClassifier(**{**QUIET[CatBoostClassifier], **options}).fit(X, survived(X))
    refused(model, X[X["port"] != "S"], "X lacks levels of 'port'", tmp_path)


def test_a_category_that_became_a_number_is_refused(tmp_path):
    X = passengers()[["fare", "sex"]].astype({"sex": "category"})
    model = LGBMClassifier(**QUIET[LGBMClassifier]).fit(X, survived(passengers()))
    X["sex"] = X["sex"].cat.codes
    refused(model, X, "no cell of the column 'sex' can be a level", tmp_path)
