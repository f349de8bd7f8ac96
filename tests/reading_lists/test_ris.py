from ptm_graph.reading_lists import read_bytes
from ptm_graph.reading_lists.ris import read

LIST = """\
TY  - JOUR
TI  - Deep contextualized word representations
ST  - ELMo
AU  - Peters, Matthew E.
PY  - 2018/06/01
JO  - NAACL
DO  - 10.18653/v1/N18-1202
UR  - https://arxiv.org/abs/1802.05365
UR  - https://github.com/allenai/bilm-tf
ER  -

TY  - CONF
T1  - The last record has no end
"""


def test_a_list_with_bom_and_without_last_er_is_read_completely() -> None:
    result = read_bytes(b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode(), "list.ris")
    elmo, last = result.entries
    assert elmo.identifiers == {"arxiv": "1802.05365", "doi": "10.18653/v1/n18-1202"}
    assert (elmo.title, elmo.aliases) == ("Deep contextualized word representations", ("ELMo",))
    assert (elmo.authors, elmo.year, elmo.venue, elmo.line) == (
        ("Matthew E. Peters",),
        2018,
        "NAACL",
        1,
    )
    assert [resource.kind for resource in elmo.resources] == ["code"]
    assert (last.title, last.line) == ("The last record has no end", 12)
    assert result.unused == ()


def test_lines_outside_a_record_and_empty_records_are_listed() -> None:
    result = read("hello\nTY  - JOUR\nER  - \nTI  - stray\n", "x.ris")
    assert result.entries == ()
    assert [(problem.line, problem.subject) for problem in result.unused] == [
        (1, "hello"),
        (2, "record"),
        (4, "TI  - stray"),
    ]


def test_a_record_that_forgets_its_end_is_ended_by_the_next() -> None:
    result = read("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n")
    assert [entry.title for entry in result.entries] == ["A", "B"]
