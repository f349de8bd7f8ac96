"""Every line of a list is used for something, or told to be unused."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.result import USES, joined

PIECES = (
    "Slow Rivers and the Shape of Deltas",
    "sediment transport after the removal of small dams",
    "Ada Brook, Max Ford, Ann Weir",
    "J. Brook et al.",
    "*WRR 2020*",
    "**DeltaNet**",
    "[[paper](https://press.example.org/silt)]",
    "[pdf](https://arxiv.org/abs/2001.00001)",
    "[Floods in rivers. II. Results](https://doi.org/10.1234/x)",
    "https://github.com/x/silt",
    "doi:10.1234/y",
    "PMID: 30191183",
    "We read this in the spring. It is good!",
    "[Reviews](#reviews)",
    "![badge](https://img.shields.io/x.svg)",
    "<td>One cell</td>",
    "(2016),",
    "–",
    "`code`",
    "[@doi:10.1234/z]",
    "包括：BERT, GPT",
    "¶\u202e\u200b",
)
MARKS = ("", "- ", "  - ", "    * ", "1. ", "# ", "### ", "> ", "| ", "\t", "```\n", "<table><tr>")


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = st.tuples(
        st.sampled_from(MARKS),
        st.lists(st.sampled_from(PIECES), max_size=4),
        st.sampled_from(["", "  ", "\n"]),
    ).map(lambda parts: parts[0] + " ".join(parts[1]) + parts[2])
    return "\n".join(draw(st.lists(lines, max_size=12)))


@given(documents(), st.sampled_from(["markdown", "text", "rst"]))
@settings(max_examples=150, deadline=None)
@example("- a\n-\n- [b](#b)\n\n<p>c</p>", "markdown")
def test_the_uses_of_lines_are_all_lines(text: str, format: str) -> None:
    listed = read_text(text, format)
    assert set(listed.lines) <= set(USES)
    if listed.lines:
        written = text.split("\n") if format != "rst" else text.splitlines()
        assert sum(listed.lines.values()) == sum(bool(line.strip()) for line in written)
    for entry in listed.entries:
        assert entry.title or entry.identifiers
    if format != "rst":  # docutils does not say the line of everything
        assert bool(listed.unused) >= bool(listed.lines.get("unused"))


@given(st.lists(st.sampled_from(PIECES[:2] + PIECES[12:13]), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_lines_of_words_are_never_called_markup(lines: list[str]) -> None:
    listed = read_text("\n\n".join(lines), "markdown")
    assert listed.lines.get("markup", 0) == 0
    used = sum(listed.lines.get(use, 0) for use in ("entries", "mentions", "notes", "families"))
    assert used + len({problem.line for problem in listed.unused}) == len(lines)


@pytest.mark.parametrize(
    "text", ["Prose is told. It is no paper.", "> A remark is told too.", "```\nx = 1\n```"]
)
def test_what_is_no_paper_is_told(text: str) -> None:
    listed = read_text(text, "markdown")
    assert len(listed.unused) == 1
    assert listed.lines["unused"] == 1


def test_lists_put_together_add_up() -> None:
    one = read_text("- Slow Rivers and the Shape of Deltas\n\nWe read this.\n", "markdown")
    assert dict(joined([one, one]).lines) == {"entries": 2, "unused": 2}


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Widget Detection\nMask W-CNN\nFast W-CNN\n", {"Widget Detection"}),
        ("Mask W-CNN\nFast W-CNN\nDeep Residual Owls\n", {"Mask W-CNN", "Fast W-CNN"}),
        (
            "Owls\nOWL: Pre-training of Deep Owls for Hearing\nHearing Is All You Need\n",
            {"Owls"},
        ),
    ],
)
def test_a_bare_line_is_a_paper_or_a_name_or_is_told(text: str, lost: set[str]) -> None:
    listed = read_text(text)
    used = {one.title for one in listed.entries} | {one.text for one in listed.mentions}
    assert used | lost == set(text.splitlines()) and used.isdisjoint(lost)
    assert {problem.subject for problem in listed.unused} == lost
    assert listed.lines["unused"] == len(lost)
