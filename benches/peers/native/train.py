"""Trains the models, each into a folder of its own as README.md describes it; what is there already stays.

python train.py FOLDER NAME ... | small | all"""

import json
import sys
from functools import cache
from pathlib import Path

import joblib
import numpy as np
import pandas as pd

from data import TABLES
from models import RECIPES

FILES = {"xgboost": "model.ubj", "lightgbm": "model.txt", "catboost": "model.json", "scikit-learn": "model.joblib"}
"""What each library writes."""

GROUPS = {"all": list(RECIPES), "small": [name for name, recipe in RECIPES.items() if recipe.small]}

PRECISION = {"scikit-learn": np.float64}
"""In which rows are learned from, where it is not 32 bits: linear models take the precision of their rows."""

FEW = 1000
"""Below this, the rows of training are kept beside the model: peers that can only train learn from them."""


def main(folder, names):
    """Trains those that are asked for."""
    names = GROUPS[names[0]] if names and names[0] in GROUPS else names
    unknown = [name for name in names if name not in RECIPES]
    if unknown:
        sys.exit(f"no model is called {', '.join(unknown)}: there are {', '.join(RECIPES)}")
    for name in names:
        if not (folder / name / "bench.json").exists():
            print(f"training {name}", flush=True)
            train(name, RECIPES[name], folder / name)


@cache
def table(name):
    """A table, made once."""
    return TABLES[name]()


def train(name, recipe, folder):
    """A model, the rows that it is asked about, and what its library answers to them."""
    known = table(name.split("_")[0])
    rows = known.rows[: recipe.learned].astype(PRECISION.get(recipe.library, np.float32))
    model = recipe.made.fit(pd.DataFrame(rows, columns=known.columns), known.target[: recipe.learned])
    folder.mkdir(parents=True, exist_ok=True)
    save(model, recipe.library, folder / FILES[recipe.library])
    known.asked.tofile(folder / "rows.f32")
    if len(known.rows) < FEW:
        learned = {"rows": known.rows.tolist(), "target": known.target.tolist()}
        (folder / "learned.json").write_text(json.dumps(learned))
    about = {"title": recipe.title, "library": recipe.library, "file": FILES[recipe.library], "columns": known.columns}
    about |= {"classes": [label.item() for label in model.classes_], "small": recipe.small}
    (folder / "bench.json").write_text(json.dumps(about, indent=1) + "\n")


def save(model, library, path):
    """As the library writes it."""
    if library == "xgboost":
        model.get_booster().save_model(path)
    elif library == "lightgbm":
        model.booster_.save_model(path)
    elif library == "catboost":
        model.save_model(str(path), format="json")
    else:
        joblib.dump(model, path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
