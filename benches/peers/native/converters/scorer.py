"""What xgboost-scorer reads: XGBoost's dump as JSON."""

import original
from model import Absent


def build(model, path):
    """Of two classes or a number: it sums all trees."""
    if model.library != "xgboost":
        raise Absent("xgboost-scorer reads XGBoost alone")
    if len(model.classes or []) > 2:
        raise Absent("xgboost-scorer knows two classes at most")
    booster = original.loaded(model).get_booster()
    path.write_text(f"[{','.join(booster.get_dump(dump_format='json'))}]")
