"""Pages: the file, the cell of a notebook, and what is refused."""

import html
import re

import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

import windowbox

X, y = load_iris(return_X_y=True, as_frame=True)
MODEL = LogisticRegression(max_iter=500).fit(X, y)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "iris.wbx"
    windowbox.save(MODEL, X, path, target="species")
    return path


def test_the_cell_has_the_file_in_a_frame_without_an_origin(saved, tmp_path, capsys):
    page = windowbox.page(saved, tmp_path / "iris.html", question='Which "iris"?', height=500)
    written = (tmp_path / "iris.html").read_text(encoding="utf-8")
    assert "iris.html: iris, one file of" in capsys.readouterr().out
    cell = page._repr_html_()
    frame = re.fullmatch(r'<iframe title="iris" sandbox="([^"]*)" style="([^"]*)" srcdoc="([^"]*)"></iframe>', cell)
    assert frame.group(1) == "allow-scripts allow-downloads" and "height: 500px" in frame.group(2)
    assert html.unescape(frame.group(3)) == page.html == written
    assert 'Which \\"iris\\"?' in written and page.path == tmp_path / "iris.html"


def test_a_fitted_model_is_saved_and_shown(tmp_path):
    page = windowbox.page(MODEL, X=X, target="species", name="irises", words={"species": {"0": "Setosa"}})
    assert page.path is None and '"title":"irises"' in page.html and '"words":{"species":{"0":"Setosa"}}' in page.html


def test_what_no_page_is_made_of_is_refused(saved, tmp_path):
    with pytest.raises(windowbox.Refused, match="X="):
        windowbox.page(MODEL)
    with pytest.raises(windowbox.Refused, match="does not end in .html"):
        windowbox.page(saved, tmp_path / "iris")
    with pytest.raises(windowbox.Refused, match="bad-words"):
        windowbox.page(saved, words={"species": "Setosa"})
    with pytest.raises(windowbox.Refused, match="io"):
        windowbox.page(tmp_path / "none.wbx")
