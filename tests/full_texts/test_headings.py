"""What a part of a paper is for."""

from __future__ import annotations

import pytest

from ptm_graph.full_texts.headings import kind_of_heading, kind_of_path, kinds_of


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("1 Introduction", "introduction"),
        ("Related Work", "related work"),
        ("3. Our Model", "method"),
        ("Experimental results of our model", "experiments"),
        ("Conclusion and Future Work", "discussion"),
        ("Appendix A. Proofs", "appendix"),
        ("相关工作", "related work"),
        ("Заключение", "discussion"),
        ("Méthode proposée", "method"),
        ("Whales", None),
    ],
)
def test_a_heading_tells_what_its_part_is_for(heading: str, kind: str | None) -> None:
    assert kind_of_heading(heading) == kind


def test_the_outermost_heading_that_says_anything_decides() -> None:
    assert kind_of_path(("Experiments", "Models")) == "experiments"
    assert kind_of_path(("Whales", "Models")) == "method"
    assert kind_of_path(()) is None


def test_place_tells_where_headings_do_not() -> None:
    paths = [
        (),
        ("Intro", "duction"),
        ("Introduction",),
        ("Two towers",),
        ("Results",),
        ("Whales",),
    ]
    assert kinds_of(paths)[2:] == ["introduction", "method", "experiments", None]
    assert kinds_of(paths)[0] == "introduction"


def test_the_beginning_of_a_text_without_headings_introduces() -> None:
    assert kinds_of([()] * 20) == ["introduction"] * 3 + [None] * 17


def test_a_background_that_comes_first_introduces() -> None:
    assert kinds_of([("Background",), ("Results",)]) == ["introduction", "experiments"]
    assert kinds_of([("Introduction",), ("Background",)]) == ["introduction", "related work"]
