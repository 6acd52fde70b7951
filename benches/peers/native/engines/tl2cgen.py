"""tl2cgen: the trees as C, compiled."""

import tl2cgen


def load(model):
    """The matrix that it reads is made ready."""
    predictor = tl2cgen.Predictor(model.made / "tl2cgen.so", nthread=1)
    kind = "float32" if model.library == "xgboost" else "float64"
    return lambda rows: tl2cgen.DMatrix(rows.astype(kind), dtype=kind), predictor.predict


def version():
    """The package's."""
    return tl2cgen.__version__
