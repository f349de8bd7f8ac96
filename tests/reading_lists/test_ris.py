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


def test_tags_before_the_type_belong_to_the_record_below() -> None:
    found = read(
        "Provider: Widgets Online\nTI  - Baboon widgets\nSP  - 6\nTY  - JOUR\nAU  - Doe, A.\n"
        "DO  - 10.1234/w.26\nER  - \n\n2.\nTI  - Second\nTY  - JOUR\nER  - \n"
    )
    assert [(one.title, dict(one.identifiers), one.line) for one in found.entries] == [
        ("Baboon widgets", {"doi": "10.1234/w.26"}, 2),
        ("Second", {}, 10),
    ]
    assert found.unused == ()


def test_what_looks_like_a_tag_in_a_wrapped_line_is_text() -> None:
    (one,) = read(
        "TY  - JOUR\nTI  - Widgets in\nER - positive gadgets and\nTI - negative ones\n"
        "AB  - Of those with\nER  - negative gadgets and\nTY  - was not seen in 1 of\nDO - 4\n"
        "KW  - water\nrivers\nDO  - 10.1234/w.1\nER  - \n"
    ).entries
    assert one.title == "Widgets in ER - positive gadgets and TI - negative ones"
    assert (one.identifiers, one.tags) == ({"doi": "10.1234/w.1"}, ("water", "rivers"))


def test_identifiers_are_found_where_databases_put_them() -> None:
    for tag in ("L3", "M3", "AN", "L1"):
        (one,) = read(f"TY  - JOUR\nT1  - A\n{tag}  - 10.1016/j.agee.2016.06.041\nER  - \n").entries
        assert one.identifiers == {"doi": "10.1016/j.agee.2016.06.041"}, tag
    (one,) = read("TY - JOUR\nBT - A\nAN - 123\nC2 - PMC4567\nDP - NLM\nER -\n").entries
    assert (one.title, one.identifiers) == ("A", {"pmid": "123", "pmcid": "PMC4567"})
    (one,) = read("TY  - JOUR\nTI  - A\nAN  - 123\nDB  - Gadgets\nPY  - 2019 Epub 2018\n").entries
    assert (one.identifiers, one.year) == ({}, 2019)
