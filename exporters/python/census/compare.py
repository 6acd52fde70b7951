"""Two answers to the same rows: whether labels are equal, and how far numbers are apart."""

from dataclasses import dataclass

import numpy as np

SCORES = ["predict_proba", "decision_function", "score_samples"]


@dataclass
class Verdict:
    """What came of one pipeline in one place."""

    labels: int = 0
    """Rows whose labels differ."""
    rows: int = 0
    """Rows that were compared."""
    difference: float = 0.0
    """The largest, relative; of numbers below 1 their distance."""
    refused: str = ""
    """Why there is no answer."""
    numbers: bool = True
    """Whether there were numbers to compare."""

    def within(self, bound):
        """Every label equal, and every number within the bound."""
        return not self.refused and self.numbers and self.labels == 0 and self.difference <= bound

    def __str__(self):
        if self.refused:
            return "refused"
        labels = f"{self.labels} of {self.rows} labels differ" if self.labels else ""
        numbers = (f"{self.difference:.0e}" if self.difference else "equal") if self.numbers else "labels alone"
        return ", ".join(filter(None, [labels, numbers]))


def compared(got, want):
    """The verdict on answers in the form of `answers.original`."""
    labels = 0 if want[0] is None else int((texts(got[0]) != texts(want[0])).any(axis=1).sum())
    return Verdict(labels, len(want[1]), distance(got[1], want[1]))


def texts(labels):
    """Labels as texts; 1 and 1.0 are one label."""
    kept = labels.astype(object)
    return np.vectorize(lambda one: str(int(one)) if isinstance(one, float) and one.is_integer() else str(one))(kept)


def nearest(labels, numbers, model, X, want):
    """As `compared`, where nobody says which of the original's scores the numbers are: the nearest ones."""
    scores = [want[1]] + [score(X) for score in (getattr(model, n, None) for n in SCORES) if score]
    found = [compared((labels, numbers), (want[0], np.asarray(one, float).reshape(len(numbers), -1))) for one in scores]
    best = min(found, key=lambda verdict: verdict.difference)
    return best if np.isfinite(best.difference) else Verdict(best.labels, best.rows, numbers=False)


def distance(got, want):
    """The largest relative distance; infinite where a number is missing on one side only, or shapes differ."""
    if got.shape != want.shape or (np.isnan(got) != np.isnan(want)).any():
        return float("inf")
    if not want.size:
        return 0.0
    apart = np.abs(got - want) / np.maximum(1, np.abs(want))
    return float(np.nanmax(np.where(got == want, 0, apart)))
