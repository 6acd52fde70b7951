"""A model of scikit-learn as ours, by the exporter.

python save.py MODEL_FOLDER MADE_FOLDER"""

import sys

import pandas as pd
import windowbox

import original
from model import Model


def main(folder, made):
    """Writes `model.wbx`; columns and ranges are those of the rows that are asked about."""
    model = Model(folder, made)
    rows = pd.DataFrame(model.rows.astype("float64"), columns=model.columns)
    windowbox.save(original.loaded(model), rows, model.made / "model.wbx")


if __name__ == "__main__":
    main(*sys.argv[1:])
