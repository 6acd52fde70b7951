"""The libraries themselves: a model as its own library reads it, and what it answers."""

import numpy as np

from model import Absent


def loaded(model):
    """The library's own object, which answers on one thread."""
    if model.library not in LOADERS:
        raise Absent(f"{model.library} is not a library that is known here: {', '.join(LOADERS)}")
    return LOADERS[model.library](model)


def xgboost(model):
    """As the interface of scikit-learn has it: converters read that."""
    import xgboost

    estimator = xgboost.XGBClassifier() if model.classes else xgboost.XGBRegressor()
    estimator.load_model(model.file)
    estimator.get_booster().set_param({"nthread": 1})
    return estimator


def lightgbm(model):
    """As the interface of scikit-learn has it: converters read that."""
    import lightgbm

    booster = lightgbm.Booster(model_file=model.file)
    estimator = lightgbm.LGBMClassifier() if model.classes else lightgbm.LGBMRegressor()
    estimator._Booster, estimator.fitted_, estimator._n_features = booster, True, booster.num_feature()
    estimator._n_features_in = booster.num_feature()
    if model.classes:
        estimator._n_classes, estimator._classes = len(model.classes), np.array(model.classes)
    return estimator


def catboost(model):
    """From its JSON."""
    import catboost

    estimator = catboost.CatBoostClassifier() if model.classes else catboost.CatBoostRegressor()
    return estimator.load_model(str(model.file), format="json")


def scikit_learn(model):
    """From a pickle, which runs code: only what one has made oneself."""
    import joblib

    estimator = joblib.load(model.file)
    if hasattr(estimator, "n_jobs"):
        estimator.n_jobs = 1
    return estimator


LOADERS = {"xgboost": xgboost, "lightgbm": lightgbm, "catboost": catboost, "scikit-learn": scikit_learn}


def ready(model):
    """How rows are made ready, as the library takes them best: linear models of scikit-learn are of doubles."""
    if model.library == "catboost":
        import catboost

        return catboost.Pool
    linear = model.library == "scikit-learn" and hasattr(loaded(model), "coef_")
    return lambda rows: rows.astype(np.float64 if linear else np.float32)


def predictor(model, margin=False):
    """Rows in, the library's answers out, on one thread: `margin` before the link function, where there is one."""
    estimator = loaded(model)
    if model.library == "xgboost":
        booster = estimator.get_booster()
        kind = "margin" if margin else "value"
        return lambda rows: booster.inplace_predict(rows, predict_type=kind, validate_features=False)
    if model.library == "lightgbm":
        return lambda rows: estimator.booster_.predict(rows, raw_score=margin, num_threads=1)
    if model.library == "catboost":
        kind = "RawFormulaVal" if margin or not model.classes else "Probability"
        return lambda rows: estimator.predict(rows, prediction_type=kind, thread_count=1)
    if margin:
        return getattr(estimator, "decision_function", None)
    return estimator.predict_proba if model.classes else estimator.predict


def nodes(model):
    """Of all trees; a linear model has none."""
    estimator = loaded(model)
    if model.library == "xgboost":
        return len(estimator.get_booster().trees_to_dataframe())
    if model.library == "lightgbm":
        return len(estimator.booster_.trees_to_dataframe())
    if model.library == "catboost":
        return int(sum(2 * leaves - 1 for leaves in estimator.get_tree_leaf_counts()))
    return sum(tree.tree_.node_count for tree in getattr(estimator, "estimators_", []))
