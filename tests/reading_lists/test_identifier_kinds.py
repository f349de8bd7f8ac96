"""PubMed, PubMed Central, OpenAlex and DBLP name papers in every form of list."""

from __future__ import annotations

import json

import pytest

from ptm_graph.exports import seeds_to_bytes
from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.merge import merged
from ptm_graph.words.model import SeedEntry

TITLE = "A Language Model Trained on Medical Texts Alone"
ALL = {
    "pmid": "31501885",
    "pmcid": "PMC7703568",
    "openalex": "W2963341956",
    "dblp": "journals/toys/ByronT20",
}


@pytest.mark.parametrize(
    "text",
    [
        f"- [{TITLE}](https://pubmed.ncbi.nlm.nih.gov/31501885/)",
        f"- **{TITLE}**. *Ada Byron*. Journal of Toys 2020. PMID: 31501885.",
        f"- {TITLE} (PubMed ID: 31501885)",
    ],
)
def test_a_line_of_markdown_names_a_paper_by_its_pubmed_number(text: str) -> None:
    (entry,) = read_text(f"# Medicine\n\n{text}\n", "markdown").entries
    assert entry.title == TITLE
    assert entry.identifiers == {"pmid": "31501885"}


def test_words_before_a_colon_that_name_no_record_stay_words() -> None:
    (entry,) = read_text(
        "# List\n\n- [DBLP: a bibliography](https://arxiv.org/abs/1901.00001)\n"
    ).entries
    assert entry.title == "DBLP: a bibliography"
    assert entry.identifiers == {"arxiv": "1901.00001"}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (
            "bibtex",
            "@article{DBLP:journals/toys/ByronT20,\n"
            f"  title = {{{TITLE}}}, pmid = {{31501885}}, pmcid = {{PMC7703568}},\n"
            "  url = {https://openalex.org/W2963341956}\n}",
        ),
        (
            "bibtex",
            f"@article{{byron, title = {{{TITLE}}}, note = {{PMID: 31501885; PMCID: PMC7703568}},\n"
            "  url = {https://openalex.org/works/W2963341956},\n"
            "  biburl = {https://dblp.org/rec/journals/toys/ByronT20.bib}\n}",
        ),
        (
            "csl-json",
            json.dumps(
                [
                    {
                        "title": TITLE,
                        "PMID": "31501885",
                        "PMCID": "PMC7703568",
                        "note": "openalex: W2963341956; DBLP: journals/toys/ByronT20",
                    }
                ]
            ),
        ),
        (
            "csl-json",
            json.dumps(
                [
                    {
                        "title": TITLE,
                        "externalIds": {
                            "PubMed": "31501885",
                            "PubMedCentral": "7703568",
                            "OpenAlex": "W2963341956",
                            "DBLP": "journals/toys/ByronT20",
                        },
                    }
                ]
            ),
        ),
        (
            "csv",
            "Title,PMID,PMC ID,OpenAlex,DBLP key\n"
            f"{TITLE},31501885,7703568,https://openalex.org/W2963341956,journals/toys/ByronT20\n",
        ),
    ],
)
def test_all_four_are_read_from_bibliographies(form: str, text: str) -> None:
    (entry,) = read_text(text, form).entries
    assert (entry.title, dict(entry.identifiers)) == (TITLE, ALL)


@pytest.mark.parametrize(
    ("form", "read"), [("bib", "bibtex"), ("ris", "ris"), ("csl", "csl-json"), ("csv", "csv")]
)
def test_all_four_are_read_back_from_what_is_written(form: str, read: str) -> None:
    text = seeds_to_bytes([SeedEntry(TITLE, (), ALL)], form).decode()
    (entry,) = read_text(text, read).entries
    assert (entry.title, dict(entry.identifiers)) == (TITLE, ALL)


def test_two_records_of_one_work_at_dblp_are_one_work() -> None:
    preprint = SeedEntry(TITLE, (), {"dblp": "journals/corr/abs-2001-00001"}, year=2020)
    printed = SeedEntry(TITLE, (), {"dblp": "conf/toys/ByronT20"}, year=2020)
    assert len(merged([preprint, printed])) == 1
    numbered = [SeedEntry(TITLE, (), {"pmid": number}, year=2020) for number in ("1", "2")]
    assert len(merged(numbered)) == 2


OWLS = SeedEntry("Owls of the North", identifiers={"pmid": "31501885", "pmcid": "PMC7703568"})


@pytest.mark.parametrize(
    ("format", "fields"),
    [
        ("bib", ("pmid = {31501885}", "pmcid = {PMC7703568}")),
        ("ris", ("AN  - 31501885\r\nDB  - PubMed", "C7  - PMC7703568")),
        ("csl", ('"PMID": "31501885"', '"PMCID": "PMC7703568"')),
    ],
)
def test_numbers_of_pubmed_stand_where_other_programs_look_for_them(
    format: str, fields: tuple[str, ...]
) -> None:
    written = seeds_to_bytes([OWLS], format).decode()
    assert all(field in written for field in fields), written
    (entry,) = read_text(written).entries
    assert dict(entry.identifiers) == dict(OWLS.identifiers)


def test_an_open_url_a_volume_and_a_link_of_a_table_name_the_paper() -> None:
    text = """\
Title,Author Names,Source,Volume,Open URL Link
Owls,"Strix A., Bubo B.",J Owls,3,"http://r.example/openurl?sid=EMBASE&id=doi:10.1000%2Fowl&atitle=Owls"
Hawks,Milvus M.,bioRxiv,312322,
"""
    owls, hawks = read_text(text, "csv").entries
    assert (owls.authors, owls.identifiers) == (("Strix A.", "Bubo B."), {"doi": "10.1000/owl"})
    assert hawks.identifiers == {"doi": "10.1101/312322"}
