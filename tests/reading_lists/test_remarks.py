"""What a list says about its papers is kept as its owner's words."""

from __future__ import annotations

import pytest

from ptm_graph.reading_lists import ReadingList, read_text
from ptm_graph.words.model import SeedEntry


def read(text: str, format: str = "markdown") -> ReadingList:
    return read_text(text, format, "list.md")


def only(text: str) -> SeedEntry:
    (entry,) = read(text).entries
    return entry


UNDER_A_HEADING = """\
#### [202001 CogNet: Turning Without Wheels](notes/c.md)
- https://arxiv.org/abs/2001.00001
更小的齿轮
- turns without a wheel
![](a.png)
- 去掉下一步预测
"""


def test_items_and_lines_under_a_heading_are_notes_of_its_paper_with_line_and_language() -> None:
    entry = only(UNDER_A_HEADING)
    assert [(one.text, one.language, one.line) for one in entry.notes] == [
        ("更小的齿轮", "zh", 3),
        ("turns without a wheel", "en", 4),
        ("去掉下一步预测", "zh", 6),
    ]
    assert entry.notes[0].file == "list.md"


def test_what_became_a_note_is_not_reported_as_unused() -> None:
    assert [one.line for one in read(UNDER_A_HEADING).unused] == [1]


def test_what_stands_below_a_label_is_one_note_with_it() -> None:
    text = "- **[CogNet: Turning Without Wheels](https://arxiv.org/abs/2001.00001)**\n"
    text += "  - Three changes of CogNet:\n    - fewer teeth\n    - no axle\n"
    assert only(text).note == "Three changes of CogNet: fewer teeth; no axle"


@pytest.mark.parametrize(
    "said",
    [
        "[CogNet: Turning Without Wheels](https://arxiv.org/abs/2001.00001) – it has no axle",
        "[CogNet: Turning Without Wheels](https://arxiv.org/abs/2001.00001)\n  it has no axle",
    ],
)
def test_what_is_said_behind_a_link_is_a_note(said: str) -> None:
    assert only(f"- {said}\n").note == "it has no axle"


def test_authors_venue_and_names_behind_a_link_are_no_notes() -> None:
    said = "[CogNet: Turning](https://arxiv.org/abs/2001.00001) - Jane Doe and Max Muster, 2020"
    entries = read(
        f"- {said}\n- [Gear](https://arxiv.org/abs/2001.00002) (**NAACL 2019**)\n"
    ).entries
    assert [entry.note for entry in entries] == [None, None]


def test_a_paragraph_under_the_heading_of_a_model_is_about_it() -> None:
    text = "## CogNet\n\nIt was the first without an axle.\n\n#### Paper\n\n"
    text += "[Turning Without Wheels](https://arxiv.org/abs/2001.00001)\n\n#### Code\n\n"
    text += "<https://github.com/cog/former>\n"
    assert only(text).note == "It was the first without an axle."


def test_a_remark_about_a_linked_article_is_none_about_the_paper() -> None:
    text = "## CogNet\n\n#### Paper\n\n[Turning Without](https://arxiv.org/abs/2001.00001)\n\n"
    text += (
        "#### Article\n\n- [Cogs explained](https://blog.example.org/cogs)\n\n    with pictures\n"
    )
    assert only(text).note is None


def test_a_list_of_names_and_values_becomes_properties_and_a_single_one_a_note() -> None:
    text = "- [CogNet: Turning](https://arxiv.org/abs/2001.00001)\n"
    entry = only(f"{text}  - **teeth**: 24\n  - corpus：cogs\n  - tags: wheels, gears\n")
    assert entry.properties == {"teeth": "24", "corpus": "cogs"}
    assert entry.tags == ("wheels", "gears")
    assert only(f"{text}  - teeth: 24\n").note == "teeth: 24"
    assert only(f"{text}  - teeth:: 24\n").properties == {"teeth": "24"}


COMPARED = """\
- **CogNet**: [Turning Without Wheels](https://arxiv.org/abs/2001.00001)
- **GearNet**: [Gears That Learn](https://arxiv.org/abs/2001.00002)

"""


def test_columns_of_a_table_of_papers_are_their_properties_tags_and_notes() -> None:
    table = "| Model | Paper | Teeth | Category | Notes |\n|---|---|---|---|---|\n"
    table += (
        "| GearNet | [Gears That Learn](https://arxiv.org/abs/2001.00002) | 12 | MLM | ok so |\n"
    )
    entry = only(table)
    assert (entry.properties, entry.tags, entry.note) == ({"Teeth": "12"}, ("MLM",), "ok so")


@pytest.mark.parametrize(
    "table",
    [
        "| | CogNet | GearNet |\n|---|---|---|\n| axle | no | one |\n",
        "| model | axle |\n|---|---|\n| CogNet | no |\n| GearNet | one |\n",
    ],
    ids=["papers side by side", "papers below each other"],
)
def test_a_table_that_compares_papers_by_name_gives_each_its_properties(table: str) -> None:
    entries = read(COMPARED + table).entries
    assert [entry.properties for entry in entries] == [{"axle": "no"}, {"axle": "one"}]


def test_a_sentence_that_compares_papers_is_a_note_of_each_it_is_about() -> None:
    said = "- CogNet is a mere toy, GearNet is sold.\n- Nobody named here turns.\n"
    listed = read(f"{COMPARED}## Compared\n\n{said}")
    both = "CogNet is a mere toy, GearNet is sold."
    assert [entry.note for entry in listed.entries] == [both, both]
    assert "Nobody named here turns." in [one.subject for one in listed.unused]


def test_what_is_said_of_a_model_that_is_only_named_stays_with_the_name() -> None:
    text = (
        "## CogBERT\n\n- CogBERT-large模型：24层\n- CogBERT-base模型：12层\n- wheels turn in it\n"
    )
    (mention,) = [one for one in read(text).mentions if one.text == "CogBERT"]
    assert mention.properties == {"CogBERT-large模型": "24层", "CogBERT-base模型": "12层"}
    assert [one.text for one in mention.notes] == ["wheels turn in it"]


def test_an_analogy_makes_no_note_of_the_paper_it_is_drawn_from() -> None:
    text = COMPARED + "## Ideas\n\n- What turns is trained once, as CogNet is, and then kept.\n"
    assert [entry.note for entry in read(text).entries] == [None, None]


def test_thousands_of_remarks_take_time_in_proportion() -> None:
    text = "# [Turning Without Wheels](https://arxiv.org/abs/2001.00001)\n"
    entry = only(text + "".join(f"- it has {number} teeth\n" for number in range(1_000)))
    assert len(entry.notes) == 1_000
