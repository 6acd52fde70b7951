"""Encoders behind other steps: of numbers that these computed."""

from frames import passengers, survived
from sklearn import ensemble
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Binarizer, KBinsDiscretizer, OneHotEncoder, OrdinalEncoder

from . import case, step

KNOWN = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1, encoded_missing_value=-1)
BINS = KBinsDiscretizer(4, encode="ordinal", strategy="uniform")
step(OneHotEncoder, "behind bins", make_pipeline(SimpleImputer(), BINS, OneHotEncoder()), ["age", "fare"])
step(
    OneHotEncoder,
    "behind a step, drop first",
    make_pipeline(SimpleImputer(), Binarizer(threshold=20), OneHotEncoder(drop="first")),
    ["age", "fare"],
)
step(OrdinalEncoder, "behind another", make_pipeline(KNOWN, OrdinalEncoder()), ["sex", "port"])


@case("model", ensemble.HistGradientBoostingClassifier, "categories behind an encoder")
def categories():
    X = passengers()
    encode = ColumnTransformer([("n", "passthrough", ["age", "fare"]), ("c", KNOWN, ["sex", "port"])])
    model = ensemble.HistGradientBoostingClassifier(max_iter=15, categorical_features=[2, 3])
    return make_pipeline(encode, model).fit(X, survived(X)), X
