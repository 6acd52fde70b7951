"""What is not read is refused by its name; what was tampered with, by its attribute's."""

import doctest
import json

import numpy as np
import pytest
from frames import gaps, numbers, passengers, survived
from sklearn import ensemble, linear_model, preprocessing, tree
from sklearn.compose import ColumnTransformer
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.neighbors import RadiusNeighborsRegressor
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline

import windowbox
from windowbox import original, synthesis
from windowbox.document import document


def refused(model, X, words, tmp_path, **options):
    """Saving is refused in these words, and nothing is written."""
    with pytest.raises(windowbox.Refused, match=words):
        windowbox.save(model, X, tmp_path / "no.wbx", **options)
    assert not (tmp_path / "no.wbx").exists()


def test_classes_that_are_not_read_are_named(tmp_path):
    X, y = numbers()
    refused(RadiusNeighborsRegressor().fit(X, y), X, "RadiusNeighborsRegressor is not read", tmp_path)
    nearest = make_pipeline(KNNImputer(), linear_model.Ridge()).fit(X, y)
    refused(nearest, X, "KNNImputer is not read", tmp_path)

    class Ridge(linear_model.Ridge):
        def predict(self, X):
            return super().predict(X) + 1

    refused(Ridge().fit(X, y), X, "Ridge is not read", tmp_path)


def test_options_that_are_not_read_are_named(tmp_path):
    X, y = numbers()
    two = linear_model.RidgeClassifier().fit(X, np.c_[y == 0, y == 1, y == 2])
    refused(two, X, "RidgeClassifier.predict answers 3 targets, and one was read", tmp_path)


def test_rows_that_do_not_fit_are_refused(tmp_path):
    X, y = numbers()
    model = linear_model.Ridge().fit(X, y)
    refused(model, X[X.columns[::-1]], "not those of training", tmp_path)
    refused(model, X.to_numpy().tolist(), "X is a list", tmp_path)
    refused(model, X.iloc[:0], "no rows", tmp_path)
    refused(model, X.astype("float32"), "float32", tmp_path)
    refused(linear_model.Ridge(), X, "coef_ is not there", tmp_path)
    refused(preprocessing.StandardScaler().fit(X), X, "ends with no model", tmp_path)
    mixed = passengers()
    mixed["sex"] = [1 if i % 2 else "male" for i in range(len(mixed))]
    encoder = preprocessing.OneHotEncoder().fit(passengers()[["sex"]])
    both = make_pipeline(encoder, linear_model.Ridge()).fit(passengers()[["sex"]], range(len(mixed)))
    refused(both, mixed[["sex"]], "'sex' holds int, str", tmp_path)


def test_columns_that_nothing_reads_may_hold_anything(tmp_path):
    X = passengers()
    more = X.assign(day=np.datetime64("2020-02-29"), some=[[i] for i in range(len(X))], size=X.age.astype("float32"))
    parts = ColumnTransformer([("it", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["sex", "pclass"])])
    model = make_pipeline(parts, linear_model.LogisticRegression()).fit(more, survived(X))
    assert "Checked" in windowbox.save(model, more, tmp_path / "m.wbx")


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("coef_", np.ones(3)), ("coef_", np.full(4, np.nan)), ("coef_", np.array(["a"] * 4)), ("intercept_", np.inf),
     ("coef_", np.ones(4, "float32")), ("intercept_", np.ones(2)), ("n_features_in_", 5)],
)  # fmt: skip
def test_tampered_linear_models_are_refused(attribute, value, tmp_path):
    X, y = numbers()
    model = linear_model.Ridge().fit(X, y)
    setattr(model, attribute, value)
    refused(model, X, f"Ridge.{attribute}", tmp_path)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [("mean_", np.ones(3)), ("mean_", np.full(4, np.nan)), ("scale_", np.zeros(4)), ("scale_", np.full(4, np.inf))],
)
def test_tampered_scalers_are_refused(attribute, value, tmp_path):
    X, y = numbers()
    model = make_pipeline(preprocessing.StandardScaler(), linear_model.Ridge()).fit(X, y)
    setattr(model[0], attribute, value)
    refused(model, X, f"StandardScaler.{attribute}", tmp_path)


@pytest.mark.parametrize(
    ("array", "value", "words"),
    [
        ("children_left", 0, "left child that is not behind"),
        ("children_left", 10**6, "left child that is not behind"),
        ("children_left", -7, "children_left"),
        ("children_right", -1, "disagree about what is a leaf"),
        ("feature", 99, "tests a feature that is not there"),
        ("feature", -2, "tests a feature that is not there"),
        ("threshold", np.nan, "threshold"),
    ],
)
def test_tampered_trees_are_refused(array, value, words, tmp_path):
    X, y = gaps()
    model = tree.DecisionTreeRegressor(max_depth=4).fit(X, y)
    getattr(model.tree_, array)[0] = value
    refused(model, X, f"DecisionTreeRegressor.*{words}", tmp_path)


def test_a_node_with_two_parents_is_refused(tmp_path):
    X, y = gaps()
    model = tree.DecisionTreeRegressor(max_depth=4).fit(X, y)
    model.tree_.children_right[0] = model.tree_.children_left[0]
    refused(model, X, "two parents", tmp_path)


def test_tampered_histograms_are_refused(tmp_path):
    X, y = gaps()
    for field, value in [("left", 0), ("feature_idx", 50), ("num_threshold", np.nan), ("value", np.inf)]:
        model = ensemble.HistGradientBoostingRegressor(max_iter=2).fit(X, y)
        nodes = model._predictors[1][0].nodes
        nodes[field][-1 if field == "value" else 0] = value
        refused(model, X, r"HistGradientBoostingRegressor._predictors\[1\]\[0\]", tmp_path)


def test_tampered_networks_are_refused(tmp_path):
    X, y = numbers()
    model = MLPClassifier((3,), max_iter=5).fit(X, y)
    model.coefs_[1] = model.coefs_[1][:2]
    refused(model, X, r"MLPClassifier.coefs_\[1\] has the shape \(2, 3\), where \(3, 3\)", tmp_path)


def test_an_init_that_is_no_constant_is_refused(tmp_path):
    X, y = gaps()
    X = np.nan_to_num(X)
    model = ensemble.GradientBoostingRegressor(init=linear_model.Ridge(), n_estimators=2).fit(X, y)
    refused(model, X, "GradientBoostingRegressor.init_ is a Ridge", tmp_path)


def test_tampered_encoders_are_refused(tmp_path):
    X = passengers()
    parts = ColumnTransformer([("o", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["sex", "pclass"])])
    model = make_pipeline(parts, linear_model.LogisticRegression()).fit(X, survived(X))
    encoder = model[0].transformers_[0][1]
    encoder.categories_ = encoder.categories_[:1]
    refused(model, X, "OneHotEncoder.categories_ has 1 lists for 2 features", tmp_path)


def test_an_answer_that_differs_is_refused(tmp_path, monkeypatch):
    X, y = numbers()
    model = linear_model.Ridge().fit(X, y)
    answers = original.answers
    monkeypatch.setattr(original, "answers", lambda *a: [x and x * (1 + 1e-8) for x in answers(*a)])
    refused(model, X, "check-failed", tmp_path)


def test_a_command_that_is_not_there_is_named(tmp_path):
    X, y = numbers()
    refused(linear_model.Ridge().fit(X, y), X, "nowhere is not there", tmp_path, command="/nowhere")


def test_no_row_of_x_is_made_up():
    X = passengers()[["sex", "pclass"]]
    parts = ColumnTransformer([("o", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["sex", "pclass"])])
    model = make_pipeline(parts, linear_model.LogisticRegression()).fit(X, survived(passengers()))
    *_, columns, _ = document(model, X, "y", {})
    rows = synthesis.rows(columns)
    known = {tuple(row) for row in X.itertuples(index=False)}
    assert rows and not known & {tuple(row) for row in rows}


def test_rows_of_x_are_compared(tmp_path, monkeypatch):
    X, y = numbers()
    monkeypatch.setattr(synthesis, "rows", lambda columns: [])
    answers = original.answers
    monkeypatch.setattr(original, "answers", lambda *a: [x and x + 1 for x in answers(*a)])
    refused(linear_model.Ridge().fit(X, y), X, "check-failed", tmp_path)


def test_a_table_of_all_rows_that_there_are_is_saved(tmp_path):
    X = np.array([[False, False], [False, True], [True, False], [True, True]])
    said = windowbox.save(linear_model.Ridge().fit(X, [1.0, 2, 3, 5]), X, tmp_path / "m.wbx")
    assert "Checked 4 rows" in said and (tmp_path / "m.wbx").exists()


def test_rows_enter_only_where_they_may(tmp_path):
    X, y = gaps()
    model = make_pipeline(SimpleImputer(), linear_model.Ridge()).fit(X, y)
    windowbox.save(model, X, tmp_path / "m.wbx", embed_rows=True)
    from test_cases import exported

    assert exported(tmp_path / "m.wbx", tmp_path)["proof"]["synthesised"] is False


def test_the_card_says_what_is_known(tmp_path):
    X, y = numbers()
    given = {"description": "Which iris.", "author": "Someone", "intended_use": "A demonstration"}
    windowbox.save(
        tree.DecisionTreeClassifier(max_depth=2).fit(X, y), X, tmp_path / "i.wbx", target="kind", name="iris", **given
    )
    from test_cases import exported

    document = exported(tmp_path / "i.wbx", tmp_path)
    card = document["card"]
    assert {key: card[key] for key in given} == given
    assert (card["name"], card["model"], card["target"]) == ("iris", "DecisionTreeClassifier", "kind")
    assert ["max_depth", "2"] in card["options"] and "scikit-learn" in json.dumps(card["made_with"])
    assert document["statistics"]["columns"][0]["count"] == len(X)


def test_a_package_is_made(tmp_path, capsys):
    X, y = numbers()
    windowbox.save(tree.DecisionTreeClassifier(max_depth=2).fit(X, y), X, tmp_path / "i.wbx", name="iris")
    windowbox.pack(tmp_path / "i.wbx", tmp_path / "iris", version="1.2.3", license="MIT")
    package = json.loads((tmp_path / "iris" / "package.json").read_text())
    assert (package["version"], package["license"]) == ("1.2.3", "MIT")


def test_the_examples_of_the_docstrings_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # In one name space: the second packs what the first saved.
    names = dict(vars(windowbox))
    for of in (windowbox.save, windowbox.pack):
        [example] = doctest.DocTestFinder(recurse=False).find(of, of.__name__, globs=names)
        done = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, clear_globs=False)
        assert done.attempted and not done.failed
    assert (tmp_path / "iris" / "package.json").exists()


def test_none_and_nan_in_one_column_are_named(tmp_path):
    X = passengers()
    X["port"] = X.port.astype(object).where(X.age > 25, None)
    parts = ColumnTransformer([("o", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["port"])])
    model = make_pipeline(parts, linear_model.LogisticRegression()).fit(X, survived(X))
    refused(model, X, "'port' holds None and NaN, two categories to scikit-learn", tmp_path)
    fill = SimpleImputer(strategy="constant", fill_value="", missing_values=None)
    parts = ColumnTransformer([("o", make_pipeline(fill, preprocessing.OneHotEncoder()), ["sex"])])
    model = make_pipeline(parts, linear_model.LogisticRegression()).fit(X, survived(X))
    windowbox.save(model, X, tmp_path / "sex.wbx")


def test_rows_of_x_are_asked_about_in_their_own_types(tmp_path):
    X = passengers()[["pclass"]].astype("int8")
    # Of numbers of one byte numpy computes in half precision.
    logarithm = preprocessing.FunctionTransformer(np.log1p)
    model = make_pipeline(logarithm, linear_model.LogisticRegression()).fit(X, survived(passengers()))
    refused(model, X, "numbers of the type int8", tmp_path)
