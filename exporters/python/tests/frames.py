"""Frames that the cases are fitted on: small, made up, the same every time."""

import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes, load_iris


def passengers(n=240):
    """Numbers with gaps, texts, whole numbers that are categories, truth values."""
    random = np.random.default_rng(7)
    ports = random.choice(["S", "C", "Q", "X"], n, p=[0.6, 0.25, 0.12, 0.03]).astype(object)
    return pd.DataFrame(
        {
            "age": np.where(random.random(n) < 0.2, np.nan, random.normal(30, 12, n).round(1)),
            "fare": random.exponential(20, n),
            "sex": random.choice(["female", "male"], n),
            "pclass": random.integers(1, 4, n),
            "port": np.where(random.random(n) < 0.1, np.nan, ports),
            "alone": random.random(n) < 0.5,
        }
    )


def survived(X):
    """A class for each passenger, neither pure chance nor plain to see."""
    noise = np.random.default_rng(8).normal(0, 12, len(X))
    score = X.fare + 20 * (X.sex == "female") - 8 * X.pclass + 5 * (X.port == "C") - 0.2 * X.age.fillna(40)
    return np.where(score + noise > 8, "yes", "no")


def cabin(X):
    """One of three classes, as numbers."""
    return np.digitize(X.fare + np.random.default_rng(9).normal(0, 6, len(X)), [8, 22])


def numbers():
    """Only numbers, as a frame, and a target of two classes."""
    X, y = load_iris(return_X_y=True, as_frame=True)
    return X, y


def gaps():
    """Numbers as an array, some of them missing, and a number to predict."""
    X, y = load_diabetes(return_X_y=True)
    X = X[:200].copy()
    X[np.random.default_rng(3).random(X.shape) < 0.1] = np.nan
    return X, y[:200]
