"""Texts: vectorizers of words and characters in front of a linear model."""

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from . import case, logistic

WORDS = """the a an of and room staff coffee breakfast view lake price bed host location again never best worst good
bad clean dirty friendly rude quiet loud Frühstück große Straße CAFÉ café naïve 10 2025 90 1st the_best x I
über ΟΔΟΣ İstanbul हिन्दी 日本語 Ⓐ ½"""
GLUE = [" ", " ", " ", ", ", "  ", "-", "\t", "\n\n", "! ", "'", " \U0001f600 ", "\u00a0"]


def reviews(n=180):
    """Texts that are made of words at random, some of them empty."""
    random = np.random.default_rng(5)
    made = []
    for _ in range(n):
        parts = [w + random.choice(GLUE) for w in random.choice(WORDS.split(), random.integers(0, 14))]
        made.append("".join(parts))
    return made


def liked(texts):
    """Whether good words outnumber the bad."""
    score = [sum(w in t for w in ("good", "best", "clean", "quiet")) for t in texts]
    noise = np.random.default_rng(6).normal(0, 0.6, len(texts))
    return np.where(score + noise > 0.7, "yes", "no")


def texts(of, what="", model=None, make=list, **options):
    """A vectorizer, and a model of what it makes."""

    @case("step", of, what)
    def made():
        X = reviews()
        return make_pipeline(of(**options), model or logistic()).fit(X, liked(X)), make(X)


texts(CountVectorizer)
texts(CountVectorizer, "naive Bayes", MultinomialNB())
texts(CountVectorizer, "binary", ComplementNB(), binary=True)
texts(CountVectorizer, "capitals kept", lowercase=False, min_df=2)
texts(CountVectorizer, "pairs and triples of words, stop words", ngram_range=(2, 3), stop_words=["the", "of", "über"])
texts(CountVectorizer, "English stop words", stop_words="english", ngram_range=(1, 2), max_features=200)
texts(CountVectorizer, "words of a letter", token_pattern=r"(?u)\b\w+\b")
texts(CountVectorizer, "words of three letters", token_pattern=r"\w{3,}")
texts(CountVectorizer, "ASCII words", token_pattern=r"[a-zA-Z0-9_]+", ngram_range=(1, 2))
texts(CountVectorizer, "characters", analyzer="char", ngram_range=(1, 3), max_features=300)
texts(CountVectorizer, "characters within words", analyzer="char_wb", ngram_range=(3, 5), max_features=300)
texts(CountVectorizer, "words of fewer characters than n-grams", analyzer="char_wb", ngram_range=(6, 8))
texts(CountVectorizer, "a given vocabulary", vocabulary=["worst", "best", "Best", "not there", "good", "ΟΔΟΣ", "οδος"])
texts(TfidfVectorizer, "", make=pd.Series)
texts(TfidfVectorizer, "sublinear", sublinear_tf=True, ngram_range=(1, 2), max_features=300, make=np.array)
texts(TfidfVectorizer, "l1", norm="l1", smooth_idf=False)
texts(TfidfVectorizer, "no norm", norm=None, make=lambda X: pd.Series(X, name="review"))
texts(TfidfVectorizer, "no idf", SGDClassifier(random_state=0), use_idf=False, analyzer="char_wb")


@case("step", TfidfTransformer)
def transformer():
    X = reviews()
    steps = [CountVectorizer(), TfidfTransformer(sublinear_tf=True), logistic()]
    return make_pipeline(*steps).fit(X, liked(X)), X


@case("composition", TfidfVectorizer, "a column of a frame beside others")
def beside():
    X = reviews()
    random = np.random.default_rng(4)
    frame = pd.DataFrame(
        {"stars": random.integers(1, 6, len(X)), "review": X, "port": random.choice(["S", "C"], len(X))}
    )
    steps = [("words", TfidfVectorizer(), "review"), ("port", OneHotEncoder(handle_unknown="ignore"), ["port"])]
    columns = ColumnTransformer(steps, remainder="passthrough")
    return make_pipeline(columns, logistic()).fit(frame, liked(X)), frame
