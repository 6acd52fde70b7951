"""Random pipelines answer random rows as scikit-learn does: what it refuses is refused, labels are equal."""

import pytest
from grammar import sentence
from test_cases import close, predicted

import windowbox
from windowbox import original
from windowbox.answer import Answer


def pytest_generate_tests(metafunc):
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("pipelines")))


@pytest.mark.filterwarnings("ignore")
def test_random_pipeline(seed, tmp_path):
    model, X, rows = sentence(seed)
    windowbox.save(model, X, tmp_path / "model.wbx")
    got = predicted(tmp_path / "model.wbx", rows, tmp_path)
    for i, want in enumerate(wanted(model, X, rows)):
        answer = got["prediction"][i]
        if want is None:
            assert answer is None, f"row {i}: scikit-learn refuses it"
        elif isinstance(want, float):
            close(answer, want)
        else:
            assert answer == want["label"], f"row {i}"
            of = "probabilities" if "probabilities" in want else "margin"
            close(numbers(got[of][i]), want[of])


def wanted(model, X, rows):
    """The original's answers, row by row."""
    kinds = {"predict_proba": "probabilities", "decision_function": "margin"}
    scores = next((name for name in kinds if hasattr(model, name)), None)
    classes = list(model.classes_) if hasattr(model, "classes_") else None

    answer = Answer([], classes=classes, scores=scores)
    return original.answers(model, X, [list(row) for row in rows.itertuples(index=False)], answer)


def numbers(answer):
    """Probabilities or margins as a list."""
    if isinstance(answer, dict):
        return list(answer.values())
    return answer if isinstance(answer, list) else [answer]
