import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import IdentifierError
from ptm_graph.words.identifiers import (
    IDENTIFIER_KINDS,
    KIND_NAMED,
    Identifier,
    arxiv_month,
    canonical,
    find_identifier,
    paper_key,
    url_of,
    with_implied,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://arxiv.org/abs/1810.04805v2", "arxiv:1810.04805"),
        ("http://arxiv.org/pdf/1312.5602.pdf)", "arxiv:1312.5602"),
        ("arxiv.org/abs/1810.04805?context=cs", "arxiv:1810.04805"),
        ("https://arxiv.org/1810.04805", "arxiv:1810.04805"),
        ("https://arxiv.org/ftp/arxiv/papers/1810/1810.04805.pdf", "arxiv:1810.04805"),
        ("https://arxiv.org/html/2301.10140v1", "arxiv:2301.10140"),
        ("http://arxiv.org/abs/cs.CL/0309023", "arxiv:cs/0309023"),
        ("https://xxx.lanl.gov/abs/hep-th/9901001", "arxiv:hep-th/9901001"),
        ("https://www.alphaxiv.org/abs/1810.04805", "arxiv:1810.04805"),
        ("https://ar5iv.labs.arxiv.org/html/1810.04805", "arxiv:1810.04805"),
        ("https://huggingface.co/papers/2303.18223", "arxiv:2303.18223"),
        ("https://doi.org/10.48550/arXiv.1706.03762", "arxiv:1706.03762"),
        ("https://ui.adsabs.harvard.edu/abs/2018arXiv181004805D/abstract", "arxiv:1810.04805"),
        ("https://web.archive.org/web/2019/https://arxiv.org/abs/1810.04805", "arxiv:1810.04805"),
        ("arXiv:1810.04805v1 [cs.CL]", "arxiv:1810.04805"),
        ("cs/0309023", "arxiv:cs/0309023"),
        ("https://dx.doi.org/10.1145/3292500.3330701", "doi:10.1145/3292500.3330701"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500?download=true", "doi:10.1145/3292500"),
        ("https://link.springer.com/chapter/10.1007%2F978-3-030-0_1", "doi:10.1007/978-3-030-0_1"),
        ("https://link.springer.com/content/pdf/10.1007/978-3-0_1.pdf", "doi:10.1007/978-3-0_1"),
        ("https://www.nature.com/articles/s41586-021-03819-2", "doi:10.1038/s41586-021-03819-2"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.1v1.full", "doi:10.1101/2020.01.01.1"),
        ("10.1000/abc(def)", "doi:10.1000/abc(def)"),
        ("doi:10.1000/ABC.", "doi:10.1000/abc"),
        ("https://www.aclweb.org/anthology/papers/N/N19/N19-1423/", "acl:N19-1423"),
        ("https://www.aclweb.org/anthology/P/P18/P18-1031.pdf", "acl:P18-1031"),
        ("http://anthology.aclweb.org/P/P16/P16-1162.pdf", "acl:P16-1162"),
        ("https://aclanthology.org/2020.acl-main.703.pdf", "acl:2020.acl-main.703"),
        ("n19-1423", "acl:N19-1423"),
        ("https://openreview.net/forum?id=r1xMH1BtvB&noteId=x", "openreview:r1xMH1BtvB"),
        ("https://openreview.net/pdf?id=r1xMH1BtvB", "openreview:r1xMH1BtvB"),
        (f"https://www.semanticscholar.org/paper/A-B%3A-C/{'a' * 40}", f"s2:{'a' * 40}"),
        (f"https://pdfs.semanticscholar.org/{'a' * 4}/{'b' * 36}.pdf", f"s2:aaaa{'b' * 36}"),
        ("https://api.semanticscholar.org/CorpusID:52967399", "corpus:52967399"),
        ("CorpusId: 52967399", "corpus:52967399"),
        ("MAG:2963341956", "mag:2963341956"),
        ("https://pubmed.ncbi.nlm.nih.gov/31501885/", "pmid:31501885"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/31501885?dopt=Abstract", "pmid:31501885"),
        ("http://europepmc.org/abstract/MED/31501885", "pmid:31501885"),
        ("PMID: 031501885", "pmid:31501885"),
        ("PubMed: 31501885", "pmid:31501885"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7703568/pdf/btz682.pdf", "pmcid:PMC7703568"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC7703568/", "pmcid:PMC7703568"),
        ("https://europepmc.org/article/PMC/PMC7703568", "pmcid:PMC7703568"),
        ("PMCID: 7703568", "pmcid:PMC7703568"),
        ("pmc7703568", "pmcid:PMC7703568"),
        ("https://openalex.org/w2963341956", "openalex:W2963341956"),
        ("https://api.openalex.org/works/W2963341956", "openalex:W2963341956"),
        ("W2963341956", "openalex:W2963341956"),
        ("https://dblp.org/rec/conf/naacl/DevlinCLT19.html", "dblp:conf/naacl/DevlinCLT19"),
        (
            "https://dblp.uni-trier.de/rec/bibtex/journals/corr/abs-1810-04805.bib",
            "dblp:journals/corr/abs-1810-04805",
        ),
        ("DBLP:conf/naacl/DevlinCLT19", "dblp:conf/naacl/DevlinCLT19"),
    ],
)
def test_an_identifier_is_found_in_any_link_or_string(text: str, expected: str) -> None:
    assert str(find_identifier(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://arxiv.org/list/cs.CL/recent",
        "https://arxiv.org/abs/1810.048055",
        "https://arxiv.org/abs/1813.04805",
        "https://aclanthology.org/volumes/P18-1/",
        "https://openreview.net/group?id=ICLR.cc/2020",
        "https://huggingface.co/models?other=arxiv:2101.11038",
        "https://github.com/google-research/bert",
        "https://pubmed.ncbi.nlm.nih.gov/?term=bert",
        "https://www.ncbi.nlm.nih.gov/books/NBK1234/",
        "https://openalex.org/A5023888391",
        "https://dblp.org/pid/122/7017.html",
        "https://dblp.org/db/conf/naacl/naacl2019-1.html",
        "31501885",
        "conf/naacl/DevlinCLT19",
        "W2V",
        "https://example.org/arxiv.org/abs/1810.04805",
        "1234.5678",
        "Attention is all you need",
        "arXiv:soon",
        "a" * 5_000,
        "https://arxiv.org/abs/1810.04805" + "a" * 5_000,
    ],
)
def test_what_names_no_paper_gives_none(text: str) -> None:
    assert find_identifier(text) is None


def test_a_value_of_known_kind_is_made_canonical_or_refused() -> None:
    assert canonical("arxiv", "arXiv:1810.04805v2") == Identifier("arxiv", "1810.04805")
    assert canonical("doi", "https://doi.org/10.1000/ABC").value == "10.1000/abc"
    for kind, value in [
        ("arxiv", "99.1"),
        ("doi", "abc"),
        ("s2", "zz"),
        ("mag", "x"),
        ("nix", "1"),
    ]:
        with pytest.raises(IdentifierError):
            canonical(kind, value)


def test_a_paper_is_named_by_its_best_identifier_else_by_its_title() -> None:
    assert paper_key({"doi": "10.1/x", "arxiv": "1810.04805"}, "T") == "arxiv:1810.04805"
    assert paper_key({}, "Deep  Learning!") == "title:deep-learning"


def test_the_month_of_an_arxiv_id_is_known() -> None:
    assert arxiv_month("1907.11692") == (2019, 7)
    assert arxiv_month("cs/0309023") == (2003, 9)
    assert arxiv_month("hep-th/9901001") == (1999, 1)


def test_a_doi_of_the_anthology_implies_its_own_id() -> None:
    assert with_implied({"doi": "10.18653/v1/p19-1139"})["acl"] == "P19-1139"
    assert with_implied({"doi": "10.1000/x"}) == {"doi": "10.1000/x"}


_VALUES = {
    "arxiv": st.from_regex(r"\A[0-2]\d(0[1-9]|1[0-2])\.\d{4,5}\Z"),
    "doi": st.from_regex(r"\A10\.\d{4,6}/[a-z0-9][a-z0-9.-]{1,10}[a-z0-9]\Z"),
    "acl": st.from_regex(r"\A[A-Z]\d{2}-\d{4}\Z"),
    "openreview": st.from_regex(r"\A[A-Za-z0-9_-]{10}\Z"),
    "s2": st.from_regex(r"\A[0-9a-f]{40}\Z"),
    "corpus": st.from_regex(r"\A[0-9]{3,9}\Z"),
    "mag": st.from_regex(r"\A[0-9]{3,9}\Z"),
    "pmid": st.from_regex(r"\A0{0,2}[1-9][0-9]{0,7}\Z"),
    "pmcid": st.from_regex(r"\A(PMC|pmc)?[1-9][0-9]{3,7}\Z"),
    "openalex": st.from_regex(r"\A[Ww][0-9]{5,11}\Z"),
    "dblp": st.from_regex(r"\A(conf|journals)/[a-z]{2,6}/[A-Z][A-Za-z]{1,9}(-[0-9]{1,4})?\Z"),
}


_IDENTIFIERS = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda kind: st.tuples(st.just(kind), _VALUES[kind])
)


def test_every_kind_is_tried_below() -> None:
    assert set(_VALUES) == set(IDENTIFIER_KINDS)


@given(_IDENTIFIERS)
def test_the_page_of_an_identifier_leads_back_to_it(pair: tuple[str, str]) -> None:
    identifier = canonical(*pair)
    url = url_of(*identifier)
    if identifier.kind == "mag":
        assert url is None, "its pages are gone"
    else:
        assert url is not None
        assert find_identifier(url) == identifier
        assert canonical(identifier.kind, url) == identifier


@given(_IDENTIFIERS)
def test_what_is_canonical_stays_as_it_is_and_is_found_as_it_is_printed(
    pair: tuple[str, str],
) -> None:
    identifier = canonical(*pair)
    assert canonical(*identifier) == identifier
    assert find_identifier(str(identifier)) == identifier


@given(_IDENTIFIERS)
def test_every_prefix_of_a_kind_means_it(pair: tuple[str, str]) -> None:
    identifier = canonical(*pair)
    for prefix in (identifier.kind, *KIND_NAMED[identifier.kind].prefixes):
        assert find_identifier(f"{prefix.upper()}: {identifier.value}") == identifier


def test_kinds_that_came_later_name_a_paper_only_where_no_earlier_one_does() -> None:
    first = ("arxiv", "doi", "acl", "openreview", "s2", "corpus", "mag")
    assert IDENTIFIER_KINDS[: len(first)] == first
    assert paper_key({"pmid": "1", "dblp": "conf/x/Y", "mag": "2"}, None) == "mag:2"
    assert paper_key({"dblp": "conf/x/Y", "pmid": "1"}, None) == "pmid:1"


@given(st.text())
def test_any_text_gives_a_canonical_identifier_or_none(text: str) -> None:
    found = find_identifier(text)
    if found is not None:
        assert found.kind in IDENTIFIER_KINDS
        assert canonical(*found) == found
