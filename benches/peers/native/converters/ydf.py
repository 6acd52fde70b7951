"""YDF reads nobody else's trees: it learns its own, of the same number and depth."""

import shutil

import numpy as np
import ydf

from data import TABLES
from model import Absent

FOREST = {"winner_take_all": False, "compute_oob_performances": False, "min_examples": 1, "max_depth": -1}
BOOSTED = {"validation_ratio": 0.0, "early_stopping": "NONE"}
LEARNERS = {
    "iris_rf100": ("RandomForestLearner", FOREST | {"num_trees": 100}, None),
    "tit_rf100": ("RandomForestLearner", FOREST | {"num_trees": 100}, None),
    "num_rf100": ("RandomForestLearner", FOREST | {"num_trees": 100}, 10_000),
    # Its depth counts the leaf.
    "num_xgb100": ("GradientBoostedTreesLearner", BOOSTED | {"num_trees": 100, "max_depth": 7}, 50_000),
    "num_xgb1000": (
        "GradientBoostedTreesLearner",
        BOOSTED | {"num_trees": 1000, "max_depth": 9, "shrinkage": 0.1},
        20_000,
    ),
    "ten_xgb100": ("GradientBoostedTreesLearner", BOOSTED | {"num_trees": 100, "max_depth": 7}, 20_000),
}
"""By the model whose shape they have: the learner, its options, rows that it learns from."""


def build(model, path):
    """A folder for the native library, and a zip of it for the one in wasm."""
    if model.name not in LEARNERS:
        raise Absent("YDF reads nobody else's models, and there is no recipe for one of its own")
    learner, options, learned = LEARNERS[model.name]
    table = TABLES[model.name.split("_")[0]]()
    rows, target = table.rows[:learned], table.target[:learned].astype(np.int64)
    cells = {name: rows[:, i].copy() for i, name in enumerate(table.columns)}
    make = getattr(ydf, learner)(label="label", num_threads=2, pure_serving_model=True, random_seed=0, **options)
    ydf.verbose(0)
    make.train(cells | {"label": target}).save(str(path))
    shutil.make_archive(str(path), "zip", path)
