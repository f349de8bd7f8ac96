"""One paper has one DOI, however it is written; two papers never share one."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.words.dois import dois_in, normal_doi, untangled
from ptm_graph.words.identifiers import canonical, find_identifier

SICI = "10.1002/(sici)1234-567x(199711)164:1/2<141::aid-owl141>3.0.co;2-#"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # signs that mean something in an address, in HTML or in TeX
        (SICI.upper(), SICI),
        (f"https://doi.org/{quote(SICI, safe='')}", SICI),
        (f"https://doi.org/{quote(quote(SICI))}", SICI),
        (SICI.replace("<", "&lt;").replace(">", "&amp;gt;"), SICI),
        (SICI.replace("<", r"{\textless}").replace(">", r"\textgreater{}"), SICI),
        (SICI.replace("<", r"\textless ").replace(">", r"\textgreater "), SICI),
        (SICI.replace("<", "$<$").replace(">", "{$>$}").replace("#", r"\#"), SICI),
        (SICI.replace("<", r"$\lt$").replace(">", r"\ensuremath{>}"), SICI),
        ("10.1000/owl[1:a]2.0.co;2", "10.1000/owl[1:a]2.0.co;2"),
        ("10.1000/{[}1:a{]}2.0.co;2", "10.1000/[1:a]2.0.co;2"),
        (r"10.1000/owls\_of{\_}the\textunderscore north", "10.1000/owls_of_the_north"),
        ("10.1000/owl\u2010one\u200b", "10.1000/owl-one"),
        # what sentences and addresses put behind it
        ("doi 10.1000/owl).", "10.1000/owl"),
        ("info:doi/10.1000/owl", "10.1000/owl"),
        ("10.1000/owl(1)", "10.1000/owl(1)"),
        *((f"10.1000/owl/{view}", "10.1000/owl") for view in ("full", "abstract", "pdf", "meta")),
        ("10.1000/owl.full.pdf+html", "10.1000/owl"),
        ("10.1101/2020.04.22.055822v3.full", "10.1101/2020.04.22.055822"),
        ("10.1101/gr.1234v1", "10.1101/gr.1234v1"),
        ("10.1000/full", "10.1000/full"),
        # places of a DOI in an address
        ("https://journals.owl.example/en/doi/epdf/10.1000/owl?download=true", "10.1000/owl"),
        ("http://owl.example/article/info%3Adoi%2F10.1000%2Fowl", "10.1000/owl"),
        ("https://owl.example/find?sid=X&id=doi:10.1000%2Fowl&title=Owls", "10.1000/owl"),
        ("https://owl.example/find?rft_id=info:doi/10.1000/owl&x=1", "10.1000/owl"),
        (f"https://owl.example/doi/{quote(SICI)}/abstract;jsessionid=A1.f02", SICI),
        ("https://link.example/?target=https%3A//doi.org/10.1000/owl", "10.1000/owl"),
        ("doi:https://doi.org/10.1000/owl", "10.1000/owl"),
        # addresses that decide a DOI
        ("https://www.biorxiv.org/content/early/2018/05/01/312322", "10.1101/312322"),
        ("https://biorxiv.org/content/biorxiv/early/2019/1/1", None),
        ("medrxiv.org/cgi/content/short/2020.02.27.20028829v2", "10.1101/2020.02.27.20028829"),
        ("https://www.nature.com/nmeth/journal/v1/n2/abs/nmeth.1234.html", "10.1038/nmeth.1234"),
        ("https://www.nature.com/articles/nature12345.pdf", "10.1038/nature12345"),
        ("https://www.pnas.org/content/early/2017/03/13/1611111111", "10.1073/pnas.1611111111"),
        ("https://elifesciences.org/content/5/e12345", "10.7554/elife.12345"),
        ("https://peerj.com/articles/cs-12/", "10.7717/peerj-cs.12"),
        ("https://zenodo.org/records/1234567", "10.5281/zenodo.1234567"),
        ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567", "10.2139/ssrn.1234567"),
        ("https://osf.io/preprints/psyarxiv/ab1cd", "10.31234/osf.io/ab1cd"),
        ("https://psyarxiv.com/ab1cd/", "10.31234/osf.io/ab1cd"),
        ("https://osf.io/preprints/nosucharxiv/ab1cd", None),
        ("https://osf.io/ab1cd", None),
        ("https://chemrxiv.org/articles/preprint/Owls/8123456/1", "10.26434/chemrxiv.8123456"),
        ("https://www.researchsquare.com/article/rs-123456/v1", "10.21203/rs.3.rs-123456/v1"),
        ("https://www.preprints.org/manuscript/202001.0001/v1", "10.20944/preprints202001.0001.v1"),
        ("https://www.mdpi.com/1424-8220/19/1/12/htm", "10.3390/s19010012"),
        ("https://www.mdpi.com/0000-0000/19/1/12", None),
        (
            "sciencedirect.com/science/article/pii/S0012345600123456",
            "10.1016/s0012-3456(00)12345-6",
        ),
        ("https://www.cell.com/x/fulltext/S0012-3456(18)12345-6", None),
        (
            "thelancet.com/article/PIIS0140-6736(18)12345-6/fulltext",
            "10.1016/s0140-6736(18)12345-6",
        ),
        ("https://prola.aps.org/abstract/PRL/v77/i18/p3865_1", "10.1103/physrevlett.77.3865"),
        ("https://pubs.rsc.org/en/content/articlelanding/2017/sc/c6sc01234a", "10.1039/c6sc01234a"),
        ("https://ieeexplore.ieee.org/document/1234567", None),
        ("https://dl.acm.org/citation.cfm?id=1234567", None),
        ("https://www.jmlr.org/papers/v3/owl03a.html", None),
        # never a part of one, nor what only looks like one
        (SICI.partition("<")[0], None),
        (SICI.partition(">")[0], None),
        ("10.1000/...", None),
        ("https://img.shields.io/badge/DOI-10.1000%2Fowl-blue.svg", None),
        ("https://zenodo.org/badge/DOI/10.5281/zenodo.1.svg", None),
        ("https://owl.example/uploads/10.2020/paper.pdf", None),
        ("https://github.com/owl/owl/tree/10.12345/src", None),
    ],
)
def test_a_doi_is_found_whole_or_not_at_all(text: str, expected: str | None) -> None:
    found = find_identifier(text)
    assert (found and (found.kind, found.value)) == (expected and ("doi", expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arXiv:hep-th/1601.01234", "1601.01234"),
        ("https://arxiv.org/abs/cs.CL/1601.01234v2", "1601.01234"),
        ("abs/1601.01234", "1601.01234"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("http://arxiv.org/PS_cache/cs/pdf/0309/0309023v1.pdf", "cs/0309023"),
        ("http://adsabs.harvard.edu/abs/2014arXiv1412.1234K", "1412.1234"),
        ("https://inspirehep.net/search?p=find+eprint+1410.1234", "1410.1234"),
        ("10.48550/arXiv.1601.01234v3", "1601.01234"),
    ],
)
def test_an_arxiv_id_is_found_behind_a_wrong_archive(text: str, expected: str) -> None:
    assert find_identifier(text) == ("arxiv", expected)


_SUFFIXES = st.one_of(
    st.from_regex(r"[a-z0-9]{2,8}([._-][a-z0-9]{2,6}){0,3}[0-9]", fullmatch=True),
    st.from_regex(
        r"(\(sici\))?[0-9]{4}-[0-9]{3}[0-9x]\([0-9]{6}\)[0-9]{1,3}(:[0-9]{1,2})?"
        r"<[0-9]{1,4}::?[a-z]{2,6}>[23]\.0\.co;2(-[a-z0-9])?",
        fullmatch=True,
    ),
)
_DOIS = st.builds("10.{}/{}".format, st.integers(1000, 99999), _SUFFIXES)
_SYNTAXES: tuple[Callable[[str], str], ...] = (
    lambda doi: doi.upper(),
    lambda doi: f"doi:{doi}",
    lambda doi: f"https://doi.org/{quote(doi)}",
    lambda doi: f"https://owls.example/doi/full/{quote(doi, safe='')}?x=1",
    lambda doi: f"https://owls.example/open?id=doi:{quote(doi, safe='')}&x=1",
    lambda doi: doi.replace("<", "&lt;").replace(">", "&gt;"),
    lambda doi: (
        doi.replace("<", r"{\textless}").replace(">", r"{\textgreater}").replace("_", r"\_")
    ),
    lambda doi: doi.replace("<", "$<$").replace(">", "$>$").replace("_", r"{\_}"),
)


@given(_DOIS, st.sampled_from(_SYNTAXES))
def test_a_doi_in_any_syntax_is_the_same_alone_and_in_a_sentence(
    doi: str, syntax: Callable[[str], str]
) -> None:
    assert canonical("doi", doi).value == normal_doi(doi) == doi
    written = syntax(doi)
    assert find_identifier(written) == ("doi", doi)
    if "://" not in written:
        (there,) = dois_in(f"Owls ({written}), 2010.")
        assert find_identifier(there[0].rstrip(").,")) == ("doi", doi)


@given(st.text(st.sampled_from("10./ab<>;:2-#()[]{}\\_$%&ltCO.pdf/full\u200b–"), max_size=40))
def test_the_form_of_a_doi_is_final(text: str) -> None:
    once = normal_doi(f"10.1000/{text}")
    assert normal_doi(once) == once
    assert untangled(once) == once


def test_signs_without_end_take_no_time() -> None:
    for sign in ("<", "(", "\\", "{\\textless}", "/", ".pdf", "/10.1000", "%3C"):
        text = "10.1000/a" + sign * 200_000
        assert len([*dois_in(text)]) < 200_001
        normal_doi(text[:2_000])
        find_identifier(text[:2_000])
        find_identifier("https://owl.example/" + text[:2_000])
        assert re.match("10", text)
