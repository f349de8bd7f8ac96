import pytest
from effort import within
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.seed_yaml import read
from ptm_graph.words.model import Note, Resource

FULL = """\
# my list
papers:
  - title: "BERT: Pre-training of Deep Bidirectional Transformers"
    aliases: [BERT, no]
    identifiers:
      arxiv: 1810.04805v2
      acl: n19-1423
    authors: Jacob Devlin; Ming-Wei Chang
    year: 2019
    venue: NAACL
    family: no
    resources:
      - {kind: code, url: "https://github.com/google-research/bert", language: en}
    note: on
"""


def test_every_field_is_read_as_a_string_in_its_canonical_form() -> None:
    (entry,) = read(FULL, "my.yaml").entries
    assert entry.aliases == ("BERT", "no")
    assert entry.identifiers == {"arxiv": "1810.04805", "acl": "N19-1423"}
    assert entry.authors == ("Jacob Devlin", "Ming-Wei Chang")
    assert (entry.year, entry.venue, entry.family, entry.note) == (2019, "NAACL", "no", "on")
    assert entry.resources == (
        Resource("code", "https://github.com/google-research/bert", None, "en"),
    )
    assert (entry.file, entry.line) == ("my.yaml", 3)


def test_an_arxiv_id_with_a_trailing_zero_keeps_it() -> None:
    result = read("papers:\n- identifiers: {arxiv: 2301.10140}\n")
    assert result.entries[0].identifiers == {"arxiv": "2301.10140"}


def test_an_entry_may_be_one_line() -> None:
    result = read("papers:\n- 1810.04805\n- https://aclanthology.org/N18-1202/\n- CoVe\n")
    assert [(entry.title, dict(entry.identifiers)) for entry in result.entries] == [
        (None, {"arxiv": "1810.04805"}),
        (None, {"acl": "N18-1202"}),
        ("CoVe", {}),
    ]


def test_arxivs_own_doi_is_its_arxiv_id() -> None:
    (entry,) = read("papers:\n- identifiers: {doi: 10.48550/arXiv.1706.03762}\n").entries
    assert entry.identifiers == {"arxiv": "1706.03762"}


@pytest.mark.parametrize(
    ("entry", "line", "words", "kept"),
    [
        ("- title: A\n  identifiers: {arxiv: 99.1}", 3, "not a valid arxiv identifier", 1),
        ("- identifiers:\n    arxiv: 99.1", 3, "not a valid arxiv identifier", 0),
        ("- aliases: [X]", 2, "neither title nor identifier", 0),
        ("- title: A\n  titel: B", 3, "unknown key", 1),
        ("- title: A\n  arxiv: 1810.04805", 3, "identifiers", 1),
        ("- title: A\n  title: B", 3, "twice", 1),
        ("- title: A\n  year: soon", 3, "four digits", 1),
        ("- title: A\n  resources: [{kind: code, url: 'javascript:x'}]", 3, "http", 1),
        ("- title: A\n  resources: [{kind: nix, url: 'https://x.org'}]", 3, "kept as", 1),
        ("- title: A\n  identifiers: 1810.04805", 3, "keys and values", 1),
        ("- title: [A]\n  aliases: {a: b}\n  note: n", 2, "one line of text", 0),
        ("-", 2, "empty", 0),
    ],
)
def test_a_faulty_piece_costs_only_itself(entry: str, line: int, words: str, kept: int) -> None:
    result = read(f"papers:\n{entry}\n- title: Next\n", "x.yaml")
    assert len(result.entries) == kept + 1
    assert result.entries[-1].title == "Next"
    assert any(
        problem.line == line and problem.file == "x.yaml" and words in problem.reason
        for problem in result.unused
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("papers:\n- title: BERT: Pre-training\n", 2),
        ("papers:\n- title: [\n", 3),
        ("papers:\n- &a title: A\n", 2),
        ("papers:\n- title: !!python/object:os.system x\n", 2),
        ("papers:\n- title: a\0b\n", 2),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", 1),
        ("\n" + "[" * 100_000, 2),
        ("papers:\n- ? [a, b]\n  : c\n", 2),
    ],
)
def test_an_unreadable_text_is_one_error_with_file_and_line(text: str, line: int) -> None:
    def refuse() -> pytest.ExceptionInfo[ReadingListError]:
        with pytest.raises(ReadingListError) as caught:
            read(text, "x.yaml")
        return caught

    caught = within(60, refuse)  # a bomb would take hours
    assert (caught.value.file, caught.value.line) == ("x.yaml", line)
    assert str(caught.value).startswith(f"x.yaml:{line}: ")
    assert "\n" not in str(caught.value)


def test_an_empty_list_has_no_entries_and_is_no_error() -> None:
    for text in ("", "# nothing\n", "papers:\n", "papers: []\n"):
        assert read(text).entries == ()
        assert read(text).unused == ()


def test_a_second_document_is_reported() -> None:
    result = read("papers:\n- A\n---\npapers:\n- B\n")
    assert [entry.title for entry in result.entries] == ["A"]
    assert result.unused[0].line == 3


def test_ten_thousand_entries_are_read_in_bounded_time() -> None:
    text = "papers:\n" + "".join(
        f"- title: Paper {number}\n  identifiers: {{arxiv: 1810.{number:05d}}}\n"
        for number in range(10_000)
    )
    # a bound, not a measure: see benchmarks/
    assert len(within(60, lambda: read(text)).entries) == 10_000


@given(st.text())
def test_any_text_is_read_or_refused_with_one_clear_error(text: str) -> None:
    try:
        result = read_text(text, "yaml")
    except ReadingListError as error:
        assert str(error)
    else:
        for entry in result.entries:
            assert entry.title or entry.identifiers


CSL_YAML = """\
---
references:
- id: doe
  type: article-journal
  title: Owls of the far North
  author:
  - family: Doe
    given: Jane
  issued:
    date-parts:
    - - 2019
      - 5
  container-title: Owl Letters
  DOI: 10.1234/W.45
- id: roe
  title: Hunting at night
  issued: 2020-01
- [odd]
...
"""
HAYAGRIVA = """\
# mine
doe2019:
  type: article
  title: Owls of the far North
  author: ["Doe, Jane"]
  date: 2019-05
  serial-number: {doi: 10.1234/w.45}
  parent:
    type: periodical
    title: Owl Letters
"""


@pytest.mark.parametrize("text", [CSL_YAML, HAYAGRIVA, CSL_YAML.split("\n", 2)[2][:-4]])
@pytest.mark.parametrize("name", [None, "refs.yaml"])
def test_bibliographies_in_yaml_are_recognised_and_read(text: str, name: str | None) -> None:
    result = read_text(text, file=name)
    first = result.entries[0]
    assert (first.title, first.identifiers) == (
        "Owls of the far North",
        {"doi": "10.1234/w.45"},
    )
    assert (first.authors, first.year, first.venue) == (("Jane Doe",), 2019, "Owl Letters")
    assert [one.subject for one in result.unused] == ["['odd']"] * (len(result.entries) - 1)
    assert [one.year for one in result.entries[1:]] == [2020] * (len(result.entries) - 1)


def test_a_long_bibliography_above_a_text_of_pandoc_is_read_whole() -> None:
    items = "".join(f"- id: a{n}\n  title: Owls of the North {n}\n" for n in range(5_000))
    result = read_text(f"---\nreferences:\n{items}---\n\n# Notes\nSee @a1.\n", file="refs.md")
    assert len(result.entries) == 5_000


OWN_WORDS = """\
papers:
  - title: Widgets
    tags: [MLM, "no"]
    properties: {layers: 24, "steps": 1M, empty: }
    note:
      - turns the wheel
      - {text: schneller, language: de}
  - title: Gadgets
    note: 一行
"""


def test_notes_have_language_and_line_and_properties_are_texts() -> None:
    listed = read(OWN_WORDS, "mine.yaml")
    first, second = listed.entries
    assert first.notes == (
        Note("turns the wheel", "en", "mine.yaml", 6),
        Note("schneller", "de", "mine.yaml", 7),
    )
    assert first.tags == ("MLM", "no")
    assert first.properties == {"layers": "24", "steps": "1M"}
    assert second.notes == (Note("一行", "zh", "mine.yaml", 9),)
    assert listed.unused == ()


def test_a_note_that_is_no_text_and_properties_that_are_none_are_told() -> None:
    text = "papers:\n  - title: T\n    note: [{language: en}, ok]\n    properties: [a]\n"
    listed = read(text, None)
    assert listed.entries[0].note == "ok"
    assert [one.line for one in listed.unused] == [3, 4]


def test_families_have_names_in_two_languages_alone_or_by_language() -> None:
    listed = read(
        "family_names:\n"
        "  Vision: 视觉\n"
        "  语言: Language\n"
        "  Speech: {en: Speech and sound, zh: 语音}\n"
        "papers:\n  - {title: One, family: Vision}\n"
    )
    assert listed.family_names == {
        "Vision": {"zh": "视觉"},
        "语言": {"en": "Language"},
        "Speech": {"en": "Speech and sound", "zh": "语音"},
    }
    assert (len(listed.entries), listed.unused) == (1, ())


def test_names_of_families_that_are_none_are_told_with_their_line() -> None:
    listed = read(
        "family_names:\n  A: [x]\n  B: {fr: Vision, zh: 视觉}\n  C: 丙\n  C: 甲\n  D:\npapers: []\n"
    )
    assert listed.family_names == {"B": {"zh": "视觉"}, "C": {"zh": "丙"}}
    assert [one.line for one in listed.unused] == [2, 3, 5]
    assert read("family_names: [Vision]\npapers: []\n").unused[0].line == 1
