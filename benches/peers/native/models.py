"""The models that are measured: how each is trained, on which table, and by which library."""

from dataclasses import dataclass
from typing import Any

SEED = 0
THREADS = 2
"""Of training; a fixed number, because sums depend on it."""


@dataclass
class Recipe:
    """How a model is trained."""

    title: str
    library: str
    estimator: Any
    learned: int | None = None
    """Rows of the table that are learned from: all, if not given."""
    small: bool = False
    """Whether `--quick` measures it."""

    @property
    def made(self):
        """The estimator, not yet fitted."""
        return self.estimator()


def _xgboost(**options):
    def make():
        from xgboost import XGBClassifier

        return XGBClassifier(tree_method="hist", n_jobs=THREADS, random_state=SEED, **options)

    return make


def _lightgbm(**options):
    def make():
        from lightgbm import LGBMClassifier

        same = {"deterministic": True, "force_row_wise": True, "random_state": SEED}
        return LGBMClassifier(n_jobs=THREADS, verbose=-1, **same, **options)

    return make


def _catboost(**options):
    def make():
        from catboost import CatBoostClassifier

        return CatBoostClassifier(
            thread_count=THREADS, random_seed=SEED, verbose=False, allow_writing_files=False, **options
        )

    return make


def _forest(trees):
    def make():
        from sklearn.ensemble import RandomForestClassifier

        return RandomForestClassifier(trees, n_jobs=THREADS, random_state=SEED)

    return make


def _logistic():
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=2000)


RECIPES = {
    "iris_rf100": Recipe("scikit-learn forest, 100 trees on 150 rows", "scikit-learn", _forest(100), small=True),
    "iris_lr": Recipe("logistic regression, 3 classes, 4 columns", "scikit-learn", _logistic, small=True),
    "tit_rf100": Recipe("scikit-learn forest, 100 trees on 891 rows", "scikit-learn", _forest(100), small=True),
    "tit_lr": Recipe("logistic regression, 9 columns", "scikit-learn", _logistic, small=True),
    "num_lr": Recipe("logistic regression, 28 columns", "scikit-learn", _logistic, small=True),
    "num_xgb100": Recipe(
        "XGBoost, 100 trees of depth 6", "xgboost", _xgboost(n_estimators=100, max_depth=6), small=True
    ),
    "num_lgb500": Recipe("LightGBM, 500 trees of 31 leaves", "lightgbm", _lightgbm(n_estimators=500, num_leaves=31)),
    "num_xgb1000": Recipe(
        "XGBoost, 1000 trees of depth 8", "xgboost", _xgboost(n_estimators=1000, max_depth=8, learning_rate=0.1)
    ),
    "num_rf100": Recipe("scikit-learn forest, 100 trees on 10,000 rows", "scikit-learn", _forest(100), learned=10_000),
    "num_rf500": Recipe("scikit-learn forest, 500 trees on 10,000 rows", "scikit-learn", _forest(500), learned=10_000),
    "ten_xgb100": Recipe(
        "XGBoost, 10 classes, 100 rounds of depth 6", "xgboost", _xgboost(n_estimators=100, max_depth=6)
    ),
    "num_cat1000": Recipe("CatBoost, 1000 oblivious trees of depth 6", "catboost", _catboost(iterations=1000, depth=6)),
}
"""By name: the table, the library and the trees."""
