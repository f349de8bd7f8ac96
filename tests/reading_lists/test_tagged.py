"""Lists of tagged lines: PubMed's, Web of Science's and EndNote's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.reading_lists import ReadingList, read_bytes, read_text
from ptm_graph.reading_lists.formats import guess_format

NBIB = """
PMID- 00012345
OWN - NLM
STAT- MEDLINE
DP  - 2019 Jan-Feb
TI  - Widgets in the treatment of gadgetitis: a randomised
      trial of something long.
LID - 10.1234/widgets(2019)5
      [doi]
LID - S0000-1234(19)00001-1 [pii]
AB  - BACKGROUND: Widgets are used. Nobody
      knows doi: 10.1234/other why.

      METHODS: We did.
FAU - Doe, Jane M Jr
AU  - Doe JM Jr
CN  - The Widget Study Group
FAU - Van Dort, Ann
AU  - Van Dort A
OT  - *widgets
OT  - river
      restoration
MH  - Humans
MH  - Gadgets/*therapeutic use
JT  - Journal of widgets
PMC - PMC7654321
SO  - J Widg. 2019 Jan-Feb;1(1):1-9. doi: 10.1234/widgets(2019)5.

PMID- 12345679
TI  - [Gadgets without a DOI].
TT  - Gadgets ohne DOI.
AU  - Roe R
DEP - 20180203
SO  - J Gadg. 1998;2:3. doi: 10.1234/gadg.2.

PMID- 12345680
BTI - A Book of Widgets
ED  - Moe M
DP  - 2001
PB  - Press of Widgets
"""

WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, J
   Roe, R
AF Doe, Jane
   Roe, Richard
CA Widget Consortium
TI Widgets in rivers and
   lakes
SO JOURNAL OF WIDGETS
DE widgets; water
   quality
AB ER was not seen.
   PT was.
DI 10.1234/W.6
PD DEC 16
PY 2020
PM 31234567
UT WOS:000000000000001
ER

PT B
AU Moe, M
TI A Second Book
PY 2001
PT J
TI One whose end is missing
ER

EF
"""

REFER = """%0 Journal Article
%A Doe, Jane
%A Roe, Richard, Jr.
%T Widgets in rivers
%J J Widg
%D 2015
%R doi: 10.1234/w.42
%K water
quality
rivers
%X An abstract that speaks of 10.1234/other

and has a second paragraph.
%< read this first
%U https://example.org/w42

%0 Generic
%T Gadgets in lakes
%U http://arxiv.org/abs/1901.00001
%8 March 3, 2019
"""


def told(found: ReadingList) -> list[tuple[object, ...]]:
    return [
        (one.title, dict(one.identifiers), one.authors, one.year, one.venue, one.line)
        for one in found.entries
    ]


def test_pubmeds_records_are_read_with_all_their_numbers() -> None:
    found = read_text(NBIB)
    assert told(found) == [
        (
            "Widgets in the treatment of gadgetitis: a randomised trial of something long",
            {"doi": "10.1234/widgets(2019)5", "pmid": "12345", "pmcid": "PMC7654321"},
            ("Jane M Doe Jr", "The Widget Study Group", "Ann Van Dort"),
            2019,
            "Journal of widgets",
            2,
        ),
        (
            "Gadgets without a DOI",
            {"doi": "10.1234/gadg.2", "pmid": "12345679"},
            ("Roe R",),
            2018,
            None,
            29,
        ),
        ("A Book of Widgets", {"pmid": "12345680"}, ("Moe M",), 2001, "Press of Widgets", 36),
    ]
    assert found.entries[0].tags == ("widgets", "river restoration", "Gadgets")
    assert found.unused == ()


def test_web_of_sciences_records_are_read_whatever_their_abstracts_say() -> None:
    found = read_text(WOS)
    assert told(found) == [
        (
            "Widgets in rivers and lakes",
            {"doi": "10.1234/w.6", "pmid": "31234567"},
            ("Jane Doe", "Richard Roe", "Widget Consortium"),
            2020,
            "JOURNAL OF WIDGETS",
            3,
        ),
        ("A Second Book", {}, ("M Moe",), 2001, None, 23),
        ("One whose end is missing", {}, None, None, None, 27),
    ]
    assert found.entries[0].tags == ("widgets", "water quality")
    assert found.unused == ()


def test_endnotes_tagged_records_are_read_and_their_abstracts_are_not() -> None:
    found = read_text(REFER)
    assert told(found) == [
        (
            "Widgets in rivers",
            {"doi": "10.1234/w.42"},
            ("Jane Doe", "Richard Roe Jr."),
            2015,
            "J Widg",
            1,
        ),
        ("Gadgets in lakes", {"arxiv": "1901.00001"}, None, 2019, None, 17),
    ]
    assert found.entries[0].tags == ("water", "quality", "rivers")
    assert found.entries[0].note == "read this first"
    assert [one.url for one in found.entries[0].resources] == ["https://example.org/w42"]


@pytest.mark.parametrize(
    ("text", "format"), [(NBIB, "nbib"), (WOS, "web-of-science"), (REFER, "refer")]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tagged_lines_are_recognised_in_any_file(text: str, format: str, encoding: str) -> None:
    assert guess_format(text, "savedrecs.txt").name == format
    whole = told(read_text(text))
    assert told(read_bytes(text.replace("\n", "\r\n").encode(encoding), "list.txt")) == whole
    assert told(read_text(text.rstrip() + "\n\n" + text))[len(whole) - 1][0] == whole[-1][0]
    assert len(read_text(text + text).entries) == 2 * len(whole)


def test_an_empty_line_within_a_record_does_not_divide_it() -> None:
    (one,) = read_text("PMID- 123\nTI  - A\n\nLID - 10.1234/x [doi]\n\nAU  - Doe J\n").entries
    assert (dict(one.identifiers), one.authors) == ({"doi": "10.1234/x", "pmid": "123"}, ("Doe J",))


def test_tags_may_stand_nearer_to_their_values_or_farther() -> None:
    found = read_text("PMID- 1\nTI - A study\nAU- Doe J\nPMID - 2\nTI  - Another\n", "nbib")
    assert [(one.title, one.authors, one.identifiers) for one in found.entries] == [
        ("A study", ("Doe J",), {"pmid": "1"}),
        ("Another", None, {"pmid": "2"}),
    ]


def test_records_of_old_refer_have_only_an_empty_line_between() -> None:
    found = read_text("%A Jane Doe\n%T One\n%D 1980\n\n%A R. Roe\n%T Two\n")
    assert [(one.title, one.authors) for one in found.entries] == [
        ("One", ("Jane Doe",)),
        ("Two", ("R. Roe",)),
    ]


def test_what_is_wrong_in_a_record_is_told_with_its_line() -> None:
    found = read_text("PMID- 0\nTI  - A\n\nPMID- 5\n\nPMID- x\nAU  - Doe J\n", "nbib", "x.nbib")
    assert [(one.title, dict(one.identifiers)) for one in found.entries] == [
        ("A", {}),
        (None, {"pmid": "5"}),
    ]
    assert [(one.subject, one.reason, one.line) for one in found.unused] == [
        ("pmid:0", "not a valid identifier; correct it", 1),
        ("pmid:x", "not a valid identifier; correct it", 6),
        ("Doe J", "neither title nor identifier; add one", 6),
    ]
    (stray,) = read_text("Exported by hand\nPT J\nTI A\nER\n", "web-of-science").unused
    assert (stray.subject, stray.line) == ("Exported by hand", 1)


LINES = st.lists(
    st.sampled_from(
        [*NBIB.split("\n"), *WOS.split("\n"), *REFER.split("\n"), "ER", "EF", "%", "PT", "AU  -"]
    )
    | st.text(max_size=12),
    max_size=30,
).map("\n".join)


@pytest.mark.parametrize("format", ["nbib", "web-of-science", "refer", "ris"])
@given(text=LINES)
def test_any_lines_are_entries_or_told(format: str, text: str) -> None:
    found = read_text(text, format, "x")
    lines = text.split("\n")
    assert all(one.line is not None and 1 <= one.line <= len(lines) for one in found.entries)
    assert all(one.title or one.identifiers for one in found.entries)
