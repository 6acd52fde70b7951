"""The library's own answers; beside them its margins, how many nodes its trees have, and the rows."""

import json

import numpy as np

import original


def build(model, path):
    """Doubles, row after row: see `Model.answers`."""
    (model.made / "about.json").write_text(json.dumps({"nodes": original.nodes(model)}))
    model.rows.tofile(path.with_name("rows.f32"))
    rows = original.ready(model)(model.rows)
    margins = original.predictor(model, margin=True)
    if margins is not None:
        np.asarray(margins(rows), dtype=np.float64).tofile(path.with_name("margins.f64"))
    model.answers(original.predictor(model)(rows)).tofile(path)
