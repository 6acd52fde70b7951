"""tl2cgen: C, compiled by gcc with -O2."""

import tl2cgen
import treelite

from model import Absent
from original import loaded, nodes

KINDS = {".json": "json"}
"""How XGBoost's files are written, by their suffix, where that is not UBJSON."""

LARGEST = 400_000
"""Nodes. Beyond, gcc takes a quarter of an hour and more."""


def build(model, path):
    """Compiled in 64 pieces."""
    if nodes(model) > LARGEST:
        raise Absent(f"gcc takes more than a quarter of an hour for {nodes(model)} nodes")
    options = {"toolchain": "gcc", "params": {"parallel_comp": 64}, "nthread": 2, "options": ["-O2"]}
    tl2cgen.export_lib(read(model), libpath=path, **options)


def read(model):
    """By Treelite."""
    if model.library == "xgboost":
        return treelite.frontend.load_xgboost_model(model.file, format_choice=KINDS.get(model.file.suffix, "ubjson"))
    if model.library == "lightgbm":
        return treelite.frontend.load_lightgbm_model(model.file)
    if model.library == "scikit-learn":
        return treelite.sklearn.import_model(loaded(model))
    raise Absent(f"Treelite does not read models of {model.library}")
