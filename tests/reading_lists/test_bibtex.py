import pytest

from ptm_graph.reading_lists.bibtex import read

GOOD = r"""
@string{acl = "ACL"}
@comment{jabref-meta: databaseType:bibtex;}
@inproceedings{devlin2019,
  title = {{BERT}: Pre-training of Deep {\"u}nits},
  author = {Devlin, Jacob and Chang, Ming-Wei and others},
  year = 2019, booktitle = acl # " 2019",
  url = {https://www.aclweb.org/anthology/N19-1423},
}
@misc{vaswani, title="Attention Is All You Need", eprint={1706.03762}, archivePrefix={arXiv}}
@article{vaswani, title={A second one}, journal={arXiv preprint arXiv:1706.03763}}
@article{x, title={Third}, doi={https://doi.org/10.1000/ABC}, note={OpenReview: r1xMH1BtvB}}
"""


def test_records_are_read_with_strings_latex_and_identifiers() -> None:
    result = read(GOOD, "x.bib")
    bert, attention, second, third = result.entries
    assert bert.title == "BERT: Pre-training of Deep ünits"
    assert bert.aliases == ("BERT",)
    assert bert.authors == ("Jacob Devlin", "Ming-Wei Chang")
    assert (bert.year, bert.venue, bert.line) == (2019, "ACL 2019", 4)
    assert bert.identifiers == {"acl": "N19-1423"}
    assert attention.identifiers == {"arxiv": "1706.03762"}
    assert second.identifiers == {"arxiv": "1706.03763"}  # a key used twice spoils nothing
    assert third.identifiers == {"doi": "10.1000/abc", "openreview": "r1xMH1BtvB"}
    assert result.unused == ()


def test_broken_records_cost_only_themselves_and_give_what_they_hold() -> None:
    result = read(
        """\
@article{broken,
  title = {No closing brace},
  doi = {10.1000/XYZ
  author = {A B}
@misc{good, title={Good}}
@article{nokey
 title = {A missing comma}
}
@article{empty}
""",
        "x.bib",
    )
    assert [(entry.title, dict(entry.identifiers)) for entry in result.entries] == [
        ("No closing brace", {"doi": "10.1000/xyz"}),
        ("Good", {}),
        ("A missing comma", {}),
    ]
    assert [(problem.line, problem.reason) for problem in result.unused] == [
        (1, "a broken record; check its braces and commas"),
        (6, "a broken record; check its braces and commas"),
        (9, "neither title nor identifier; add one"),
    ]


def test_a_malformed_doi_is_listed_and_the_entry_kept() -> None:
    result = read("@article{x, title={T}, doi={none yet}}")
    assert [entry.title for entry in result.entries] == ["T"]
    assert result.unused[0].subject == "none yet"


def test_links_that_are_no_papers_are_resources() -> None:
    (entry,) = read(
        "@misc{x, title={T}, url={https://github.com/a/b}, howpublished={\\url{https://x.org/blog/}}}"
    ).entries
    assert [(resource.kind, resource.url) for resource in entry.resources] == [
        ("code", "https://github.com/a/b"),
        ("article", "https://x.org/blog/"),
    ]


def test_nothing_is_printed_for_broken_records(capfd: pytest.CaptureFixture[str]) -> None:
    read("@article{" * 50)
    assert capfd.readouterr() == ("", "")


def test_a_formula_keeps_its_braces_and_an_entity_is_its_character() -> None:
    title = r"Cuts at {The} $\sqrt{s}$ &amp; in $\mathcal{O}(n^{2})$ \&amp; {Braces}"
    (entry,) = read("@misc{x, title={" + title + "}}").entries
    assert entry.title == r"Cuts at The $\sqrt{s}$ & in $\mathcal{O}(n^{2})$ & Braces"
