"""What a part of a paper is for."""

from __future__ import annotations

import pytest

from ptm_graph.full_texts.headings import kind_of_heading


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
