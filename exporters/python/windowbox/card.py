"""What the card of a saved model says: what is given, and what fills itself."""

import datetime
import locale
import os
import platform
import re
import sys

from .attributes import plain


def card(model, name, given):
    """The card; texts that are not given are left out."""
    last = final(model)
    filled = {
        "name": name,
        "model": type(last).__name__,
        "created": now(),
        "locale": locale.getlocale()[0] or "",
        "made_with": [*libraries(last), ["Python", platform.python_version()]],
        "options": parameters(last),
    }
    return {**filled, **{key: text for key, text in given.items() if text}}


def now():
    """The time with its offset, and the name of its zone where the machine has one: RFC 9557."""
    zone = os.environ.get("TZ") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    written = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    return f"{written}[{zone}]" if re.fullmatch(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+)*", zone) else written


def final(model):
    """The model at the end of a pipeline, or of what a search found."""
    model = getattr(model, "best_estimator_", model)
    steps = getattr(model, "steps", None)
    return final(steps[-1][1]) if steps else model


LIBRARIES = {
    "scikit-learn": "sklearn",
    "XGBoost": "xgboost",
    "LightGBM": "lightgbm",
    "CatBoost": "catboost",
    "numpy": "numpy",
    "pandas": "pandas",
}


def libraries(model):
    """The libraries that are loaded and their versions, the model's own first."""
    of = type(model).__module__.split(".")[0]
    loaded = [[name, module] for name, module in LIBRARIES.items() if module in sys.modules]
    return [[name, sys.modules[module].__version__] for name, module in sorted(loaded, key=lambda row: row[1] != of)]


def parameters(model):
    """The model's parameters that are numbers, texts or nothing."""
    if not hasattr(model, "get_params"):
        return []
    given = {key: plain(value) for key, value in model.get_params(deep=False).items()}
    return [[key, str(value)] for key, value in given.items() if isinstance(value, (str, bool, int, float))]
