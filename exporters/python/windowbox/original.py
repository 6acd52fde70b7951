"""What the original answers to rows: the truth that a saved model is held to."""

import warnings

import numpy as np

from .answer import Answers
from .attributes import is_missing, plain
from .columns import is_frame, is_series, is_texts
from .refused import Refused


def answers(model, rows, answer, sample=None):
    """The original's answer to each row of a table as a check.json has it; `None` where it has none.
    Where it refuses some, each part of the others is asked in the sample's types."""
    count = len(rows)
    if not count:
        return []
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return asked(model, rows, answer)
    except Refused:
        raise
    except Exception:
        # One row that it refuses must not hide what it answers to the others.
        if count == 1:
            return [None]
    halves = slice(0, count // 2), slice(count // 2, count)
    return [one for half in halves for one in answers(model, part(rows, half, sample), answer, sample)]


def part(rows, some, sample=None):
    """Some rows of a table, in its own types."""
    made = rows.iloc[some] if hasattr(rows, "iloc") else rows[some]
    return made if sample is None or not is_frame(made) else narrowed(made, sample)


def narrowed(rows, sample):
    """Rows in the sample's types where these can hold them: the other rows may have had cells that they cannot."""
    import pandas

    others = [i for i, (own, like) in enumerate(zip(rows.dtypes, sample.dtypes)) if own != like]
    columns = {rows.columns[i]: series(pandas, sample.iloc[:, i], rows.iloc[:, i].tolist()) for i in others}
    return rows.reset_index(drop=True).assign(**columns) if columns else rows


def asked(model, X, answer):
    """Its answers to a table."""
    if isinstance(answer, Answers):
        return several(model, X, answer)
    model = answer.original or model
    values = np.asarray(model.predict(X)).reshape(len(X), -1)
    if values.shape[1] != 1:
        raise Refused(f"{type(model).__name__}.predict answers {values.shape[1]} targets, and one was read")
    values = values[:, 0]
    if answer.classes is None:
        return [float(value) if np.isfinite(value) else None for value in values]
    scores = getattr(model, answer.scores)(X) if answer.scores else np.zeros((len(X), 0))
    return labelled(values, np.asarray(scores).reshape(len(X), -1), answer.scores)


def several(model, X, answers):
    """Its answers, several a row."""
    values = np.asarray(model.predict(X)).reshape(len(X), len(answers.each))
    if all(one.classes is None for one in answers.each):
        return [row.tolist() if np.isfinite(row).all() else None for row in values.astype(float)]
    scores = getattr(model, answers.scores)(X) if answers.scores else np.zeros((len(X), 0))
    return labelled(values, side_by_side(scores, answers), answers.scores)


def side_by_side(scores, answers):
    """The scores of all targets; libraries give a list of tables, or the positive class of each target."""
    if isinstance(scores, list):
        return np.hstack(scores)
    scores = np.asarray(scores)
    if answers.scores != "predict_proba":
        return scores
    return np.stack([1 - scores, scores], axis=2).reshape(len(scores), -1)


def labelled(values, scores, method):
    """A label and its scores a row; nothing where one is not finite."""
    name = "probabilities" if method == "predict_proba" else "margin"
    scored = [{name: row.tolist()} if method else {} for row in scores]
    made = [{"label": labels(value), **more} for value, more in zip(values, scored)]
    return [one if np.isfinite(row).all() else None for one, row in zip(made, scores)]


def labels(value):
    """The label, or the labels of several targets, as Python's own types."""
    return [plain(one) for one in value] if isinstance(value, np.ndarray) else plain(value)


def table(sample, rows):
    """Rows of cells as a table like the sample."""
    if is_texts(sample):
        texts = [row[0] for row in rows]
        return type(sample)(texts, name=sample.name) if is_series(sample) else texts
    if not is_frame(sample):
        return np.array(rows, dtype=object if sample.dtype.kind in "OUS" else np.float64)
    import pandas

    of = {name: series(pandas, sample.iloc[:, i], [row[i] for row in rows]) for i, name in enumerate(sample.columns)}
    return pandas.DataFrame(of, columns=sample.columns)


def series(pandas, like, cells):
    """Cells in the sample's type, where that can hold them."""
    dtype = like.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        more = [c for c in dict.fromkeys(cells) if not is_missing(c) and c not in dtype.categories]
        return pandas.Categorical(cells, categories=[*dtype.categories, *more])
    try:
        return pandas.Series(cells, dtype=dtype)
    except (TypeError, ValueError, OverflowError):
        return pandas.Series(cells)
