from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.check import check

SEEDS = """\
papers:
- title: "ERNIE: Enhanced Representation"
  aliases: [ERNIE]
  identifiers: {arxiv: 1904.09223}
- title: "ERNIE: Enhanced Language"
  aliases: [ernie]
  identifiers: {acl: P19-1139}
- title: CoVe
- title: Learned in Translation
  identifiers: {arxiv: 99.1}
- title: "ERNIE: Enhanced Representation."
  identifiers: {arxiv: 1904.09223}
"""


def test_everything_that_is_wrong_is_found_by_line() -> None:
    findings = check(read_text(SEEDS, "yaml", "x.yaml"))
    assert [(finding.kind, finding.places[0]) for finding in findings] == [
        ("duplicate", ("x.yaml", 2)),
        ("shared name", ("x.yaml", 2)),
        ("unresolved", ("x.yaml", 8)),
        ("unresolved", ("x.yaml", 9)),
        ("unreadable", ("x.yaml", 10)),
    ]
    assert "line 2, line 11" in findings[0].message
    assert str(findings[4]).startswith("x.yaml:10: 99.1: ")
    assert all("\n" not in str(finding) for finding in findings)


def test_a_good_list_has_no_findings() -> None:
    assert check(read_text("papers:\n- identifiers: {arxiv: 1904.09223}\n", "yaml")) == ()
