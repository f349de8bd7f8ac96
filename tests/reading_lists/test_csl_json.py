import json

import pytest

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.csl_json import read

ZOTERO = """\
[
  {
    "id": "devlin2019",
    "type": "paper-conference",
    "title": "<i>BERT</i>: Pre-training of Deep Bidirectional Transformers",
    "author": [{"family": "Devlin", "given": "Jacob"}, {"literal": "Google AI"}],
    "issued": {"date-parts": [["2019", 6]]},
    "container-title": "NAACL",
    "DOI": "10.18653/v1/N19-1423",
    "URL": "http://arxiv.org/abs/1810.04805",
    "note": "Citation Key: devlin2019"
  },
  {
    "type": "article",
    "title": "A preprint without link",
    "publisher": "arXiv",
    "number": "arXiv:1901.00001"
  }
]
"""


def test_a_zotero_export_is_read_with_lines() -> None:
    bert, preprint = read(ZOTERO, "z.json").entries
    assert bert.title == "BERT: Pre-training of Deep Bidirectional Transformers"
    assert bert.identifiers == {"arxiv": "1810.04805", "doi": "10.18653/v1/n19-1423"}
    assert (bert.authors, bert.year, bert.venue, bert.line) == (
        ("Jacob Devlin", "Google AI"),
        2019,
        "NAACL",
        2,
    )
    assert (preprint.identifiers, preprint.line) == ({"arxiv": "1901.00001"}, 13)


def test_semantic_scholars_own_records_are_read() -> None:
    text = json.dumps(
        {
            "data": [
                {
                    "paperId": "a" * 40,
                    "title": "T",
                    "year": 2019,
                    "externalIds": {"ArXiv": "1810.04805", "CorpusId": 52967399},
                    "authors": [{"name": "J. Devlin"}],
                }
            ]
        }
    )
    (entry,) = read(text).entries
    assert entry.identifiers == {"arxiv": "1810.04805", "s2": "a" * 40, "corpus": "52967399"}
    assert (entry.authors, entry.year) == (("J. Devlin",), 2019)


def test_items_that_are_none_are_listed() -> None:
    result = read('[{"title": "A"}, 7, null, {"type": "book"}]')
    assert [entry.title for entry in result.entries] == ["A"]
    assert len(result.unused) == 3


@pytest.mark.parametrize(
    "text", ["{", "[" * 100_000, "3", '{"a": 1}', "[1, 2]", "[" + "9" * 5_000 + "]", ""]
)
def test_other_json_and_no_json_is_one_clear_error(text: str) -> None:
    with pytest.raises(ReadingListError) as caught:
        read(text, "x.json")
    assert str(caught.value).startswith("x.json:")
