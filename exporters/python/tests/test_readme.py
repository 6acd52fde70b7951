"""The README: its lines are run, its table is that of the cases."""

import re

import pytest
from cases import CASES
from frames import passengers, survived
from readme import README, written

from windowbox.attributes import since
from windowbox.families import READERS

WITH_ALL = pytest.mark.skipif(not since(1, 9), reason="an older scikit-learn has fewer classes")


def test_the_first_lines_run(tmp_path, monkeypatch, capsys):
    X = passengers()
    X["survived"] = survived(X)
    X.to_csv(tmp_path / "passengers.csv", index=False)
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL).group(1)
    exec(compile(code, "README.md", "exec"), {})
    assert "titanic.wbx: Checked" in capsys.readouterr().out
    assert (tmp_path / "titanic-survival" / "package.json").exists()


@WITH_ALL
def test_the_table_is_that_of_the_cases():
    text = README.read_text(encoding="utf-8")
    assert written(text) == text, "python tests/readme.py writes it"


@WITH_ALL
def test_every_reader_has_a_case():
    assert set(READERS) == {of.__name__ for _, of, _, _ in CASES.values()}
