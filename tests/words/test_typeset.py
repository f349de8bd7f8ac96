"""Titles as publishers typeset them become one line of Unicode."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ptm_graph.words.records import PaperRecord, ReferenceRecord
from ptm_graph.words.typeset import as_formulas, plain, untagged


@pytest.mark.parametrize(
    ("typeset", "expected"),
    [
        ("Widgets in <i>Drosophila</i> &amp; CO<sub>2</sub>", "Widgets in Drosophila & CO₂"),
        (r"Widgets in $\mathcal{O}(n^2)$ time", "Widgets in 𝒪(n²) time"),
        ("&lt;i&gt;E. coli&lt;/i&gt; &amp;amp; its kin", "E. coli & its kin"),
        ("<jats:title>Deep <jats:italic>nets</jats:italic></jats:title>", "Deep nets"),
        (
            '<mml:math xmlns:mml="m"><mml:msub><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msub>'
            '<mml:annotation encoding="TeX">x_2</mml:annotation></mml:math> films',
            "x₂ films",
        ),
        (r"${\mathrm{SnMo}}_{6}{\mathrm{S}}_{8}$ widgets", "SnMo₆S₈ widgets"),
        (r"Learning \(\epsilon\)-nets", "Learning ϵ-nets"),
        ("RL$^2$: slow and fast", "RL²: slow and fast"),
        ("T<sub>c</sub> of the 10<sup>th</sup>", "Tc of the 10th"),
    ],
)
def test_markup_becomes_what_it_shows(typeset: str, expected: str) -> None:
    assert plain(typeset) == expected
    assert PaperRecord("import", title=typeset, venue=typeset).title == expected
    assert PaperRecord("import", title=typeset, venue=typeset).venue == expected
    assert ReferenceRecord(None, title=typeset).title == expected


@pytest.mark.parametrize(
    "text",
    [
        "From $5 to $10 a widget",
        "costs US$ 5 and US$ 6",
        "Predicting <mask> and [MASK]",
        "A < B and C > D",
        "On <bold claims> & more",
        "AT&TITLE; or Q&A",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text


def test_a_list_keeps_its_formulas_and_loses_its_tags() -> None:
    assert untagged(r"On <i>$t\bar{t}$</i> pairs") == r"On $t\bar{t}$ pairs"


def test_signs_that_only_mathematics_has_become_formulas_again() -> None:
    assert as_formulas("𝒪(n²) of xᵢⱼ, ℓ and é") == (r"$\mathcal{O}$(n$^{2}$) of x$_{ij}$, ℓ and é")


@given(st.text("<>/&;$\\{}^_ibsu2xé=", max_size=80))
@example("<i" * 500)
@example("<sub>" * 900 + "x")
@example("$" * 999)
@example("&amp" * 999)
@example(r"$\frac" + "{" * 400 + "$")
def test_any_text_gives_one_line_that_is_plain(text: str) -> None:
    line = plain(text)
    assert line.isprintable()
    assert plain(PaperRecord("import", title=text).title or "") == plain(line)
