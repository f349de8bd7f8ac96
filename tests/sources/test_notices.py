"""What titles and comments say of a work: that it was retracted or withdrawn."""

from __future__ import annotations

from typing import Any

import pytest
from fake_services import FakeServices
from synthetic_world import sha_of

from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.notices import is_withdrawn, marked
from ptm_graph.sources.semantic_scholar import SemanticScholar


@pytest.mark.parametrize(
    ("title", "rest", "kinds"),
    [
        ("RETRACTED: A Widget", "A Widget", ["retraction"]),
        ("RETRACTED ARTICLE: A Widget", "A Widget", ["retraction"]),
        ("[RETRACTED] A Widget", "A Widget", ["retraction"]),
        ("RETRACTED CHAPTER – A Widget", "A Widget", ["retraction"]),
        ("WITHDRAWN: A Widget", "A Widget", ["withdrawal"]),
        ("TEMPORARY REMOVAL: A Widget", "A Widget", ["withdrawal"]),
        ("Retracted: A Widget", "Retracted: A Widget", []),
        ("Retraction Note: A Widget", "Retraction Note: A Widget", []),
        ("RETRACTED", "RETRACTED", []),
        ("RETRACTED: …", "RETRACTED: …", []),
        ("WITHDRAWN SYMPATHIES in War", "WITHDRAWN SYMPATHIES in War", []),
        ("Why papers are RETRACTED: a study", "Why papers are RETRACTED: a study", []),
        (None, None, []),
        (7, 7, []),
    ],
)
def test_a_mark_before_a_title_is_taken_off_and_told(title: Any, rest: Any, kinds: Any) -> None:
    found, notices = marked(title, "crossref")
    assert (found, [one.kind for one in notices]) == (rest, kinds)


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the author due to a crucial error in eq. 7",
        "This submission has been withdrawn by arXiv administrators",
        "Withdrawn",
        "8 pages. This article is withdrawn; a new one is being written",
        "withdrawn by the authors",
        "The manuscript was withdrawn.",
    ],
)
def test_a_comment_can_take_a_preprint_back(comment: str) -> None:
    assert is_withdrawn(comment)


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "8 pages, 2 figures",
        "Withdrawn from ICLR 2021",
        "This paper was withdrawn from NeurIPS and is under review at JMLR",
        "We study withdrawn drugs",
        "Replaces arXiv:1234.56789, which has been withdrawn",
        "Money can be withdrawn at any time",
    ],
)
def test_other_comments_do_not(comment: str | None) -> None:
    assert not is_withdrawn(comment)


def test_semantic_scholar_and_arxiv_tell_what_they_can(services: FakeServices) -> None:
    paper = services.world.papers[sha_of("seed-0")]
    paper["title"] = f"RETRACTED: {paper['title']}"
    paper["abstract"] = "This paper has been withdrawn by the authors."
    scholar, arxiv = SemanticScholar(services.settings()), Arxiv(services.settings())
    asked = paper["externalIds"]["ArXiv"]
    told = scholar.papers([f"ARXIV:{asked}", "ARXIV:1902.00002"]).found
    of_arxiv = arxiv.papers([asked, "1902.00002"]).found
    scholar.close()
    arxiv.close()
    notices = [one.notices for one in (*told.values(), *of_arxiv.values())]
    kinds = [one and one[0].kind for one in notices]
    assert kinds == ["retraction", None, "withdrawal", None]
    assert not str(told[f"ARXIV:{asked}"].title).startswith("RETRACTED")
