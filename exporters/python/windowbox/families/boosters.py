"""XGBoost, LightGBM and CatBoost: each saves itself in its own format, the command makes nodes
of that, and these go into the line."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .. import command
from ..answer import Answer
from ..attributes import attribute, classes, is_missing, is_nan, named
from ..columns import BOOLEAN, TEXT
from ..line import REFUSED, UNSEEN, Cell
from ..refused import Refused

SINGLE = 2e-6, "the library's exponentials are in single precision"
"""Margins are the same bits, what a link makes of them is not."""

NO_HASH = 2**64 - 1
"""An empty place in a table of CatBoost."""

REMEMBERED = 50
"""Thresholds of a feature that rows are made of."""


@dataclass
class Native:
    """A booster without a wrapper, asked as one with."""

    ask: object
    classes: list | None

    def predict(self, X):
        """Numbers, or the class of the largest probability."""
        return np.asarray(self.ask(X)) if self.classes is None else self.predict_proba(X).argmax(axis=1)

    def predict_proba(self, X):
        """A probability a class; the library gives that of the second of two."""
        shares = np.asarray(self.ask(X))
        return shares if shares.ndim == 2 else np.stack([1 - shares, shares], axis=1)


def lowered(line, place, save, file, sidecar):
    """The JSON form that the command makes of a model which `save` writes to a path."""
    with tempfile.TemporaryDirectory() as folder:
        model, schema, written = (Path(folder) / name for name in (file, "schema.json", "lowered.json"))
        try:
            save(model)
        except Refused:
            raise
        except Exception as error:
            raise Refused(f"{place} does not save itself: {error}", "is it fitted?") from error
        schema.write_text(json.dumps(sidecar), encoding="utf-8")
        command.run(line.command, "import", model, *["--schema", schema] * bool(sidecar), "-o", written)
        return json.loads(written.read_text(encoding="utf-8"))


def spliced(line, place, document, features):
    """Appends the document's nodes; answers the slots of the line by those of the document."""
    columns = document["columns"]
    if len(columns) != len(features):
        raise Refused(f"{place} was fitted on {len(columns)} features, and {len(features)} reach it")
    slots = {i: read(line, *both) for i, both in enumerate(zip(columns, features))}
    numeric = {i: features[i] for i, column in enumerate(columns) if column["type"] != "categorical"}
    for node in document["nodes"]:
        [kind] = node.keys() - {"reads", "writes"}
        if kind == "trees":
            remember(line, node["trees"], [numeric.get(i) for i in node["reads"]])
        writes = line.node(kind, node[kind], [slots[slot] for slot in node["reads"]], len(node["writes"]))
        slots.update(zip(node["writes"], writes))
    return slots


def read(line, column, feature):
    """The slot of a feature, as the booster takes it."""
    if column["type"] == "categorical":
        return category(line, column, feature)
    return line.numbers([feature])[0].slot if column["missing"] else line.present([feature])[0]


def category(line, column, feature):
    """The slot with the booster's code of a level, as a number."""
    if not isinstance(feature, Cell):
        name = column["name"]
        raise Refused(f"{name!r} is a category to the booster, and a number where it reaches it", "pass it through")
    of = line.columns[feature.column]
    codes = {like(of, level): float(code) for code, level in enumerate(column["levels"])}
    codes.pop(None, None)
    if not codes:
        raise Refused(f"no cell of the column {of.name!r} can be a level of the booster", "give X as it was trained on")
    unseen = REFUSED if column["unseen"] == "refused" else [-1.0]
    # XGBoost 3 raises an error for a level that it does not know, but takes a number below all
    # of them for one that it knows. Here both are refused.
    of.asked_below = of.asked_below and (unseen is not REFUSED or of.kind == TEXT)

    def numbers(value):
        if value is not UNSEEN and is_missing(value):
            return [np.nan] if column["missing"] else REFUSED
        return unseen if value is UNSEEN or value not in codes else [codes[value]]

    return line.encode(feature, codes, numbers, 1)[0].slot


def like(column, level):
    """A level as the column's cells are; nothing where none of them could be this level."""
    if column.kind == TEXT or not isinstance(level, str):
        return int(level) if isinstance(level, float) and level.is_integer() else level
    # CatBoost has made texts of whole numbers and truth values.
    if column.kind == BOOLEAN:
        return {"False": False, "True": True}.get(level)
    return int(level) if level.lstrip("-").isdigit() and str(int(level)) == level else None


def remember(line, trees, features):
    """Some thresholds of each feature, and the next number of its precision: there `<` is not `<=`."""
    columns = np.array([-1 if c is None else c for c in trees["column"]], int)
    columns[np.array(trees["flags"], int) & 2 > 0] = -1
    thresholds = np.array(trees["threshold"], np.float32 if trees["input"] == "f32" else np.float64)
    for i, feature in enumerate(features):
        some = thresholds[columns == i][:REMEMBERED]
        some = some[np.isfinite(some)]
        if feature is not None:
            line.thresholds(feature, [*some, *np.nextafter(some, some.dtype.type(np.inf))])


def answered(line, place, document, slots, labels):
    """The answer as the document has it; `labels` are the wrapper's, where there is one."""
    if len(document["targets"]) != 1:
        raise Refused(f"{place} has {len(document['targets'])} targets", "fit one model a target")
    [target] = document["targets"]
    found, link = target.get("classes"), target["link"]
    if (found is None) != (labels is None) or found and len(found) != len(labels):
        raise Refused(f"{place}.classes_ and its objective disagree about how many classes there are")
    if target["divisor"] != 1:
        divided(line, place, slots, target)
    if isinstance(link, str) and link.startswith("single-"):
        line.allow(*SINGLE)
    decision = target.get("decision")
    if isinstance(decision, dict) and "coded" in decision:
        decision = {"coded": {"slot": slots[decision["coded"]["slot"]]}}
    margins = [slots[slot] for slot in target["slots"]]
    return Answer(margins, link, labels, decision, "predict_proba" if labels else None)


def divided(line, place, slots, target):
    """A random forest of LightGBM: the trees themselves can divide what they add up."""
    margins = [slots[slot] for slot in target["slots"]]
    trees = [node["trees"] for node in line.nodes if isinstance(node, dict) and node["writes"] == margins]
    if len(trees) != 1 or (trees[0]["divisor"], trees[0]["scale"], any(trees[0]["bias"])) != (1, 1, False):
        raise Refused(f"{place} divides its margins", "this is a fault of windowbox")
    trees[0]["divisor"] = target["divisor"]


def whole(line, estimator, features, save, file, sidecar, labels):
    """Reads a model with a wrapper."""
    place = type(estimator).__name__
    document = lowered(line, place, save, file, sidecar)
    return answered(line, place, document, spliced(line, place, document, features), labels)


def objective(estimator, name):
    """A function as objective is known to nobody else, and says not what makes answers of margins."""
    if callable(getattr(estimator, name, None)):
        raise Refused(f"{named(estimator, name)} is a function", "fit with an objective of the library by name")


def labels_of(estimator):
    """The classes of a classifier, nothing of a model that answers a number."""
    return classes(estimator) if type(estimator).__name__.endswith("Classifier") else None


def xgboost(line, estimator, features):
    """The wrappers of XGBoost, which predict by the trees up to `best_iteration`."""
    objective(estimator, "objective")
    missing = getattr(estimator, "missing", None)
    sidecar = {} if missing is None or is_nan(missing) else sentinels(line, features, float(missing))
    save = lambda path: estimator.get_booster().save_model(path)
    return whole(line, estimator, features, save, "model.ubj", sidecar, labels_of(estimator))


def sentinels(line, features, missing):
    """A number that means missing, in every column of numbers."""
    flags = [isinstance(f, Cell) and line.columns[f.column].kind == BOOLEAN for f in features]
    if any(flags) and missing in (0, 1):
        raise Refused(f"{missing} means missing, and X has a column of truth values", "make them numbers before")
    return {"features": [{} if flag else {"missing_values": [missing]} for flag in flags]}


def lightgbm(line, estimator, features):
    """The wrappers of LightGBM, which save the trees that they predict by."""
    objective(estimator, "objective")
    save = lambda path: path.write_text(attribute(estimator, "booster_").model_to_string(), encoding="utf-8")
    return whole(line, estimator, features, save, "model.txt", {}, labels_of(estimator))


def catboost(line, estimator, features):
    """The models of CatBoost. With categories they need rows: the model itself holds hashes of levels."""
    objective(estimator, "loss_function")

    def save(path):
        rows = pool(line, estimator, features)
        estimator.save_model(str(path), format="json", pool=rows)
        if rows is not None:
            complete(line, features, json.loads(path.read_text(encoding="utf-8")))

    return whole(line, estimator, features, save, "model.json", {}, labels_of(estimator))


def pool(line, estimator, features):
    """The rows as CatBoost takes them; nothing where all features are numbers."""
    chosen = estimator.get_cat_feature_indices()
    if not chosen or not all(isinstance(feature, Cell) and not feature.fills for feature in features):
        return None
    from catboost import Pool

    rows = [list(row) for row in zip(*(line.columns[feature.column].cells for feature in features))]
    return Pool(rows, cat_features=chosen, feature_names=estimator.feature_names_)


def complete(line, features, written):
    """Levels that X lacks would be unseen. Each table of the model has an entry for every level
    of training, and may not have more than X; each one-hot split names a hash, which needs a text."""
    info = written["features_info"]
    features = [features[one["flat_feature_index"]] for one in info["categorical_features"]]
    for key, table in written.get("ctr_data", {}).items():
        parts = json.loads(key)["identifier"]
        if all(part["combination_element"] == "cat_feature_value" for part in parts):
            columns = [line.columns[features[part["cat_feature_index"]].column] for part in parts]
            entries = [entry for entry in table["hash_map"][:: table["hash_stride"]] if int(entry) != NO_HASH]
            lacks(columns, len(entries) > len(set(zip(*(column.cells for column in columns)))))
    texts = {entry["hash"] % 2**32 for entry in info.get("cat_features_hash", [])}
    for one, feature in zip(info["categorical_features"], features):
        lacks([line.columns[feature.column]], any(value % 2**32 not in texts for value in one.get("values", [])))


def lacks(columns, something):
    """Refuses X where it does."""
    if something:
        names = " and ".join(repr(column.name) for column in columns)
        raise Refused(f"X lacks levels of {names} that training had", "give all rows of training")


def native(line, booster, features):
    """A booster of XGBoost, which predicts by all trees, or of LightGBM."""
    of_xgboost = type(booster).__module__.startswith("xgboost")
    save, ask, file, sidecar = (xgboost_itself if of_xgboost else lightgbm_itself)(booster)
    document = lowered(line, "Booster", save, file, sidecar)
    found = document["targets"][0].get("classes")
    labels = list(range(len(found))) if found else None
    answer = answered(line, "Booster", document, spliced(line, "Booster", document, features), labels)
    answer.original = Native(ask, labels)
    return answer


def xgboost_itself(booster):
    """How it is saved and asked."""
    from xgboost import DMatrix

    sidecar = {"use_iterations": "all"} if booster.attr("best_iteration") is not None else {}
    ask = lambda X: booster.predict(DMatrix(X, enable_categorical=True))
    return booster.save_model, ask, "model.ubj", sidecar


def lightgbm_itself(booster):
    """How it is saved and asked."""
    save = lambda path: path.write_text(booster.model_to_string(), encoding="utf-8")
    return save, booster.predict, "model.txt", {}


READERS = {
    "Booster": native,
    **dict.fromkeys(["XGBClassifier", "XGBRegressor", "XGBRFClassifier", "XGBRFRegressor", "XGBRanker"], xgboost),
    **dict.fromkeys(["LGBMClassifier", "LGBMRegressor", "LGBMRanker"], lightgbm),
    **dict.fromkeys(["CatBoostClassifier", "CatBoostRegressor"], catboost),
}
LIBRARIES = ("sklearn", "xgboost", "lightgbm", "catboost")
