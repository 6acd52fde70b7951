"""`TargetEncoder`: means of the target in place of categories."""

from ..attributes import attribute, checked, classes, each, named, option
from .encode import cells, table


def target(line, estimator, features):
    """A number for each category, one a class where there are three and more; that of all rows for others."""
    kind = option(estimator, "target_type_", ["binary", "continuous", "multiclass"])
    count = len(classes(estimator)) if kind == "multiclass" else 1
    means = attribute(estimator, "target_mean_")
    means = checked(means if kind == "multiclass" else [means], named(estimator, "target_mean_"), (count,))
    encodings = each(estimator, "encodings_", count * len(features), "features and classes")
    made = []
    for i, (cell, known) in enumerate(cells(line, estimator, features)):
        for k, mean in enumerate(means):
            place, of = encodings[i * count + k]
            written = checked(of, place, (len(known),))
            made += line.encode(cell, known, table(known, written[:, None].tolist(), [float(mean)]), 1)
    return made


READERS = {"TargetEncoder": target}
