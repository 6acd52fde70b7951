"""tl2cgen: the trees as C, compiled."""

import tl2cgen

from model import Absent


def load(model):
    """The matrix that it reads is made ready."""
    path = model.made / "tl2cgen.so"
    if not path.exists():
        raise Absent((model.made / "tl2cgen.so.absent").read_text())
    predictor = tl2cgen.Predictor(path, nthread=1)
    kind = "float32" if model.library == "xgboost" else "float64"
    return lambda rows: tl2cgen.DMatrix(rows, dtype=kind), predictor.predict


def version():
    """The package's."""
    return tl2cgen.__version__
