import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.errors import ExportError
from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.export import EXPORTS, export
from ptm_graph.words.model import Resource, SeedEntry

SEEDS = (
    SeedEntry(
        "BERT: Pre-training of 100% Deep_Transformers & more",
        ("BERT",),
        {"arxiv": "1810.04805", "doi": "10.18653/v1/n19-1423", "acl": "N19-1423"},
        family="Encoders",
        resources=(Resource("code", "https://github.com/google-research/bert", None, "en"),),
        authors=("Jacob Devlin", "Ming-Wei Chang"),
        year=2019,
        venue="NAACL",
        note="read first",
    ),
    SeedEntry("A paper known by its title", family="Encoders"),
    SeedEntry("自然语言处理的预训练模型综述", (), {"openreview": "r1xMH1BtvB", "s2": "a" * 40}),
    SeedEntry(None, (), {"corpus": "52967399", "mag": "2963341956"}),
)


@pytest.mark.parametrize("format", sorted(EXPORTS))
def test_what_is_written_is_read_again(format: str) -> None:
    found = read_text(export(SEEDS, format), format).entries
    expected = [(entry.title, dict(entry.identifiers)) for entry in SEEDS]
    if (
        format == "markdown"
    ):  # a paper without title is written by its name, links without pages are lost
        assert [dict(entry.identifiers) for entry in found][:3] == [ids for _, ids in expected][:3]
        assert [entry.title for entry in found][:3] == [title for title, _ in expected][:3]
        return
    assert [(entry.title, dict(entry.identifiers)) for entry in found] == expected
    assert (found[0].authors, found[0].year, found[0].venue) == (
        ("Jacob Devlin", "Ming-Wei Chang"),
        2019,
        "NAACL",
    )
    assert "BERT" in found[0].aliases


@pytest.mark.parametrize("format", sorted(EXPORTS))
def test_an_export_is_the_same_every_time_and_never_fails(format: str) -> None:
    assert export(SEEDS, format) == export(SEEDS, format)
    assert isinstance(export([], format), str)


def test_cells_that_a_spreadsheet_would_run_are_disarmed() -> None:
    text = export(
        [SeedEntry('=HYPERLINK("http://evil")', identifiers={"arxiv": "1810.04805"})], "csv"
    )
    assert "'=HYPERLINK" in text
    assert read_text(text, "csv").entries[0].title == '=HYPERLINK("http://evil")'


def test_bibtex_keys_are_unique() -> None:
    text = export([SeedEntry("Same title", year=2019)] * 3, "bibtex")
    keys = [line for line in text.splitlines() if line.startswith("@")]
    assert len(set(keys)) == 3


def test_an_unknown_format_is_one_clear_error() -> None:
    with pytest.raises(ExportError, match="known are bibtex"):
        export(SEEDS, "word")


_TITLES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12).map(
    lambda text: f"Deep models of {text} in language"
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_TITLES, min_size=1, max_size=3), st.sampled_from(["csv", "csl-json", "ris"]))
def test_any_title_survives(titles: list[str], format: str) -> None:
    found = read_text(export([SeedEntry(title) for title in titles], format), format).entries
    assert [entry.title for entry in found] == titles
