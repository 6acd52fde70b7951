"""What a saved model says of itself and its columns."""

import locale
import re

from frames import numbers, passengers, survived
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from test_cases import exported

import windowbox


def saved(model, X, tmp_path, **options):
    """The pipeline that was packed, as JSON."""
    windowbox.save(model, X, tmp_path / "model.wbx", **options)
    return exported(tmp_path / "model.wbx", tmp_path)


def test_units_come_from_names_and_attributes(tmp_path):
    X, y = numbers()
    X.attrs["units"] = {"petal width (cm)": "centimetres", "of another table": "m"}
    columns = saved(LogisticRegression(max_iter=500).fit(X, y), X, tmp_path)["columns"]
    assert [c["name"] for c in columns] == list(X.columns)
    assert [c.get("label") for c in columns] == ["sepal length", "sepal width", "petal length", "petal width"]
    assert [c.get("unit") for c in columns] == ["cm", "cm", "cm", "centimetres"]


def test_the_card_is_filled(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Vienna")
    monkeypatch.setattr(locale, "getlocale", lambda: ("de_AT", "UTF-8"))
    X = passengers()[["fare", "pclass"]]
    model = make_pipeline(StandardScaler(), Ridge(alpha=3)).fit(X, survived(passengers()) == "yes")
    given = {"description": "Who survives", "author": "A. N. Other", "intended_use": "a test", "license": "MIT"}
    card = saved(model, X, tmp_path, name="ship", target="alive", **given)["card"]
    assert {key: card[key] for key in given} == given
    assert (card["name"], card["target"], card["model"]) == ("ship", "alive", "Ridge")
    assert card["locale"] == "de_AT"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d\[Europe/Vienna\]", card["created"])
    options = dict(card["options"])
    assert options["alpha"] == "3"
    assert re.fullmatch(r"240 rows of X.csv, SHA-256 [0-9a-f]{64}", options["statistics"])
    assert card["made_with"][0][0] == "scikit-learn" and "Python" in dict(card["made_with"])
