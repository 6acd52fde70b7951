"""oneDAL, which reads boosted trees of XGBoost and LightGBM and uses AVX-512 where there is some."""

import importlib.metadata

import daal4py

from model import Absent


def load(model):
    """Rows as they are: it is fastest with 32 bits."""
    if model.library == "xgboost":
        import xgboost

        booster = xgboost.Booster()
        booster.load_model(model.file)
    elif model.library == "lightgbm":
        import lightgbm

        booster = lightgbm.Booster(model_file=model.file)
    else:
        raise Absent(f"oneDAL does not read models of {model.library}")
    daal4py.daalinit(1)
    converted = daal4py.mb.convert_model(booster)
    return lambda rows: rows, converted.predict_proba if model.classes else converted.predict


def version():
    """The package's."""
    return importlib.metadata.version("scikit-learn-intelex")
