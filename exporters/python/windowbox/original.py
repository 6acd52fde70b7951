"""What the original answers to rows: the truth that a saved model is held to."""

import warnings

import numpy as np

from .attributes import is_missing, plain
from .columns import is_frame, is_series, is_texts


def answers(model, sample, rows, answer):
    """The original's answer to each row as a check.json has it; `None` where it has none."""
    if not rows:
        return []
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return asked(model, table(sample, rows), answer)
    except Exception:
        # One row that it refuses must not hide what it answers to the others.
        if len(rows) == 1:
            return [None]
    half = len(rows) // 2
    return answers(model, sample, rows[:half], answer) + answers(model, sample, rows[half:], answer)


def asked(model, X, answer):
    """Its answers to a table."""
    values = np.asarray(model.predict(X))
    if answer.classes is None:
        return [float(value) if np.isfinite(value) else None for value in values.reshape(-1)]
    scores = np.asarray(getattr(model, answer.scores)(X)).reshape(len(values), -1)
    name = "probabilities" if answer.scores == "predict_proba" else "margin"
    made = [{"label": plain(value), name: row.tolist()} for value, row in zip(values, scores)]
    return [one if np.isfinite(row).all() else None for one, row in zip(made, scores)]


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
    except (TypeError, ValueError):
        return pandas.Series(cells)
