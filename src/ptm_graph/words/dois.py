"""DOIs: how they are written, their one form, and addresses that say one.

An address is listed only where it decides the DOI by itself; nothing is guessed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote

HOST = r"(?:https?://)?(?:[\w-]+\.)*"
"""Beginning of an address, up to the part of its host that is told by name."""


class Place(NamedTuple):
    """Addresses on the web that name a paper."""

    pattern: str
    """Regular expression at the beginning of an address, with or without ``https://``."""
    value: str | Callable[..., str | None] = "{0}"
    """What its groups make together; None: no identifier after all."""
    mark: str = ""
    """Lower-case text without which an address is not worth a look."""


# <446:EOTOFR> belongs to a SICI, which goes on with 2.0.CO;2; other angle brackets enclose a DOI
LOCATION = r"<[^\s<>\"]{1,80}>(?=\d\.\d\.[a-z]{2};)"
_END_SIGNS = r"\s\"'<>?|，。；、！？（）【】《》「」『』“”‘’…"
_BEGIN = r"10\.\d{4,9}(?:\.\d+)*/"
DOI = rf"{_BEGIN}(?:[^#{_END_SIGNS}]++|{LOCATION}|(?<=;[12]-)[#])+"
"""Regular expression of a DOI that stands alone or ends an address, its case ignored."""
_IN_QUERY = DOI.replace("[^#", "[^#&")

_TEXED = (
    r"\\text(?:less|greater|underscore)(?:\{\}|[ ](?=[\w:({]))?"
    r"|\{\\text(?:less|greater|underscore)[ ]?\}"
    r"|\{?\$\\?(?:<|>|lt|gt)[ ]?\$\}?|\{?\\[_&%#](?:\{\})?\}?|\{[\[\]<>_-]\}|\\ensuremath\{[<>]\}"
)
IN_TEXT = rf"{_BEGIN}(?:[^#`\\^{{}}${_END_SIGNS}]++|{LOCATION}|{_TEXED}|(?<=;[12]-)\\?[#])+"
"""Regular expression of a DOI in a running text, escaped for HTML or TeX or not."""
_FOUND = re.compile(rf"(?:(?<![\w.])|(?<=doi)){IN_TEXT}", re.IGNORECASE)

_SIGNS = {"less": "<", "lt": "<", "greater": ">", "gt": ">", "underscore": "_"}
_OF_TEX = re.compile(
    r"\{\\text(less|greater|underscore)[ ]?\}|\\text(less|greater|underscore)(?:\{\}|[ ])?"
    r"|\{?\$\\?(<|>|lt|gt)[ ]?\$\}?|\\ensuremath\{([<>])\}|\{?\\([_&%#<>$])(?:\{\})?\}?"
    r"|\{([\[\]<>_-])\}"
)
_OF_HTML = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,5}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–−", "-"))


def untangled(text: str) -> str:
    r"""The text without what addresses, HTML and TeX do to its signs.

    >>> untangled(r"10.1577/1548-8659(1981)110{\textless}446:A%3E2.0.CO;2")
    '10.1577/1548-8659(1981)110<446:A>2.0.CO;2'
    """
    before = ""
    while text != before:  # services escape what publishers have escaped before
        before = text
        if "%" in text:
            text = unquote(text)
        if "&" in text:
            text = _OF_HTML.sub(lambda found: html.unescape(found[0]), text)
        text = untexed(text)
        if not text.isascii():
            text = _INVISIBLE.sub("", text).translate(_HYPHENS)
    return text


def untexed(text: str) -> str:
    """The text without what TeX does to the signs of an address."""
    return _OF_TEX.sub(_sign, text) if "\\" in text or "$" in text or "{" in text else text


def _sign(found: re.Match[str]) -> str:
    sign: str = next(filter(None, found.groups()))
    return _SIGNS.get(sign, sign)


_VIEWS = (
    r"abs|abstract|asset|cite|citations?|cited-?by|download|enhanced|epdf|epub|figures?|full|full-?text"
    r"|full-text-pdf|html?|issuetoc|media|meta|metrics|pdf|pdf-?direct|pdfplus|pdf-lite|permissions"
    r"|powerpoint|reader|references|related|ris|standard|summary|suppl|supporting-?information|tables|xml"
    r"|page-\d+"
)
_ENDINGS = (
    r"abstract|article-(?:info|metrics)|epub|extract|full|full-text|html?|long|pdf|short"
    r"|supplementary-materials?|xml"
)
_ADDED = re.compile(
    rf"(?:/(?:{_VIEWS})|\.(?:{_ENDINGS})(?:\+html)?|;jsessionid=.*|[.,;:/*_~`!\\>\"'’”]+)$"
)
LONGEST = 2_048
"""Characters of the longest DOI, as it is written."""
_OPENED = {")": "(", "]": "[", "}": "{"}
_CUT_SICI = re.compile(r"(?:\(sici\))?\d{4}-\d{3}[\dx]\(\d{4,8}(?:/\d+)*\)[\d.:/]*(?:<.*)?")
_OF_A_VERSION = {
    "10.1101": re.compile(r"^([\d.]+)v\d+(?:[./].*)?$"),
    "10.64898": re.compile(r"^([\d.]+)v\d+(?:[./].*)?$"),
    "10.1093": re.compile(r"^(\w+/\w+)/\d{5,}$"),
}
"""Prefix → what an address adds to its DOIs: a version, a number of the site."""


def normal_doi(value: str) -> str:
    """The one form of a DOI; empty where what is given is none, or one that was cut off.

    Lower case, without what addresses, sentences and file names put behind it: a view
    (``/full``, ``.pdf``), a version of bioRxiv, marks, a bracket it does not open.
    """
    if len(value) > LONGEST:
        return ""
    prefix, _, suffix = untangled(value).lower().partition("/")
    added = _OF_A_VERSION.get(prefix)
    while True:
        shorter = _ADDED.sub("", suffix)
        last = shorter[-1:]
        if last in _OPENED and shorter.count(last) > shorter.count(_OPENED[last]):
            shorter = shorter[:-1]
        if added is not None:
            shorter = added.sub(r"\1", shorter)
        if shorter == suffix:
            break
        suffix = shorter
    if not suffix or (_CUT_SICI.fullmatch(suffix) and ";" not in suffix):
        return ""
    return f"{prefix}/{suffix}"


_SICI = re.compile(
    r"10\.\d{4,9}/[^\s<>\"]{1,80}<[^\s<>\"]{1,80}>\d\.\d\.[a-z]{2};[12](?:-[\w#])?", re.IGNORECASE
)


def shielded(text: str) -> str:
    """A text of HTML or Markdown in which what stands in a SICI cannot be taken for a tag."""
    if "<" not in text or "10." not in text:
        return text
    return _SICI.sub(lambda found: quote(found[0], safe="/()[]:;,"), text)


def dois_in(text: str) -> Iterator[re.Match[str]]:
    """Where DOIs stand in a running text, as they are written there."""
    return _FOUND.finditer(text) if "10." in text else iter(())


# --- addresses ----------------------------------------------------------------------------------

_MDPI = dict(
    re.findall(
        r"(\S+):(\S+)",
        "1424-8220:s 1422-0067:ijms 1420-3049:molecules 1099-4300:e 2072-4292:rs 2076-3417:app "
        "2071-1050:su 2079-9292:electronics 2072-6694:cancers 2073-4425:genes 2072-6643:nu "
        "1996-1944:ma 1996-1073:en 2073-4441:w 2073-8994:sym 2078-2489:info 1999-4893:a "
        "1999-4915:v 2223-7747:plants 2075-4418:diagnostics 2073-4409:cells 2218-273x:biom "
        "1660-4601:ijerph 2077-0383:jcm 2227-7390:math 2218-1989:metabo 2073-4360:polym "
        "2072-6651:toxins 2076-2615:ani 2076-3425:brainsci 2076-2607:microorganisms 1999-4907:f "
        "2073-4433:atmos 2073-431x:computers 2075-1702:machines",
    )
)
_ARCHIVES_OF_OSF = dict(
    re.findall(
        r"(\w+):(\d+)",
        "osf:31219 agrixiv:31220 arabixiv:31221 metaarxiv:31222 eartharxiv:31223 engrxiv:31224 "
        "focusarchive:31226 inarxiv:31227 lawarxiv:31228 lissa:31229 marxiv:31230 mindrxiv:31231 "
        "nutrixiv:31232 paleorxiv:31233 psyarxiv:31234 socarxiv:31235 sportrxiv:31236 "
        "thesiscommons:31237 africarxiv:31730 ecoevorxiv:32942 mediarxiv:33767 edarxiv:35542 "
        "biohackrxiv:37044",
    )
)
_APS = {
    "prl": "PhysRevLett",
    "rmp": "RevModPhys",
    "pr": "PhysRev",
    **{f"pr{letter}": f"PhysRev{letter.upper()}" for letter in "abcdex"},
}
_LANCET = (
    "0140-6736 1470-2045 1473-3099 1474-4422 2213-2600 2213-8587 2214-109x 2215-0366 2352-3018 "
    "2352-3026 2352-4642 2468-1253 2468-2667 2542-5196 2589-7500 2665-9913 2666-5247 "
    "2666-7568"
)


def _of_mdpi(issn: str, volume: str, issue: str, article: str) -> str | None:
    journal = _MDPI.get(issn.lower())
    return journal and f"10.3390/{journal}{volume}{issue:0>2}{article:0>4}"


def _of_osf(archive: str, paper: str) -> str | None:
    number = _ARCHIVES_OF_OSF.get(archive.lower())
    return number and f"10.{number}/osf.io/{paper}"


def _of_aps(journal: str, volume: str, page: str) -> str | None:
    name = _APS.get(journal.lower())
    return name and f"10.1103/{name}.{volume}.{page}"


def _of_pii(*parts: str) -> str | None:
    """Elsevier's number of an item: since 2003 it is no part of a DOI, but for The Lancet's."""
    letter, issn, rest, year, item, check = parts
    serial = f"{issn}-{rest}".lower()
    old = year >= "60" if not letter else year in "95 96 97 98 99 00 01 02" and item[0] != "9"
    known = old or serial in _LANCET
    return f"10.1016/{letter}{serial}({year}){item}-{check}" if known else None


_DAY = r"\d{4}/\d\d/\d\d/"
_PII = r"(s?)(\d{4})-?(\d{3}[\dx])\(?(\d\d)\)?(\d{5})-?([\dx])"
_BIORXIV = r"(\d{6}|20(?:19|2[0-4])\.\d\d\.\d\d\.\d{6,8})(?!\d)"
# badges, files of programs, and folders named after a month: 10.2020/
_NO_PAPER = (
    r"(?![^?#\s]*\.(?:svg|png|gif|jpe?g)(?:[?#]|$)|(?:https?://)?(?:www\.)?git[a-z]+\.\w+/"
    r"|(?!\S*doi)\S*/10\.20[0-4]\d/)"
)

PLACES = (
    Place(
        rf"{_NO_PAPER}(?:https?://)?(?<![\w.])(?:(?<=//)|(?=[a-z]))[\w-]+(?:\.[\w-]+)+(?::\d+)?/"
        rf"(?:[^?#\s]*?[/:=])??(?:arxiv\.)?({DOI})",
        mark="10.",
    ),
    Place(
        r"(?:https?://)?[\w.:/-]+[^?#\s]*\?(?:[^#\s]*&)?(?:rft_?)?(?:id|doi|_id|\.doi|article|articleid"
        rf"|identifier|url|target|q|query|term|key|paper)=(?:[\w.-]+:)*(?://[\w.-]+)?/?(?:doi/)?({_IN_QUERY})",
        mark="10.",
    ),
    Place(
        rf"{HOST}(?:bio|med)rxiv\.org/[^?#\s]*?early/{_DAY}{_BIORXIV}", "10.1101/{0}", "rxiv.org"
    ),
    Place(
        rf"{HOST}(?:bio|med)rxiv\.org/(?:cgi/)?(?:content|reprint)/(?:\w+/)*{_BIORXIV}",
        "10.1101/{0}",
        "rxiv.org",
    ),
    Place(
        r"(?:https?://)?(?:www\.)?nature\.com/articles/([\w.-]*\d[a-z\d-]*)",
        "10.1038/{0}",
        "nature.com",
    ),
    Place(
        r"(?:https?://)?(?:www\.)?nature\.com/[^?#\s]+/(?:full|abs|pdf|ris|fig_tab)/"
        r"([a-z]{0,16}\.?\d[\d.]*(?:a\d)?)(?:[_-]\w*)*\.(?:html?|pdf|ris)",
        "10.1038/{0}",
        "nature.com",
    ),
    Place(rf"{HOST}pnas\.org/[^?#\s]*?early/{_DAY}(\d{{10}})(?!\d)", "10.1073/pnas.{0}", "pnas"),
    Place(
        rf"{HOST}sciencemag\.org/[^?#\s]*?early/{_DAY}(?:\d+/)?(sci\w+\.\w+)",
        "10.1126/{0}",
        "sciencemag",
    ),
    Place(
        rf"{HOST}oxfordjournals\.org/[^?#\s]*?early/{_DAY}(\w+)\.(\w+)", "10.1093/{0}/{1}", "oxford"
    ),
    Place(
        rf"{HOST}elifesciences\.org/(?:reviewed-preprints/|content/(?:elife/)?\d+/)"
        r"e?(\d{5,6})(?!\d)",
        "10.7554/elife.{0}",
        "elife",
    ),
    Place(rf"{HOST}peerj\.com/articles/(\d+)", "10.7717/peerj.{0}", "peerj"),
    Place(rf"{HOST}peerj\.com/articles/([a-z]+)-(\d+)", "10.7717/peerj-{0}.{1}", "peerj"),
    Place(rf"{HOST}zenodo\.org/records?/(\d+)", "10.5281/zenodo.{0}", "zenodo"),
    Place(
        r"(?:https?://)?(?:www\.)?figshare\.com/(?:articles|s)/(?:[^/?#\s]+/)*(\d{5,9})(?:/\d+)?/?(?:$|[?#])",
        "10.6084/m9.figshare.{0}",
        "figshare",
    ),
    Place(
        rf"{HOST}ssrn\.com/(?:sol3/\w+\.cfm\?(?:[^#\s]*&)?)?abstract_?(?:id)?=(\d{{4,8}})(?!\d)",
        "10.2139/ssrn.{0}",
        "ssrn",
    ),
    Place(rf"{HOST}ssrn\.com/[^?#\s]*/ssrn_id(\d{{4,8}})", "10.2139/ssrn.{0}", "ssrn"),
    Place(
        rf"{HOST}osf\.io/preprints/([a-z]+)/([a-z\d]{{5}}(?:_v\d+)?)(?=[/?#]|$)", _of_osf, "osf.io"
    ),
    Place(
        rf"{HOST}osf\.io/preprints/([a-z\d]{{5}}(?:_v\d+)?)(?=[/?#]|$)",
        "10.31219/osf.io/{0}",
        "osf.io",
    ),
    Place(
        rf"{HOST}(psyarxiv|socarxiv|engrxiv|eartharxiv|edarxiv|africarxiv|ecoevorxiv|mindrxiv)"
        r"\.(?:com|org)/([a-z\d]{5}(?:_v\d+)?)(?=[/?#]|$)",
        _of_osf,
        "xiv.",
    ),
    Place(
        rf"{HOST}chemrxiv\.org/articles/(?:[^/?#\s]+/)+(\d{{7,8}})(?=[/?#]|$)",
        "10.26434/chemrxiv.{0}",
        "chemrxiv",
    ),
    Place(
        rf"{HOST}researchsquare\.com/article/(rs-[2-9]\d{{4,}}|rs-1\d{{5,}})/(v\d+)",
        "10.21203/rs.3.{0}/{1}",
        "researchsquare",
    ),
    Place(
        rf"{HOST}preprints\.org/manuscript/(\d{{6}}\.\d{{4}})/(v\d+)",
        "10.20944/preprints{0}.{1}",
        "preprints.org",
    ),
    Place(
        rf"{HOST}mdpi\.com/(\d{{4}}-\d{{3}}[\dx])/(\d+)/(\d+)/(\d+)(?=[/?#]|$)", _of_mdpi, "mdpi"
    ),
    Place(
        rf"{HOST}(?:sciencedirect|cell|thelancet)\.com/[^?#\s]*?/(?:pii/?)?{_PII}(?![\d-])",
        _of_pii,
        ".com/",
    ),
    Place(
        rf"{HOST}aps\.org/(?:abstract|pdf)/([a-z]+)/v(\d+)/(?:i\d+/)?[ep](\d+)", _of_aps, "aps.org"
    ),
    Place(
        rf"{HOST}pubs\.rsc\.org/[^?#\s]*/([a-z]\d[a-z]{{2}}\d{{5}}[a-z]|[ab]\d{{6}}[a-z])(?=[/?#]|$)",
        "10.1039/{0}",
        "rsc.org",
    ),
    Place(rf"{HOST}bmj\.com/content/\d+/(bmj\.[a-z]?[\d.]+\d)", "10.1136/{0}", "bmj.com"),
    Place(
        rf"{HOST}copernicus\.org/articles/(\d+)/(\d+)/(\d{{4}})/([a-z]+)-\1-\2-\3",
        "10.5194/{3}-{0}-{1}-{2}",
        "copernicus",
    ),
    Place(
        r"(?:https?://)?(?:www\.)?([a-z]+)\.copernicus\.org/articles/(\d+)/(\d+)/(\d{4})(?=[/?#]|$)",
        "10.5194/{0}-{1}-{2}-{3}",
        "copernicus",
    ),
    Place(
        rf"{HOST}hindawi\.com/journals/\w+/(\d{{4}})/(\d{{5,7}})(?!\d)",
        "10.1155/{0}/{1}",
        "hindawi",
    ),
    Place(
        rf"{HOST}biomedcentral\.com/(?:content/(?:pdf/)?)?(\d{{4}}-\d{{3}}[\dx])[/-](\d+)[/-](s?\d+)",
        "10.1186/{0}-{1}-{2}",
        "biomedcentral",
    ),
    Place(
        rf"{HOST}genomebiology\.com/(\d{{4}})/(\d+)/(\d+)/(r\d+)",
        "10.1186/gb-{0}-{1}-{2}-{3}",
        "genomebiology",
    ),
)
"""Addresses that contain a DOI, and those that decide one."""
