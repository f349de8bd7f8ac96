"""What a link of a reading list is: the paper itself, something about it, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from ptm_graph.reading_lists.vocabulary import (
    FILLERS,
    LABELS,
    SAYS_PAPER,
    TELLING_LAST_WORDS,
    VENUES,
)
from ptm_graph.words.addresses import without_sessions
from ptm_graph.words.identifiers import Identifier, find_identifier
from ptm_graph.words.wording import Said

LinkRole = Literal["paper", "resource", "local", "nothing"]


@dataclass(frozen=True, slots=True)
class LinkUse:
    """What a link is good for."""

    role: LinkRole
    identifier: Identifier | None = None
    kind: str = "other"
    """Kind of a resource."""
    sure: bool = False
    """True where the address alone determines the kind, whatever the label says."""
    unknown: bool = False
    """True where nothing is known of the host: label and section tell what it is."""
    reason: Said | None = None
    """Why a link that is not a resource cannot be used."""


_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|bmp|ico)(?:[?#].*)?$", re.I)
_BADGES = re.compile(
    r"(?:^|\.)(?:shields\.io|badge\.fury\.io|travis-ci\.(?:org|com)|awesome\.re|visitor-badge\.\w+"
    r"|star-history\.com|hits\.\w+\.\w+|komarev\.com|badgen\.net|contrib\.rocks)$"
)
_PAPER_PLACES = re.compile(
    r"""
    ^(?:papers|proceedings)\.(?:nips|neurips)\.cc/(?:paper|book|hash|static)
    | ^(?:proceedings\.mlr\.press|jmlr\.csail\.mit\.edu|(?:www\.)?jmlr\.org)
        /(?:papers|proceedings|v\d+|beta)
    | (?:^|\.)thecvf\.com/(?:content|openaccess)
    | (?:^|\.)cv-foundation\.org/+openaccess
    | ^(?:www\.)?ecva\.net/papers
    | ^(?:www\.|ojs\.)?aaai\.org/(?:ojs|index\.php|papers|library|conference|digital)
    | ^(?:www\.)?ijcai\.org/(?:proceedings|papers|abstract)
    | ^(?:www\.)?isca-(?:speech|archive)\.org/
    | ^ieeexplore\.ieee\.org/(?:abstract/)?(?:document|stamp|iel)
    | ^dl\.acm\.org/(?:citation|ft_gateway)
    | ^(?:www\.)?sciencedirect\.com/science/article
    | ^(?:www\.)?nature\.com/articles
    | ^(?:www\.)?usenix\.org/.*(?:presentation|conference|system/files)
    | ^(?:www\.)?(?:researchgate\.net/publication|academia\.edu)
    | ^(?:www\.)?paperswithcode\.com/paper/
    | ^openreview\.net/(?:pdf|forum|attachment)
    | ^link\.springer\.com/ | ^(?:www\.)?mitpressjournals\.org/doi | ^direct\.mit\.edu/
    | ^(?:www\.)?(?:biorxiv|medrxiv)\.org/content | ^[^/]+/content/(?:early/)?\d+/\d+
    | ^(?:pdfs|www)\.semanticscholar\.org/(?:paper/)?
    | ^(?:www\.)?jstor\.org/stable | ^(?:eprint\.iacr|hal[\w-]*\.\w+|hal)\.\w+/
    | ^(?:www\.)?mdpi\.com/\d | ^onlinelibrary\.wiley\.com/doi | ^journals\.\w+\.org/
    | ^(?:aclweb\.org|www\.aclweb\.org|aclanthology\.\w+)/anthology/
    | ^[^/]+/(?:[\w-]+/){0,4}(?:abstract|fulltext|pii)/
    | ^(?:cdn|static)\.openai\.com/.*\.pdf | ^papers\.ssrn\.com/ | ^academic\.oup\.com/.*article
    """,
    re.VERBOSE,
)
_CODE = re.compile(
    r"(?:^|\.)(?:github\.com|gitlab\.com|bitbucket\.org|gitee\.com|codeberg\.org|sourceforge\.net"
    r"|gist\.github\.com|colab\.research\.google\.com|nbviewer\.(?:jupyter|ipython)\.org"
    r"|code\.google\.com|git\.\w+\.\w+)$"
)
_KINDS_BY_HOST: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "video",
        re.compile(
            r"(?:^|\.)(?:youtube\.com|youtu\.be|vimeo\.com|bilibili\.com|b23\.tv|slideslive\.com"
            r"|videolectures\.net|youku\.com|techtalks\.tv)$"
        ),
    ),
    ("slides", re.compile(r"(?:^|\.)(?:slideshare\.net|speakerdeck\.com|slides\.com)$")),
    (
        "article",
        re.compile(
            r"(?:^|\.)(?:medium\.com|zhihu\.com|mp\.weixin\.qq\.com|csdn\.net|cnblogs\.com|jianshu\.com"
            r"|juejin\.(?:im|cn)|segmentfault\.com|towardsdatascience\.com|substack\.com|wordpress\.com"
            r"|blogspot\.com|hashnode\.dev|dev\.to|jiqizhixin\.com|leiphone\.com|infoq\.(?:cn|com)"
            r"|distill\.pub|thegradient\.pub|36kr\.com|toutiao\.com|sohu\.com|163\.com|oschina\.net"
            r"|wikipedia\.org|quora\.com|reddit\.com|twitter\.com|x\.com|linkedin\.com|facebook\.com"
            r"|news\.ycombinator\.com|quantamagazine\.org|nytimes\.com|theguardian\.com|bbc\.co(?:m|\.uk)"
            r"|wired\.com|vox\.com|forbes\.com|theconversation\.com|notion\.s(?:o|ite)|tumblr\.com"
            r"|stackexchange\.com|stackoverflow\.com)$"
        ),
    ),
    (
        "course",
        re.compile(
            r"(?:^|\.)(?:coursera\.org|edx\.org|udacity\.com|udemy\.com|datacamp\.com"
            r"|khanacademy\.org|ocw\.mit\.edu|futurelearn\.com)$"
        ),
    ),
    (
        "tool",
        re.compile(
            r"(?:^|\.)(?:readthedocs\.(?:io|org)|pypi\.org|bioconductor\.org|cran\.r-project\.org"
            r"|anaconda\.org|docker\.com|npmjs\.com|shinyapps\.io)$"
        ),
    ),
    ("dataset", re.compile(r"(?:^|\.)(?:kaggle\.com|data\.world|dataverse\.\w+\.\w+)$")),
    (
        "other",
        re.compile(r"(?:^|\.)(?:amazon\.\w+|goodreads\.com|oreilly\.com|slack\.com|discord\.\w+)$"),
    ),
    ("code", _CODE),
)
_CHINESE_HOSTS = re.compile(
    r"(?:^|\.)(?:zhihu\.com|weixin\.qq\.com|csdn\.net|cnblogs\.com|jianshu\.com|juejin\.(?:im|cn)"
    r"|segmentfault\.com|bilibili\.com|gitee\.com|jiqizhixin\.com|leiphone\.com|infoq\.cn|36kr\.com"
    r"|toutiao\.com|sohu\.com|163\.com|oschina\.net|baidu\.com|youku\.com|b23\.tv)$"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")

_ROLE_OF_WORD = {word: role for role, words in LABELS.items() for word in words}
_WORD = re.compile(r"[A-Za-z][\w+'-]*|[\u3400-\u9fff]+(?:github|GitHub)?|github主页", re.I)
_VENUE_LABEL = re.compile(
    r"(?:findings(?: of)? )?[A-Za-z&*+/ .-]{2,24}[ '’,-]*(?:(?:19|20)\d\d|'?\d\d)\b(?: \w+){0,2}",
    re.I,
)
_JOURNAL_LABEL = re.compile(
    r"(?:(?:J|Proc|Ann|Trans)\.? (?=[A-Z])(?:[A-Z][a-z]{1,14}\.? ?){1,5}"
    r"|(?:[A-Z][A-Za-z]{1,14}\.? (?:of |and )?){0,4}[A-Z][a-z]{1,8}\. ?"
    r"(?:[A-Z][A-Za-z]{0,9}\.? ?){0,4})"
    r"(?:[A-Z]?\d[\d\s():,.;–/-]*)?[,.]? ?[(\[]?(?:(?:19|20)\d\d)?[)\]]?"
)
"""A journal as it is abbreviated: “ACS Cent. Sci. (2018)”, “J Cheminform”."""
_AUTHORS_YEAR = re.compile(
    r"(?:(?:van|von|de|der|den) )*[A-Z][\w'’-]+(?:(?:, (?:&|and)|,| &| and) [A-Z][\w'’-]+)*"
    r",? [(\[]?(?:19|20)\d\d[a-z]?[)\]]?"
)
_CITATION_LABEL = re.compile(r".{2,60}?(?:et al\.?|等)?,? *[(（]?(?:19|20)\d\d[a-z]?[)）]?")


@lru_cache(maxsize=4096)
def label_role(label: str) -> str | None:
    """What a short label says of its link: ``paper``, a kind of resource, or None.

    None means that the label is not such a word, so it may be a title or a name.

    >>> [label_role(label) for label in ("pdf", "Official Code", "论文", "BERT: Pre-training")]
    ['paper', 'code', 'paper', None]
    """
    text = label.strip().casefold().strip("[]()（）【】:：.,;|*_ ")
    if not re.search(r"[^\W\d_]", text):
        return "paper" if not text or text.isdigit() or len(text) < 3 else None
    known = _ROLE_OF_WORD.get(text)
    if known is not None:
        return known
    words = [word.casefold() for word in _WORD.findall(text)]
    if not words or len(words) > 5 or len(text) > 40 or sum(word in FILLERS for word in words) > 2:
        return None
    roles = [role for word in words if (role := _ROLE_OF_WORD.get(word)) is not None]
    strangers = [word for word in words if word not in _ROLE_OF_WORD and word not in FILLERS]
    if roles and not strangers:
        return _strongest(roles)
    if words[-1] in TELLING_LAST_WORDS and len(words) <= 3 and len(strangers) == 1:
        return _ROLE_OF_WORD[words[-1]]
    head = re.match(r"([^\W\d_]+)\s*[:：]", text)
    if head is not None and head.group(1) in _ROLE_OF_WORD:
        return _ROLE_OF_WORD[head.group(1)]
    return None


def _strongest(roles: list[str]) -> str:
    """Of “code & model” the code; of “paper code” the code; of “project page” the page."""
    for role in ("code", "slides", "video", "dataset", "model", "article", "course", "practice"):
        if role in roles:
            return role
    return "tool" if "tool" in roles else "other" if "other" in roles else "paper"


def role_in_text(text: str) -> str | None:
    """What the words before a colon say of the link behind it (``github主页：``)."""
    short = text.strip().casefold()
    if len(short) > 40:
        return None
    role = label_role(short)
    if role is not None:
        return role
    for word in ("代码", "源码", "github", "code", "下载"):
        if word in short:
            return "code"
    for word in ("解读", "博客", "笔记", "blog", "文章"):
        if word in short:
            return "article"
    return None


def says_paper(label: str) -> bool:
    """Whether a label itself says that its link leads to a paper: “open access paper”, “PDF”."""
    words = [word.casefold() for word in _WORD.findall(label)]
    if words[-1:] == ["papers"]:
        return False
    told = label_role(label) == "paper" or (0 < len(words) <= 6 and words[-1] in SAYS_PAPER)
    return told and not SAYS_PAPER.isdisjoint(words)


@lru_cache(maxsize=4096)
def is_title_label(label: str) -> bool:
    """Whether the label of a link can be the title or name of a paper.

    ``[pdf]``, ``论文``, an address, a venue with year and ``Brown et al., 2020``
    cannot.
    """
    text = label.strip()
    if len(text) < 2 or not re.search(r"[^\W\d_]{2}", text):
        return False
    if re.match(r"(?:https?://|www\.|arxiv[:：]|doi[:：]|10\.\d{4})", text, re.I):
        return False
    if find_identifier(text) is not None or re.fullmatch(r"[\w.-]+\.(?:com|org|net|io|cn)", text):
        return False
    if label_role(text) is not None:
        return False
    if len(text) <= 60 and re.search(r"\bet al\b|等", text) and _CITATION_LABEL.fullmatch(text):
        return False
    is_short = len(text) <= 40 and len(text.split()) <= 4
    if len(text) <= 60 and (_JOURNAL_LABEL.fullmatch(text) or _AUTHORS_YEAR.fullmatch(text)):
        return False
    return not (is_short and _VENUE_LABEL.fullmatch(text) and has_venue(text))


def has_venue(text: str) -> bool:
    """Whether a venue's name stands anywhere in a text."""
    return not VENUES.isdisjoint(_LATIN_WORD.findall(text.casefold()))


def begins_no_venue(word: str) -> bool:
    """Whether no text that begins with a word can be a venue: a cheap test for most words."""
    first = _LATIN_WORD.search(word.casefold())
    return first is not None and first.group() not in VENUES


@lru_cache(maxsize=4096)
def is_venue(text: str) -> bool:
    """Whether a short text names a venue: ``ACL 2019``, ``NeurIPS'19``, ``arXiv preprint``."""
    words = _LATIN_WORD.findall(text.casefold())
    return bool(words) and words[0] in VENUES and len(words) <= 5


_LATIN_WORD = re.compile(r"[a-z]+")
_DEPOSIT = re.compile(
    r"10\.(?:5281/zenodo|6084/m9\.figshare|5061/dryad|7910/dvn|17632/|24433/co|57967/hf)"
)
"""DOIs of places that hold data and programs as well as papers."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PDF = re.compile(r"\.pdf$|/pdf/", re.I)
_SLIDES = re.compile(r"\.pptx?$", re.I)
_BLOG = re.compile(r"blog|/posts?/")


def is_deposit(url: str) -> bool:
    """Whether an address is one of data or a program, by its DOI."""
    identifier = find_identifier(url)
    return identifier is not None and _DEPOSIT.match(identifier.value) is not None


def use_of(url: str, label: str = "") -> LinkUse:
    """Judge a link by its address, then by its label.

    Never fetches anything.
    """
    address = url.strip()
    if not address or address.startswith("#"):
        return LinkUse("nothing")
    identifier = find_identifier(address)
    if identifier is not None:
        role = label_role(label) if label and _DEPOSIT.match(identifier.value) else None
        if role not in (None, "paper"):
            return LinkUse("resource", kind=role)
        return LinkUse("paper", identifier, sure=True)
    match = _SCHEME.match(address)
    scheme = match.group(1).lower() if match else "https" if address.startswith("//") else None
    if scheme in ("http", "https"):
        return _web(address, label)
    return _no_web(address, scheme)


def _no_web(address: str, scheme: str | None) -> LinkUse:
    if scheme == "file" or (scheme is not None and len(scheme) == 1):
        return LinkUse("local", reason=Said("unused.own disk"))
    if scheme is None and not _IMAGE.search(address):
        return LinkUse("local", reason=Said("unused.beside"))
    if scheme in (None, "mailto"):
        return LinkUse("nothing")
    return LinkUse("nothing", reason=Said("unused.scheme", {"scheme": scheme}))


def _web(address: str, label: str) -> LinkUse:
    host, path = _place(address)
    if "." not in host:
        return LinkUse("nothing", reason=Said("unused.address"))
    if _BADGES.search(host) or _IMAGE.search(path):
        return LinkUse("nothing")
    may_be_paper = (label_role(label) if label else None) in ("paper", None)
    known = _known_host(host, path, may_be_paper)
    if known is not None:
        return known
    if may_be_paper and _PAPER_PLACES.search(f"{host}{path}"):
        return LinkUse("paper", sure=True)
    if may_be_paper and _PDF.search(path):
        return LinkUse("paper")
    return _elsewhere(host, path)


@lru_cache(maxsize=4096)
def _place(address: str) -> tuple[str, str]:
    """Host without ``www.`` and path of an address; an empty host where it is not valid."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").removeprefix("www."), parts.path
    except ValueError:
        return "", ""


def _known_host(host: str, path: str, may_be_paper: bool) -> LinkUse | None:
    if host.endswith("huggingface.co") or host in ("hf.co", "modelscope.cn"):
        return LinkUse("resource", kind=_huggingface(path), sure=True)
    for kind, pattern in _KINDS_BY_HOST:
        if pattern.search(host):
            if kind == "code" and may_be_paper and path.lower().endswith(".pdf"):
                return LinkUse("paper")
            return LinkUse("resource", kind=kind, sure=kind in ("code", "video", "slides"))
    return None


def _elsewhere(host: str, path: str) -> LinkUse:
    if _SLIDES.search(path):
        return LinkUse("resource", kind="slides", sure=True)
    if _BLOG.search(f"{host}{path}") or host.endswith("github.io"):
        return LinkUse("resource", kind="article")
    return LinkUse("resource", unknown=path.strip("/") != "")


@lru_cache(maxsize=4096)
def address_key(url: str) -> str:
    """What two addresses of one page have in common, to recognise a repeated link.

    Scheme, ``www.``, letter case of the host, fragment, a final slash and what WeChat
    and newsletters add for tracking make no difference.
    """
    try:
        parts = urlsplit(without_sessions(url.strip()))
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").removeprefix("www.")
    query = parse_qsl(parts.query, keep_blank_values=True)
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}".rstrip("?")


def _huggingface(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return {"datasets": "dataset", "spaces": "tool", "docs": "tool", "blog": "article"}.get(
        first, "model" if "/" in path.strip("/") and first != "transformers" else "tool"
    )


def resource_kind(use: LinkUse, label: str, context: str | None) -> str:
    """Kind of a resource: what its label says, else its section or prefix, else its address.

    ``use`` is the judgement of the address, ``context`` the role of the heading or words
    above it.
    """
    said = label_role(label) if label.strip() else None
    if said not in (None, "paper", "other"):
        return str(said)
    if said == "other" and not use.sure:
        return "other"
    if use.kind in ("video", "slides") and use.sure:
        return use.kind
    if context not in (None, "paper", "other"):
        return str(context)
    return use.kind


def language_of(url: str, label: str) -> str | None:
    """Language of the linked page as far as label and address show; None if unknown."""
    if _KANA.search(label):
        return "ja"
    if _HAN.search(label):
        return "zh"
    if _HANGUL.search(label):
        return "ko"
    if _CHINESE_HOSTS.search(_place(url)[0]):
        return "zh"
    words = re.findall(r"[A-Za-z]{2,}", label)
    return "en" if len(words) >= 3 and label_role(label) is None else None
