"""Notes about papers, as people keep them in Obsidian, Logseq and Quarto."""

from __future__ import annotations

from pathlib import Path

import pytest

from ptm_graph.reading_lists import ReadingList, read_reading_list, read_text
from ptm_graph.words.model import Resource, SeedEntry


def read(text: str, file: str = "note.md") -> ReadingList:
    return read_text(text, "markdown", file)


def only(text: str, file: str = "note.md") -> SeedEntry:
    (entry,) = read(text, file).entries
    return entry


ZOTERO_INTEGRATION = """\
---
citekey: cog2020
title: "Cogs in the wild: a field study"
authors: ["Ann Cog", "[[Bo Wheel]]"]
year: 2020
publication: "[[Journal of Cogs]]"
DOI: 10.1234/cogs.1
tags: [paper, turning]
method: contrastive
zoteroItem: zotero://select/library/items/ABCD1234
---
# Cogs in the wild: a field study
> [!info]
> **abstractNote**:: What others wrote.
> [cog.pdf](file:///home/ann/cog.pdf)

## Summary
They turn without an axle. Compare [[@roe2019gears]].
%% begin notes %%
- well told ^block1
"""


def test_the_front_matter_of_a_note_is_its_paper_and_its_text_its_owners_words() -> None:
    entry = only(ZOTERO_INTEGRATION)
    assert entry.title == "Cogs in the wild: a field study"
    assert (entry.authors, entry.year, entry.venue) == (
        ("Ann Cog", "Bo Wheel"),
        2020,
        "Journal of Cogs",
    )
    assert dict(entry.identifiers) == {"doi": "10.1234/cogs.1"}
    assert (entry.tags, entry.properties) == (("paper", "turning"), {"method": "contrastive"})
    assert [one.text for one in entry.notes] == [
        "They turn without an axle. Compare [[@roe2019gears]].",
        "well told",
    ]
    assert read(ZOTERO_INTEGRATION).unused == ()


def test_links_to_other_notes_and_files_are_resources() -> None:
    assert set(only(ZOTERO_INTEGRATION).resources) == {
        Resource("file", "file:///home/ann/cog.pdf", "cog.pdf"),
        Resource("note", "@roe2019gears.md", "@roe2019gears"),
    }


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    text = (
        "---\ntitle: Cogs: in the wild\nauthors: Ann Cog, Bo Wheel\nyear: 2020\n---\nIt is short.\n"
    )
    entry = only(text, "@cog2020wild.md")
    assert (entry.title, entry.year, entry.note) == ("Cogs: in the wild", 2020, "It is short.")


def test_properties_of_logseq_are_read() -> None:
    entry = only(
        "original-title:: Gears at rest\ntitle:: @Gears at rest\ntags:: [[survey]], #gears\n"
        "date:: [[Jan 1st, 2019]]\nauthors:: [[Jane Roe]], [[Max Muster]]\ndoi:: 10.1234/g.1\n\n"
        "- [[Abstract]]\n\t- Others wrote this.\n- ### Notes\n\t- it builds on [[Cogs]]\n"
    )
    assert (entry.title, entry.year) == ("Gears at rest", 2019)
    assert entry.authors == ("Jane Roe", "Max Muster")
    assert entry.tags == ("survey", "gears")
    assert entry.note == "it builds on [[Cogs]]"
    assert entry.resources == (Resource("note", "Cogs.md", "Cogs"),)


def test_fields_within_a_note_are_read_where_they_stand_once() -> None:
    entry = only("# Cogs are all you need\n**DOI**:: 10.1234/all\n**Authors**:: [[Ann Cog]]\n")
    assert (entry.title, dict(entry.identifiers)) == (
        "Cogs are all you need",
        {"doi": "10.1234/all"},
    )
    several = "- [Cogs turning](https://arxiv.org/abs/2001.00001)\n  - doi:: 10.1234/a\n"
    several += "- [Gears turning](https://arxiv.org/abs/2001.00002)\n  - doi:: 10.1234/b\n"
    assert [one.title for one in read(several).entries] == ["Cogs turning", "Gears turning"]


@pytest.mark.parametrize(
    ("file", "title"),
    [
        ("vault/Cogs considered useful.md", "Cogs considered useful"),
        ("vault/@cog2020useful.md", None),
        ("vault/papers.md", None),
    ],
)
def test_the_name_of_the_file_is_the_title_where_nothing_better_stands(
    file: str, title: str | None
) -> None:
    assert only("---\ndoi: 10.1234/cogs\n---\n", file).title == title or title is None
    assert only("https://doi.org/10.1234/cogs\n", file).title == title


def test_a_post_with_title_author_and_date_is_a_list_and_no_paper() -> None:
    text = "---\nlayout: post\ntitle: What I read\nauthor: Me\ndate: 2020-01-01\n---\n"
    entry = only(f"{text}- [Cogs turning](https://arxiv.org/abs/2001.00001)\n")
    assert (entry.title, entry.line) == ("Cogs turning", 7)


def test_a_paper_linked_by_its_title_in_a_note_is_another_paper() -> None:
    text = "---\ntitle: Cogs in the wild\ndoi: 10.1234/cogs\n---\n## Related\n"
    entries = read(f"{text}- [Gears turning](https://arxiv.org/abs/2001.00002)\n").entries
    assert [one.title for one in entries] == ["Cogs in the wild", "Gears turning"]


def test_references_that_pandoc_reads_from_front_matter_are_entries() -> None:
    entry = only(
        "---\nreferences:\n- id: a\n  title: Cogs in rivers\n  DOI: 10.1234/r\n---\nSee @a.\n"
    )
    assert (entry.title, dict(entry.identifiers)) == ("Cogs in rivers", {"doi": "10.1234/r"})


@pytest.mark.parametrize(
    "text",
    [
        "---\n: [\n---\n",
        "---\n---\n",
        "---\ntitle: &a [*a]\nciteKey: x\n---\n",
        "---\ncitekey: {a: {b: {c: 1}}}\nauthors: 7\nyear: -1\ntags: {x: y}\n---\n",
        "doi:: \n" * 50,
        "[[" * 2_000 + "::" * 2_000,
        "---\ncitekey: x\n---\n" + "%% " * 3_000 + "[[a|" * 3_000,
    ],
)
def test_a_broken_note_is_read_as_far_as_it_goes(text: str) -> None:
    assert isinstance(read(text), ReadingList)


def test_a_folder_of_notes_gives_a_paper_a_note(tmp_path: Path) -> None:
    (tmp_path / "@cog2020.md").write_text(ZOTERO_INTEGRATION, encoding="utf-8")
    (tmp_path / "Gears at rest.md").write_text("---\ndoi: 10.1234/g\n---\n", encoding="utf-8")
    (tmp_path / ".obsidian").mkdir()
    titles = [one.title for one in read_reading_list(tmp_path).entries]
    assert titles == ["Cogs in the wild: a field study", "Gears at rest"]
