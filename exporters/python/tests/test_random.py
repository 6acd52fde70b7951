"""Random pipelines answer random rows as scikit-learn does: what it refuses is refused, labels are equal."""

import numpy as np
import pytest
from grammar import sentence
from test_cases import close, predicted

import windowbox
from windowbox import USUAL, original
from windowbox.answer import Answer, Answers
from windowbox.document import document

OF_ROWS = ["SVC", "NuSVC", "SVR", "NuSVR", "OneClassSVM", "KNeighborsClassifier", "KNeighborsRegressor"]
"""Models that are made of rows of training."""


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("pipelines")))


@pytest.mark.filterwarnings("ignore")
def test_random_pipeline(seed, tmp_path):
    model, X, rows = sentence(seed)
    path = tmp_path / "model.wbx"
    windowbox.save(model, X, path, embed_rows=any(f"{name}(" in repr(model) for name in OF_ROWS))
    within = (document(model, X, "target", {})[-1].tolerance or USUAL)["relative"]
    got = predicted(path, rows, tmp_path)
    for i, want in enumerate(wanted(model, X, rows)):
        answer = got["prediction"][i]
        if want is None:
            assert missing(answer), f"row {i}: scikit-learn refuses it"
        elif not isinstance(want, dict):
            close(answer, want, within)
        else:
            assert answer == want["label"], f"row {i}"
            for of in want.keys() - {"label"}:
                close(numbers(got[of][i]), want[of], within)


def wanted(model, X, rows):
    """The original's answers, row by row."""
    kinds = {"predict_proba": "probabilities", "decision_function": "margin"}
    classes = list(model.classes_) if hasattr(model, "classes_") else None
    scores = next((name for name in kinds if classes and hasattr(model, name)), None)
    targets = np.ndim(model.predict(X[:2])[0]) and len(model.predict(X[:2])[0])
    answer = Answers([Answer([])] * targets) if targets > 1 else Answer([], classes=classes, scores=scores)
    return original.answers(model, rows, answer)


def missing(answer):
    """No number and no label, of any target."""
    return all(one is None for one in answer) if isinstance(answer, list) else answer is None


def numbers(answer):
    """Probabilities or margins as a list."""
    if isinstance(answer, dict):
        return list(answer.values())
    return answer if isinstance(answer, list) else [answer]
