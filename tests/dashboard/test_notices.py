"""What became of a paper is said on the pages, with who says so, when, and where to read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from dashboard_driver import Visit
from noticed import LINK, made
from streamlit.testing.v1 import AppTest


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, str]]:
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    return tmp_path / "own.db", made(tmp_path / "own.db")


def shown(app: AppTest) -> str:
    assert not app.exception
    return " ".join(str(one.proto.body) for one in app.get("html"))


@pytest.mark.parametrize(
    ("language", "retracted", "corrected"),
    [
        ("en", "⊘ retracted (2021-03-04), as Crossref says", "✎ corrected (2020-05)"),
        ("zh", "⊘ 已撤稿（2021-03-04，据 Crossref）", "✎ 已更正（2020-05"),
    ],
)
def test_the_panel_of_a_paper_says_it_first(
    visit: Visit,
    library: tuple[Path, dict[str, str]],
    language: str,
    retracted: str,
    corrected: str,
) -> None:
    path, keys = library
    text = shown(visit(path, paper=keys["Retractnet"], lang=language))
    assert retracted in text
    assert f'href="{LINK}"' in text
    text = shown(visit(path, paper=keys["Correctnet"], lang=language))
    assert corrected in text
    assert "⊘" not in text.split("✎")[1][:40]


def test_the_signs_that_are_drawn_are_explained(
    visit: Visit, library: tuple[Path, dict[str, str]]
) -> None:
    text = shown(visit(library[0]))
    assert "<tr><td>⊘</td><td>retracted</td></tr>" in text
    assert "<tr><td>✎</td>" not in text  # no arrow leads to that paper, so it is not drawn


def test_quality_says_what_descends_from_it(
    visit: Visit, library: tuple[Path, dict[str, str]]
) -> None:
    text = shown(visit(library[0], "quality"))
    assert "3 papers of the list descend from Retractnet, which is retracted" in text


def test_the_table_of_papers_has_the_sign_behind_the_name(
    visit: Visit, library: tuple[Path, dict[str, str]]
) -> None:
    names = visit(library[0], "papers").dataframe[0].value["name"].tolist()
    assert {"Retractnet ⊘", "Correctnet ✎", "Concernet △", "Plainnet"} <= set(names)


def test_the_reading_list_has_the_sign_behind_the_title(
    visit: Visit, library: tuple[Path, dict[str, str]]
) -> None:
    app = visit(library[0], "reading-list")
    titles = [title for one in app.dataframe for title in one.value.get("Title", [])]
    assert titles
    assert any(one.endswith("⊘") for one in titles)


def test_the_drawing_names_the_sources_that_gave_something(
    visit: Visit, library: tuple[Path, dict[str, str]]
) -> None:
    told = "Data: Semantic Scholar (ODC-BY), arXiv, OpenAlex (CC0), Crossref."
    assert told in shown(visit(library[0]))
