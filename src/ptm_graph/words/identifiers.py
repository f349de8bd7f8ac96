"""Identifiers of papers: recognised in any string or URL, in one canonical form.

======== ============================================ ===========================
kind     canonical value                              example
======== ============================================ ===========================
arxiv    without version, lower case                  ``1810.04805``, ``cs/0309023``
doi      lower case, without ``https://doi.org/``     ``10.18653/v1/n19-1423``
acl      upper-case old form or dotted new form       ``N19-1423``, ``2020.acl-main.703``
openreview  forum id, as given                        ``r1xMH1BtvB``
s2       40 hexadecimal digits, lower case            ``df2b0e26d059…``
corpus   digits (Semantic Scholar's CorpusId)         ``52967399``
mag      digits (Microsoft Academic Graph)            ``2963341956``
======== ============================================ ===========================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from ptm_graph.errors import IdentifierError
from ptm_graph.words.model import IDENTIFIER_KINDS, IdentifierKind


class Identifier(NamedTuple):
    """A canonical identifier, printed as ``kind:value``."""

    kind: IdentifierKind
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


_ARXIV_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_ARXIV_OLD = r"[a-z][a-z-]*(?:\.[a-z]{2})?/\d{7}"
_ARXIV = rf"(?:{_ARXIV_NEW}|{_ARXIV_OLD})"
_ACL_OLD = r"[A-Za-z]\d{2}-\d{4}"
_ACL_NEW = r"\d{4}\.[a-z0-9]+-[a-z0-9]+\.\d+"
_ACL = rf"(?:{_ACL_OLD}|{_ACL_NEW})"
_DOI = r"10\.\d{4,9}/[^\s\"'<>?#|，。；）】》]+"

_CANONICAL: dict[IdentifierKind, re.Pattern[str]] = {
    "arxiv": re.compile(rf"({_ARXIV})(?:v\d+)?", re.IGNORECASE),
    "doi": re.compile(rf"({_DOI})", re.IGNORECASE),
    "acl": re.compile(rf"({_ACL})(?:v\d+)?", re.IGNORECASE),
    "openreview": re.compile(r"([A-Za-z0-9_-]{6,24})"),
    "s2": re.compile(r"([0-9a-f]{40})", re.IGNORECASE),
    "corpus": re.compile(r"(\d{1,12})"),
    "mag": re.compile(r"(\d{1,12})"),
}

_PREFIXES: dict[str, IdentifierKind] = {
    "arxiv": "arxiv",
    "doi": "doi",
    "acl": "acl",
    "openreview": "openreview",
    "s2": "s2",
    "s2id": "s2",
    "corpusid": "corpus",
    "corpus": "corpus",
    "mag": "mag",
}

_END = r"(?!\d)"
_HOST = r"(?:https?://)?(?:[\w-]+\.)*"
_LINK_PATTERNS: tuple[tuple[IdentifierKind, str], ...] = (
    (
        "arxiv",
        rf"{_HOST}(?:arxiv\.org|alphaxiv\.org|arxiv-vanity\.com|ar5iv\.org|ar5iv\.labs\.arxiv\.org"
        r"|lanl\.gov|lanl\.arxiv\.org)"
        r"/+(?:(?:abs|pdf|html|format|ps|e-print|papers?|overview|ftp/arxiv/papers/\d{4})/+)?"
        rf"(?:arxiv:)?({_ARXIV})(?:v\d+)?{_END}",
    ),
    (
        "arxiv",
        rf"{_HOST}(?:huggingface\.co/papers|hf\.co/papers|(?:scirate\.com|papers\.cool|deeplearn\.org"
        rf"|semanticscholar\.org)/arxiv|cool\.papers/arxiv)/({_ARXIV})(?:v\d+)?{_END}",
    ),
    ("arxiv", rf"{_HOST}semanticscholar\.org/arxiv:({_ARXIV})(?:v\d+)?{_END}"),
    ("arxiv", rf"{_HOST}adsabs\.harvard\.edu/abs/arxiv:({_ARXIV})(?:v\d+)?{_END}"),
    ("doi", rf"{_HOST}doi\.(?:org|acm\.org)/(?:arxiv\.)?({_DOI})"),
    (
        "acl",
        rf"{_HOST}(?:aclweb\.org/(?:old_)?anthology|anthology\.aclweb\.org|aclanthology\.lst\.[\w.-]+"
        rf"|aclanthology\.(?:org|info)|aclanthology\.coli\.uni-saarland\.de)"
        rf"/(?:(?:papers?|pdf|attachments)/)*(?:[A-Z]/(?:[A-Z]\d{{2}}/)?)?({_ACL})(?:v\d+)?{_END}",
    ),
    (
        "openreview",
        rf"{_HOST}openreview\.net/(?:forum|pdf|revisions|attachment|references/pdf)\?"
        r"(?:[^#\s]*&)?id=([A-Za-z0-9_-]{6,24})",
    ),
    ("corpus", rf"{_HOST}semanticscholar\.org/(?:paper/)?corpus-?id[:/](\d{{1,12}})"),
    (
        "s2",
        rf"{_HOST}semanticscholar\.org/(?:graph/v1/)?(?:reader|paper(?:/[^/?#\s]+)?)/([0-9a-f]{{40}})",
    ),
    (
        "doi",
        rf"{_HOST}(?:dl\.acm\.org|link\.springer\.com|onlinelibrary\.wiley\.com|"
        rf"tandfonline\.com|journals\.sagepub\.com|science\.org|pnas\.org|"
        rf"pubs\.acs\.org|mitpressjournals\.org|frontiersin\.org|royalsocietypublishing\.org|epubs\.siam\.org"
        rf"|journals\.aps\.org/[a-z]+)/(?:doi|article|articles|chapter|book|content|abstract)/"
        rf"(?:(?:abs|full|pdf|epdf|pdfdirect)/)?({_DOI})",
    ),
    (
        "doi",
        rf"{_HOST}(?:biorxiv|medrxiv)\.org/content/(10\.1101/[\d.]+?)(?=v\d|\.(?:full|abstract)|$|[?#/])",
    ),
    ("doi", rf"{_HOST}journals\.plos\.org/\w+/article\?id=({_DOI})"),
)
_IN_LINKS = tuple((kind, re.compile(text, re.IGNORECASE)) for kind, text in _LINK_PATTERNS)
_KNOWN_PLACES = [
    "xiv",
    "ar5iv",
    "doi",
    "acl",
    "openreview",
    "semanticscholar",
    "huggingface",
    "hf.co",
    "lanl",
    "acm.org",
    "springer",
    "wiley",
    "tandfonline",
    "sagepub",
    "science.org",
    "pnas",
    "pubs.acs",
    "mitpress",
    "frontiersin",
    "royalsoc",
    "siam",
    "aps.org",
    "scirate",
    "papers.cool",
    "deeplearn.org",
    "adsabs",
    "plos",
    "nature.com",
]
_S2_PDF = re.compile(
    r"(?:https?://)?pdfs\.semanticscholar\.org/([0-9a-f]{4})/([0-9a-f]{36})\.pdf", re.IGNORECASE
)
_NATURE = re.compile(
    r"(?:https?://)?(?:www\.)?nature\.com/articles/([\w.-]*\d[\w-]*)", re.IGNORECASE
)
_ADS = re.compile(
    rf"{_HOST}adsabs\.harvard\.edu/abs/\d{{4}}arxiv(\d{{4}})(\d{{4,5}})[a-z]", re.IGNORECASE
)
_WRAPPED = re.compile(
    r"https?://(?:web\.archive\.org/web/\d+[a-z_]*/|(?:www\.)?google\.\w+/url\?(?:[^#\s]*&)?(?:q|url)="
    r"|(?:[\w-]+\.)?sci-hub\.\w+/)(?=https?://|10\.)",
    re.IGNORECASE,
)
LONGEST = 2_048
"""Characters of the longest text that is looked at."""
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({_ARXIV})", re.IGNORECASE)


def canonical(kind: str, value: str) -> Identifier:
    """Give the canonical form of a value whose kind is known.

    Parameters
    ----------
    kind : str
        One of :data:`ptm_graph.words.model.IDENTIFIER_KINDS`.
    value : str
        The bare value, or a link or prefixed form of the same kind.

    Returns
    -------
    Identifier

    Raises
    ------
    IdentifierError
        If the kind is unknown or the value is none of that kind.
    """
    known = next((name for name in IDENTIFIER_KINDS if name == kind), None)
    if known is None:
        kinds = ", ".join(IDENTIFIER_KINDS)
        raise IdentifierError(f"unknown kind of identifier “{_shown(kind)}”; known are {kinds}")
    text = value.strip()
    for name in (name for name, of in _PREFIXES.items() if of == known):
        text = re.sub(rf"^{name}\s*:\s*", "", text, flags=re.IGNORECASE)
    match = _CANONICAL[known].fullmatch(text)
    if match is not None:
        return Identifier(known, _normal(known, match.group(1)))
    found = find_identifier(value) if "/" in value else None
    if found is not None and found.kind == known:
        return found
    raise IdentifierError(
        f"“{_shown(value)}” is no {known} identifier; it looks like {_EXAMPLES[known]}"
    )


_EXAMPLES: dict[IdentifierKind, str] = {
    "arxiv": "1810.04805 or cs/0309023",
    "doi": "10.18653/v1/N19-1423",
    "acl": "N19-1423 or 2020.acl-main.703",
    "openreview": "r1xMH1BtvB",
    "s2": "40 hexadecimal digits",
    "corpus": "52967399",
    "mag": "2963341956",
}


@lru_cache(maxsize=8_192)
def find_identifier(text: str) -> Identifier | None:
    """Recognise the identifier in a string or URL.

    Understands links (arXiv abs/pdf/html and old ids, doi.org and publishers'
    DOI links, ACL Anthology old and new, OpenReview, Semantic Scholar), prefixed
    forms (``arXiv:1810.04805v2``, ``doi:…``, ``CorpusId:…``) and bare values that
    can be nothing else.

    Returns
    -------
    Identifier or None
        None where the text names no paper, or is longer than :data:`LONGEST`.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    text = _WRAPPED.sub("", unquote(text), count=1)
    whole_address = "://" in text
    if whole_address or "/" in text:
        low = text.lower()
        found = _in_link(text) if any(place in low for place in _KNOWN_PLACES) else None
        if found is not None or whole_address:
            return found
    prefix, colon, rest = text.partition(":")
    known = _PREFIXES.get(prefix.strip().lower()) if colon else None
    if known is not None:
        match = _CANONICAL[known].fullmatch(_without_subject(rest.strip()))
        return _typed(known, match.group(1)) if match else None
    return _bare(text)


def _in_link(text: str) -> Identifier | None:
    for kind, pattern in _IN_LINKS:
        match = pattern.match(text)
        if match is not None:
            return _typed(kind, match.group(1))
    pieces = _S2_PDF.match(text)
    if pieces is not None:  # the two parts of the address are the paper's id
        return _typed("s2", "".join(pieces.groups()))
    pieces = _ADS.match(text)
    if pieces is not None:
        return _typed("arxiv", ".".join(pieces.groups()))
    nature = _NATURE.match(text)
    return _typed("doi", f"10.1038/{nature.group(1)}") if nature is not None else None


def _bare(text: str) -> Identifier | None:
    for kind in _BARE_KINDS:
        match = _CANONICAL[kind].fullmatch(text)
        if match is not None:
            return _typed(kind, match.group(1))
    return None


_BARE_KINDS: tuple[IdentifierKind, ...] = ("arxiv", "doi", "acl", "s2")


def _without_subject(value: str) -> str:
    """Without the subject class arXiv itself prints: ``1810.04805 [cs.CL]``."""
    return re.sub(r"\s*\[[\w.-]+\]$", "", value)


def _typed(kind: IdentifierKind, value: str) -> Identifier:
    if kind == "doi":
        arxiv = _ARXIV_DOI.fullmatch(value)
        if arxiv is not None:  # arXiv's own DOIs name the same record as the arXiv id
            return Identifier("arxiv", _normal("arxiv", arxiv.group(1)))
    return Identifier(kind, _normal(kind, value))


def _normal(kind: IdentifierKind, value: str) -> str:
    if kind == "arxiv":
        archive, slash, number = value.lower().partition("/")
        # cs.CL/0309023 and cs/0309023 are one paper; physics archives have no subject class
        return f"{archive.partition('.')[0]}/{number}" if slash else archive
    if kind == "doi":
        return _normal_doi(value)
    if kind == "acl":
        return value.upper() if re.fullmatch(_ACL_OLD, value, re.IGNORECASE) else value.lower()
    if kind == "s2":
        return value.lower()
    return value


def _normal_doi(value: str) -> str:
    """Lower case, without what a sentence or a file name puts behind it."""
    value = value.lower()
    while True:
        shorter = re.sub(r"(?:\.pdf|[.,;:/])+$", "", value)
        if not _balanced(shorter):
            shorter = re.sub(r"[)\]}]$", "", shorter)
        if shorter == value:
            return value
        value = shorter


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("[") == text.count("]")


def _shown(value: str) -> str:
    return value if len(value) <= 80 else value[:77] + "…"


def url_of(kind: str, value: str) -> str | None:
    """Link to the page of an identifier; None for kinds without a public page."""
    base = {
        "arxiv": "https://arxiv.org/abs/",
        "doi": "https://doi.org/",
        "acl": "https://aclanthology.org/",
        "openreview": "https://openreview.net/forum?id=",
        "s2": "https://www.semanticscholar.org/paper/",
        "corpus": "https://api.semanticscholar.org/CorpusID:",
    }.get(kind)
    return None if base is None else base + value


def paper_key(identifiers: Mapping[str, str], title: str | None) -> str:
    """Name a paper by its best identifier, or by its title where it has none.

    The order of preference is that of :data:`ptm_graph.words.model.IDENTIFIER_KINDS`.
    """
    for kind in IDENTIFIER_KINDS:
        if identifiers.get(kind):
            return f"{kind}:{identifiers[kind]}"
    words = re.sub(r"[\W_]+", "-", (title or "untitled").casefold()).strip("-")
    return f"title:{words}"


def arxiv_month(arxiv: str) -> tuple[int, int]:
    """Year and month in which an arXiv paper was first submitted: its id says so.

    >>> arxiv_month("1907.11692")
    (2019, 7)
    >>> arxiv_month("cs/0309023")
    (2003, 9)
    """
    number = arxiv.partition("/")[2] or arxiv
    year, month = int(number[:2]), int(number[2:4])
    return (1900 + year if year > 90 else 2000 + year), month


def with_implied(identifiers: Mapping[str, str]) -> dict[str, str]:
    """Add the identifiers that others imply.

    The DOIs of the ACL Anthology contain the Anthology's own id.

    >>> with_implied({"doi": "10.18653/v1/p19-1139"})
    {'doi': '10.18653/v1/p19-1139', 'acl': 'P19-1139'}
    """
    found = dict(identifiers)
    prefix, _, rest = found.get("doi", "").partition("/v1/")
    if prefix == "10.18653" and "acl" not in found:
        match = _CANONICAL["acl"].fullmatch(rest)
        if match is not None:
            found["acl"] = _normal("acl", match.group(1))
    return found
