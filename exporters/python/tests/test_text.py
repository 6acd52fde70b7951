"""Letters and capitals are Python's, one by one; what is not read of texts is refused by name."""

import json
import subprocess
import unicodedata

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

import windowbox
from windowbox.command import found

TEXTS = ["a good one", "a bad one", "good", "bad", "good food", "no"] * 4
LIKED = [1, 0, 1, 0, 1, 0] * 4
ASSIGNED = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) not in ("Cn", "Co", "Cs")]


def answers(vectorizer, texts, tmp_path):
    """What scikit-learn and windowbox make of texts: each count weighs something else."""
    model = make_pipeline(vectorizer, LinearRegression()).fit(TEXTS, LIKED)
    width = len(vectorizer.vocabulary_)
    model[-1].coef_, model[-1].intercept_ = np.arange(1.0, width + 1), 0.0
    windowbox.save(model, TEXTS, tmp_path / "model.wbx")
    (tmp_path / "rows.json").write_text(json.dumps([{"text": text} for text in texts]))
    command = [found(), "predict", tmp_path / "model.wbx", tmp_path / "rows.json", "--output", "json"]
    done = subprocess.run(command, capture_output=True, check=True)
    return model.predict(texts).tolist(), json.loads(done.stdout)["prediction"]


def test_letters_and_digits_are_pythons(tmp_path):
    parted = CountVectorizer(token_pattern=r"(?u)\b\w+\b", lowercase=False, vocabulary=["a"])
    want, got = answers(parted, [f"a{c}b" for c in ASSIGNED], tmp_path)
    wrong = [c for c, w, g in zip(ASSIGNED, want, got) if w != g]
    assert len(got) > 140_000 and 0 < sum(got) < len(got)
    assert not wrong, [hex(ord(c)) for c in wrong]


def test_small_letters_are_pythons(tmp_path):
    capitals = [c for c in ASSIGNED if c.lower() != c]
    vectorizer = CountVectorizer(analyzer="char", vocabulary=sorted({x for c in capitals for x in c.lower()}))
    want, got = answers(vectorizer, [*capitals, "ΑΣ", "ΑΣΑ", "Σ", "ΑΣ\u0301", "ΑΣ.Α", "ΑΣ Α"], tmp_path)
    assert len(got) > 1000 and want == got


def test_white_space_is_pythons(tmp_path):
    vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=(1, 2), vocabulary=["a ", " b", " "])
    spaces = [c for c in ASSIGNED if c.isspace() or unicodedata.category(c)[0] in "ZC"]
    want, got = answers(vectorizer, [f"a{c}b" for c in spaces], tmp_path)
    assert len(set(got)) > 1 and want == got


@pytest.mark.parametrize(
    ("vectorizer", "words"),
    [
        (CountVectorizer(preprocessor=str.lower), "CountVectorizer.preprocessor"),
        (CountVectorizer(tokenizer=str.split, token_pattern=None), "CountVectorizer.tokenizer"),
        (CountVectorizer(strip_accents="unicode"), "CountVectorizer.strip_accents"),
        (CountVectorizer(analyzer=str.split), "CountVectorizer.analyzer"),
        (CountVectorizer(token_pattern=r"[a-z]+"), r"CountVectorizer.token_pattern is '\[a-z\]\+'"),
        (CountVectorizer(token_pattern=r"(?u)\b\w"), "token_pattern"),
        (CountVectorizer(token_pattern=r"\b[a-zA-Z0-9_]+\b"), "token_pattern"),
        (CountVectorizer(ngram_range=(1, 40), analyzer="char"), "CountVectorizer.ngram_range"),
        (TfidfVectorizer(dtype=np.float32), "TfidfVectorizer.dtype is float32"),
        (HashingVectorizer(), "HashingVectorizer is not read"),
    ],
)
def test_options_that_are_not_read_are_named(vectorizer, words, tmp_path):
    model = make_pipeline(vectorizer, LogisticRegression()).fit(TEXTS, LIKED)
    with pytest.raises(windowbox.Refused, match=words):
        windowbox.save(model, TEXTS, tmp_path / "no.wbx")


def test_a_column_is_counted_or_encoded(tmp_path):
    X = pd.DataFrame({"text": TEXTS})
    both = [("words", CountVectorizer(), "text"), ("levels", OneHotEncoder(), ["text"])]
    model = make_pipeline(ColumnTransformer(both), LogisticRegression()).fit(X, LIKED)
    with pytest.raises(windowbox.Refused, match="words of the column 'text' are counted"):
        windowbox.save(model, X, tmp_path / "no.wbx")
