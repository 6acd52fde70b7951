# %% [markdown]
# # From a notebook to a page: who survives?
#
# A pipeline is fitted as in every tutorial, saved, and packed as an npm package that predicts where it is imported.
# No server and no Python are needed where it runs.

# %%
from pathlib import Path

import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

import windowbox

TABLE = Path(__file__).parents[3] / "examples/titanic/titanic.csv"

# %% [markdown]
# ## The pipeline
# Missing ages are filled, numbers scaled, texts one-hot encoded. An unknown port is none of them.

# %%
table = pd.read_csv(TABLE)
X, y = table[["Age", "Fare", "Sex", "Embarked", "Pclass"]], table["Survived"]
numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
prepare = make_column_transformer(
    (numbers, ["Age", "Fare"]),
    (OneHotEncoder(handle_unknown="ignore"), ["Sex", "Embarked", "Pclass"]),
)
pipe = make_pipeline(prepare, LogisticRegression(max_iter=1000))
print(f"accuracy {cross_val_score(pipe, X, y).mean():.3f}")
pipe.fit(X, y)

# %% [markdown]
# ## Save it
# Rows are made up (ordinary, missing, unseen, extreme), answered by the pipeline and by windowbox, and compared. No row
# of the table enters the file.

# %%
windowbox.save(pipe, X, "titanic.wbx", target="Survived", description="Who survives the Titanic")

# %% [markdown]
# ## Pack it
# The folder is an npm package: `npm install ./titanic-survival`, then `import { predict } from "titanic-survival"`.

# %%
windowbox.pack("titanic.wbx", "titanic-survival/", force=True)
