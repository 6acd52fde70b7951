"""`TargetEncoder`: means of the target in place of categories."""

from ..attributes import attribute, checked, classes, named, option
from ..refused import Refused
from .encode import cells, table


def target(line, estimator, features):
    """A number for each category, one a class where there are three and more; that of all rows for others."""
    kind = option(estimator, "target_type_", ["binary", "continuous", "multiclass"])
    count = len(classes(estimator)) if kind == "multiclass" else 1
    means = attribute(estimator, "target_mean_")
    means = checked(means if kind == "multiclass" else [means], named(estimator, "target_mean_"), (count,))
    encodings = attribute(estimator, "encodings_")
    if len(encodings) != count * len(features):
        raise Refused(f"{named(estimator, 'encodings_')} has {len(encodings)} lists for {len(features)} features")
    made = []
    for i, (cell, known) in enumerate(cells(line, estimator, features)):
        for k, mean in enumerate(means):
            at = i * count + k
            written = checked(encodings[at], f"{named(estimator, 'encodings_')}[{at}]", (len(known),))
            made += line.encode(cell, known, table(known, written[:, None].tolist(), [float(mean)]), 1)
    return made


READERS = {"TargetEncoder": target}
