"""A reading list that was written is read back with nothing lost."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ptm_graph.errors import ExportError
from ptm_graph.exports import export_seeds, known_formats, seeds_to_bytes
from ptm_graph.reading_lists import read_bytes
from ptm_graph.reading_lists.notes import notes_of
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.model import Resource, SeedEntry
from ptm_graph.words.titles import clean
from ptm_graph.words.typeset import untagged

SEEDS = (
    SeedEntry(
        "BERT: Pre-training of 100% Deep_Transformers & more",
        ("BERT", "B; ert", "Bert, the first"),
        {"arxiv": "1810.04805", "doi": "10.18653/v1/n19_1423{x}", "acl": "N19-1423"},
        family="Encoders, early & late",
        resources=(
            Resource("code", "https://github.com/google-research/bert", None, "en"),
            Resource("article", "https://example.org/~one/a_b?c=1,2;3#d%20e"),
        ),
        authors=("Jacob Devlin", "AT&T; Labs", "Johnson and Johnson", "Laurens van der Maaten"),
        year=2019,
        venue="NAACL",
        notes=notes_of(
            "read first: -- it's {short}, costs 5$ ~ 6$\nand again\n@ home it is with less of them"
        ),
        tags=("MLM", "a, b; c\\d", "{x}"),
        properties={"layers": "24; or 12", "steps, all": "1M", "a=bits": "C:\\d: e"},
    ),
    SeedEntry("A paper known by its title", family="Encoders"),
    SeedEntry(
        r"On $\alpha$-widgets",
        authors=("The ATLAS Collaboration", "Harry Connick Jr.", "Plato", "Guy L. Steele III"),
    ),
    SeedEntry("自然语言处理的预训练模型综述", (), {"openreview": "r1xMH1BtvB", "s2": "a" * 40}),
    SeedEntry(None, ("MAG",), {"corpus": "52967399", "mag": "2963341956"}),
    SeedEntry("On <bold claims> & more", authors=("Google and friends",), venue="arXiv.org"),
)
REFERENCE_MANAGERS = ("bib", "ris", "csl", "csv")
LISTS = tuple(name for name, known in known_formats().items() if known.seeds is not None)


def written_and_read(seeds: list[SeedEntry], format: str) -> tuple[SeedEntry, ...]:
    name = {"bib": "bibtex", "csl": "csl-json", "md": "markdown"}.get(format, format)
    listed = read_bytes(seeds_to_bytes(seeds, format), None, name)
    assert listed.unused == ()
    return listed.entries


def told(seed: SeedEntry) -> dict[str, object]:
    """What must survive; the readers find names in titles of their own accord."""
    return {
        "title": seed.title,
        "identifiers": dict(seed.identifiers),
        "authors": seed.authors,
        "year": seed.year,
        "venue": seed.venue,
        "family": seed.family,
        "links": [one.url for one in seed.resources],
        "note": seed.note,
        "tags": [tag for tag in seed.tags if tag != seed.family],
        "properties": dict(seed.properties),
    }


def lost(seeds: list[SeedEntry], format: str) -> list[object]:
    found = written_and_read(seeds, format)
    assert len(found) == len(seeds)
    return [
        (told(before), told(after), before.aliases, after.aliases)
        for before, after in zip(seeds, found, strict=True)
        if told(before) != told(after) or not set(before.aliases) <= set(after.aliases)
    ]


@pytest.mark.parametrize("format", REFERENCE_MANAGERS)
def test_what_is_written_is_read_again(format: str) -> None:
    assert lost(list(SEEDS), format) == []


def test_a_list_in_markdown_is_read_again_as_far_as_it_has_places() -> None:
    found = written_and_read(list(SEEDS[:1]), "md")[0]
    assert found.title == SEEDS[0].title
    assert dict(found.identifiers) == dict(SEEDS[0].identifiers)
    assert [one.url for one in found.resources] == [one.url for one in SEEDS[0].resources]
    assert (found.year, found.family) == (2019, SEEDS[0].family)
    assert "BERT" in found.aliases
    for name in ("note", "tags", "properties"):
        assert getattr(found, name) == getattr(SEEDS[0], name)


WORDS = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufffd"), min_size=1
)
HOSTILE = st.sampled_from(
    [*"=+-@|%{}\\$&#_~^\"'`<>;,?!", "--", "---", "``", "''", " and ", "＝1+1", "&amp;", "TY  - "]
)
TEXTS = st.lists(WORDS | HOSTILE, min_size=1, max_size=6).map(" ".join).map(lambda one: one.strip())


def usable(text: str) -> bool:
    # readers put texts in order, take a closing full stop away, and see links and identifiers
    return (
        clean(text) == text != ""
        and len(text) <= 60
        and not text.endswith(".")
        and find_identifier(text) is None
        and re.search(r"\w", text) is not None
        and "://" not in text
    )


TITLES = TEXTS.map(lambda text: f"Deep {text} models").filter(usable)
NAMES = TEXTS.filter(usable).filter(lambda text: "," not in text and "；" not in text)
SEED = st.builds(
    SeedEntry,
    title=TITLES.filter(lambda title: untagged(title) == title),  # as every reader gives it
    aliases=st.lists(NAMES, max_size=2, unique=True).map(tuple),
    identifiers=st.sampled_from(
        [{}, {"arxiv": "1810.04805"}, {"doi": "10.1000/a_b"}, {"mag": "12"}, {"s2": "b" * 40}]
    ),
    authors=st.none()
    | st.lists(NAMES.filter(lambda name: name.lower() != "others"), min_size=1, max_size=3).map(
        tuple
    ),
    year=st.none() | st.integers(1900, 2099),
    venue=st.none() | NAMES.filter(lambda venue: untagged(venue) == venue),
    family=st.none() | TEXTS.filter(usable),
    notes=st.lists(NAMES, max_size=2, unique=True).map("\n".join).map(notes_of),
    tags=st.lists(NAMES, max_size=2, unique=True).map(tuple),
    properties=st.dictionaries(NAMES.filter(lambda name: ":" not in name), NAMES, max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SEED, min_size=1, max_size=2), st.sampled_from(REFERENCE_MANAGERS))
def test_any_reading_list_survives(seeds: list[SeedEntry], format: str) -> None:
    assert lost(seeds, format) == []


@pytest.mark.parametrize("format", LISTS)
def test_a_list_is_written_the_same_every_time_and_may_be_empty(format: str) -> None:
    assert seeds_to_bytes(SEEDS, format) == seeds_to_bytes(SEEDS, format)
    assert isinstance(seeds_to_bytes([], format), bytes)


@pytest.mark.parametrize("title", ['=HYPERLINK("http://evil")', "＝1+1", "|cmd", "%x", "@a", "-a"])
def test_cells_that_a_spreadsheet_would_run_are_guarded(title: str) -> None:
    seeds = [SeedEntry(title, identifiers={"arxiv": "1810.04805"}, year=2019)]
    cells = next(csv.DictReader(seeds_to_bytes(seeds, "csv").decode("utf-8-sig").splitlines()))
    assert cells["title"] == f"'{title}"
    assert (cells["year"], cells["arxiv"]) == ("2019", "1810.04805")
    assert written_and_read(seeds, "csv")[0].title == title


def test_citation_keys_are_those_of_the_graph_and_unique() -> None:
    same = SeedEntry("Same title", year=2019, authors=("Ada One",))
    known = SeedEntry("BERT", identifiers={"arxiv": "1810.04805"}, authors=("Jacob Devlin",))
    items = json.loads(seeds_to_bytes([same, same, same, known], "csl"))
    keys = [item["id"] for item in items]
    assert len(set(keys)) == 4
    assert keys[3] == "devlin-arxiv-1810.04805"


@pytest.mark.parametrize(
    ("name", "begins"), [("a.bib", b"\n@"), ("a.json", b"["), ("a.csl.json", b"["), ("A.MD", b"##")]
)
def test_the_ending_names_the_format(tmp_path: Path, name: str, begins: bytes) -> None:
    assert export_seeds(SEEDS, tmp_path / name) == tmp_path / name
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_format_that_holds_no_reading_list_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(
        ExportError, match=r"“graphml” is not an export format; use one of csv, bib"
    ):
        seeds_to_bytes(SEEDS, "graphml")
    with pytest.raises(ExportError, match=r"use one of \.csv \.bib \.ris \.json \.md \.markdown"):
        export_seeds(SEEDS, tmp_path / "a.docx")
