"""A title as people write it in a list: with date, venue, number, name and notes around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ptm_graph.facts.coined_names import is_coined, names_in_title
from ptm_graph.reading_lists.links import is_venue, label_role
from ptm_graph.reading_lists.vocabulary import GENERIC_NAMES, LABELS_BEHIND, PARTICIPLES
from ptm_graph.words.tex import readable
from ptm_graph.words.titles import clean

_GENERIC = frozenset(word.casefold() for word in GENERIC_NAMES)
LONGEST_TITLE = 300
"""Longer texts are not titles."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A title taken apart."""

    title: str | None = None
    aliases: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    dated: bool = False
    """True where a date, venue or organisation stood beside it: a mark of a paper's title."""


_OPENING = "[({（【《「『“\"'`"
_CLOSING = "])}）】》」』”\"'`"
_PAIRS = dict(zip(_OPENING, _CLOSING, strict=True))
_SYMBOLS = re.compile(
    r"[\U0001F000-\U0001FAFF\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d★☆●◆■□▶►•·]"
)
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]{1,30}:")
_NUMBER = re.compile(
    r"^\s*(?:\[\d{1,4}\]|[(（]\d{1,3}[)）]|\d{1,3}(?:\.\d{1,3})*[.)、．:]|#\d+"
    r"|\d{1,2}\.\d{1,2}(?= [A-Z][a-zà-ÿ]))\s*(?!\d)"
)
_HEADING_NUMBER = re.compile(
    r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?\s+|\d{1,2}[.、)]\s*|[一二三四五六七八九十]{1,3}[、.．]\s*"
    r"|第[一二三四五六七八九十\d]{1,3}[章节部分]+\s*|[(（][一二三四五六七八九十\d]{1,2}[)）]\s*)"
)
_ESCAPED = re.compile(r"\\([^\w\s{}\\]|(?=\s|$))")
_EMPTY = re.compile(r"\s*(?:\(\s*\)|\[\s*\])")
_TASK = re.compile(r"^\s*\[[ xX✓✔~-]\]\s+")
_LEADING_DATE = re.compile(
    r"^\s*[\[(（【]?(?P<year>(?:19|20)\d\d)(?:[-./年]?(?:0?[1-9]|1[0-2])(?:[-./月]?(?:[0-3]?\d)日?)?月?)?"
    r"[\])）】]?\s*(?:[:：,，|–—-]\s*)?(?=\S)(?!['’]?s\b)"
)
_LEADING_ID = re.compile(r"^\s*\[(?:arxiv:)?\d{4}\.\d{4,5}(?:v\d+)?\]\s*(?=\S)", re.I)
_LEADING_BRACKET = re.compile(
    r"^\s*(?:\[([^\[\]]{1,60})\](?!\w)|[(（]([^()（）]{1,60})[)）](?!\w)|【([^【】]{1,60})】)\s*[:：,-]?\s*"
)
_LABEL_BEHIND = re.compile(
    r"\s*(?:\[([^\[\]]{2,30})\]|[(（]([^()（）]{2,30})[)）]|\s[-–—|/]\s*([^-–—|/]{2,20}))\s*$"
)
_VENUE_MARK = re.compile(r"[A-Za-z][A-Za-z&+-]*[ ’'-]?(?:19[5-9]|20[0-4])\d[a-z]?(?: \w+){0,2}")
_YEAR = re.compile(r"(?<!\d)((?:19[5-9]|20[0-4])\d)(?!\d)")
_ORG_YEAR = re.compile(
    r"(?P<note>\s*[（(]\s*[^（）()]{0,40}?(?:19|20)\d\d\s*[)）]\s*$"
    r"|\s+[-–—]\s*[A-Za-z][\w.&+]*(?:[ /][A-Z][\w.&+]*){0,3}[ ,]*'?(?:19|20)\d\d\s*$"
    r"|\s+[A-Z][\w.&+]*/[A-Z]*(?:19|20)\d\d\s*$"
    r"|\s*[,，]\s*[A-Z][A-Za-z&-]{1,12}[ ']*(?:19|20)?\d\d\s*$)"
)
_FILE_ENDING = re.compile(r"\.(?:pdf|md|html?|docx?|pptx?|txt)$", re.I)
_QUOTED = re.compile(
    r"[“\"「『]([^“”\"「」『』\n]{3,300}?)[,.，。]?[”\"」』]|《([^《》\n]{2,200})》"
)
_PAREN_NAME = re.compile(
    r"\s*[(（]\s*\**([^()（）]{1,40}?(?:\s*[(（][^()（）]{1,20}[)）])?)\**\s*[)）]\s*$"
)
_TITLE_WORD = re.compile(r"[^\W\d_][\w'’+-]*")
_HAN = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """One line of text without pictographs, star codes, task boxes and markup."""
    if not text.isascii():
        text = _SYMBOLS.sub(" ", text)
    if ":" in text:
        text = _SHORTCODE.sub(" ", text)
    if "{\\" in text:
        text = readable(text)
    text = _TASK.sub("", clean(_ESCAPED.sub(r"\1", text) if "\\" in text else text))
    return _EMPTY.sub("", text).strip(" |*_~`")


def without_number(text: str) -> str:
    """A list item without its number: ``[12] Title`` or ``3) Title``."""
    return _NUMBER.sub("", text, count=1).strip()


_UNFINISHED = re.compile(r"\s*[-–—(（\[]*\s*(?:TO)+DO\b[)）\]]*\s*$", re.I)
_CONTINUED = re.compile(r"\s*[(（](?:续|上|下|continued|cont\.?|WIP)[)）]\s*$", re.I)


@lru_cache(maxsize=4096)
def heading_name(text: str) -> str:
    """Text of a heading without number and unfinished-work marks (``8.2 EMLO - TOTODO``)."""
    bare = _HEADING_NUMBER.sub("", plain(text[:1_000]), count=1)
    bare = _CONTINUED.sub("", _UNFINISHED.sub("", bare))
    return bare.strip(" #:：") or plain(text)


@lru_cache(maxsize=16_384)
def headline(text: str) -> Headline:
    """Take a written title apart.

    >>> headline("201904 ERNIE: Enhanced Representation（THU/ACL2019）").title
    'ERNIE: Enhanced Representation'
    >>> headline("2018 ACL Deep contextualized word representations: ELMO").aliases
    ('ELMO',)
    """
    if len(text) > 4 * LONGEST_TITLE:
        return Headline()
    bare = _unbracketed(without_number(_LEADING_ID.sub("", plain(text))))
    bare, year, venue, dated = _without_lead(bare)
    lead = _LEADING_BRACKET.match(bare)
    led = lead.group(2) if lead is not None and len(bare[lead.end() :].split()) > 2 else None
    if lead is not None and led is not None and is_name(led):  # “(ViT) An image is worth …”
        bare = bare[lead.end() :]
    else:
        led = None
    bare = _without_label(bare)
    bare, tail_year, noted = _without_tail(bare)
    bare = _without_label(_FILE_ENDING.sub("", bare))
    if bare != text and re.match(r"[\w.+-]{2,20}- [A-Z]", bare):
        bare = bare.replace("- ", ": ", 1)  # a colon cannot stand in the name of a file
    bare = _unquoted(bare)
    title, aliases = _names(bare, dated)
    if title is not None:
        title = title.rstrip(" .,;:：，。-–—|") or None
    if title is not None and title[-1] == ")" and "(" not in title:
        title = title[:-1]
    aliases = (led, *aliases) if led and led not in aliases else aliases
    return Headline(title, aliases, year or tail_year, venue, dated or noted)


def _unbracketed(text: str) -> str:
    """Without a bracket around the whole, or one that was opened and never closed."""
    while text and text[0] in _PAIRS:
        closing = _PAIRS[text[0]]
        inner = text[1:]
        if text.endswith(closing) and closing not in inner[:-1] and text[0] not in inner:
            text = inner[:-1].strip()
        elif closing not in inner and text[0] not in "'`":
            text = inner.strip()
        else:
            break
    return text


def _unquoted(text: str) -> str:
    bare = text.strip().rstrip(".,，。")
    if len(bare) > 2 and bare[0] in _PAIRS and bare[-1] == _PAIRS[bare[0]]:
        inner = bare[1:-1]
        if bare[0] not in inner and bare[-1] not in inner:
            return inner.strip(" .,，。")
    return text.strip()


def _without_lead(text: str) -> tuple[str, int | None, str | None, bool]:
    year: int | None = None
    venue: str | None = None
    dated = False
    for _ in range(3):
        date = _LEADING_DATE.match(text)
        number = date is not None and re.fullmatch(r"\s*\d{4} ", date.group()) is not None
        if number and date is not None and text[date.end()].islower():  # “2019 novel viruses in”
            break
        if date is not None and _TITLE_WORD.search(text[date.end() :]):
            year, dated, text = int(date["year"]), True, text[date.end() :]
            continue
        bracket = _LEADING_BRACKET.match(text)
        inside = next(filter(None, bracket.groups()), "") if bracket else ""
        square = bracket is not None and bracket.group(2) is None
        if bracket and _TITLE_WORD.search(text[bracket.end() :]) and _is_remark(inside, square):
            found = _YEAR.search(inside)
            year = int(found.group(1)) if found else year
            venue = inside.strip() if is_venue(inside) else venue
            dated = dated or bool(found) or is_venue(inside)
            text = text[bracket.end() :]
            continue
        first, _, rest = text.partition(" ")
        if dated and is_venue(first) and first.isupper() and rest[:1].isalnum():
            venue, text = venue or first, rest.strip()
            continue
        break
    return text.strip(), year, venue, dated


def _without_label(text: str) -> str:
    """Without what says that a link leads to the paper: ``(paper)``, ``[PDF]``, ``| arXiv``."""
    for _ in range(3):
        match = _LABEL_BEHIND.search(text[-40:])
        words = next(filter(None, match.groups()), "") if match else ""
        head = text[: len(text[:-40]) + match.start()] if match else ""
        said = set(re.findall(r"\w+", words.casefold()))
        if not said or not said <= LABELS_BEHIND or not _TITLE_WORD.search(head):
            break
        text = head.rstrip()
    return text


def _is_remark(inside: str, square: bool) -> bool:
    """Whether a bracket before a title holds venue, date or label rather than words of it.

    A round one is a part of most titles that begin with it: “(Really) large widgets”.
    """
    told = is_venue(inside) or _YEAR.search(inside) or label_role(inside) is not None
    return bool(told or (square and re.fullmatch(r"[\w /&+.'-]{1,30}", inside)))


def _without_tail(text: str) -> tuple[str, int | None, bool]:
    """Without organisation, venue and year behind it (``- Google2019``, ``（THU/ACL2019）``)."""
    ends_in_year = text[-1:].isdigit() or text[-1:] in (")", "）")
    match = _ORG_YEAR.search(text) if ends_in_year else None
    if match is None or not _TITLE_WORD.search(text[: match.start()]):
        return text, None, False
    year = _YEAR.search(match["note"])
    return text[: match.start()].strip(), int(year.group(1)) if year else None, True


def _names(text: str, dated: bool) -> tuple[str | None, tuple[str, ...]]:
    """Split names off a title: behind its last colon, in brackets, before it."""
    aliases: list[str] = []
    paren = _PAREN_NAME.search(text)
    if paren is not None and is_name(paren.group(1)) and _TITLE_WORD.search(text[: paren.start()]):
        aliases.append(paren.group(1).strip())
        text = text[: paren.start()].strip()
    head, colon, tail = _last_colon(text)
    if colon and is_name(tail) and " " not in tail and len(head.split()) >= 3:
        aliases.append(tail)
        text = head
    if dated:  # “201910 T5 Exploring the Limits of …”: the date shows that a name may follow
        first, _, rest = text.partition(" ")
        if (
            is_name(first)
            and first[-1:] not in ":："
            and len(rest.split()) >= 4
            and rest[0].isupper()
            and ":" not in first
        ):
            aliases.append(first)
            text = rest
    text = text.strip()
    normalised = re.sub(r"\s*：\s*|(?<=[\w)]):(?=[A-Z])", ": ", text)
    for name in names_in_title(normalised):
        if is_venue(name) or is_venue_mark(name):
            continue
        if name not in aliases and name.isascii() and (name != text or is_name(name)):
            aliases.append(name)
    return text or None, tuple(aliases)


def _last_colon(text: str) -> tuple[str, str, str]:
    match = re.search(r"^(.*\S)\s*([:：])\s*([^:：]+)$", text)
    return (match.group(1), match.group(2), match.group(3).strip()) if match else (text, "", "")


_NAME = re.compile(
    r"(?:\d(?=[A-Z]{2}))?[A-Za-z][\w.+@/-]*(?: [A-Z\d][\w.+-]*| \d[\w.]*)?"
    r"(?: ?[(（][\w ]{2,20}[)）])?",
    re.ASCII,
)


def is_venue_mark(text: str) -> bool:
    """Whether a text is a name with a year, as venues are written: ``TSD2020``, ``AKBC 2019``."""
    return _VENUE_MARK.fullmatch(text.strip()) is not None


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether a short text looks like the coined name of a model or paper.

    >>> [is_name(name) for name in ("ELMo", "GPT 2.0", "ERNIE (Tsinghua)", "Code", "NLP", "CNN")]
    [True, True, True, False, False, False]
    """
    text = text.strip()
    if not 2 <= len(text) <= 30 or not _NAME.fullmatch(text) or is_venue_mark(text):
        return False
    first = re.split(r"[ (（]", text, maxsplit=1)[0]
    words = text.split()
    if len(words) > 1 and not is_coined(first) and not re.fullmatch(r"[\d.]+", words[1]):
        return any(is_coined(word) for word in words if word.casefold() not in _GENERIC)
    if is_generic(first) or is_venue(text) or re.fullmatch(r"[A-Za-z]\d?", first):
        return bool(re.fullmatch(r"[A-Z]\d", first))
    if re.fullmatch(r"[a-z]+[-/][a-z\d]+|[a-z]+\d+|v\d.*|\d+[a-zA-Z]{0,2}|[A-Z]\d{2,}", first):
        return False
    if re.fullmatch(r"[a-z]{3,}(?:_[a-z\d]+)+", first):
        return True
    return is_coined(first) or (len(words) == 2 and re.fullmatch(r"[\d.]+", words[1]) is not None)


def is_generic(word: str) -> bool:
    """Whether a coined-looking word is a term, tool, data set or venue and no paper."""
    bare = word.casefold().strip(".:,;()[]")
    return bare in _GENERIC or bare.rstrip("s") in _GENERIC or is_venue(bare)


def quoted(text: str) -> tuple[str, int, int] | None:
    """The first quoted title in a text (``“…”``, ``《…》``) and where its quotes stand."""
    for match in _QUOTED.finditer(text):
        inner = (match.group(1) or match.group(2)).strip()
        if match.group(2) or len(_TITLE_WORD.findall(inner)) >= 2:
            return inner, match.start(), match.end()
    return None


MADE_BY = re.compile(rf"(?:{'|'.join(sorted(PARTICIPLES))}) (?:and [a-z]+ )?by\b", re.I)


def is_title(text: str) -> bool:
    """Whether a text could be a whole title: three words or more, and no sentence.

    >>> [is_title(text) for text in ("Deep contextualized word representations", "Code", "见下。")]
    [True, False, False]
    """
    bare = text.strip()
    if MADE_BY.match(bare):
        return False
    if not 6 <= len(bare) <= LONGEST_TITLE or bare[-1] in "。；;" or re.search(r"[。；]", bare):
        return False
    words = _TITLE_WORD.findall(bare)
    latin = [word for word in words if word[0].isascii()]
    if len(latin) >= 3:
        return len(_HAN.findall(bare)) <= 0.2 * len(bare) and bare[:1] not in ",.;:"
    return bool(names_in_title(bare)) and len(latin) >= 2 and len(bare.split()) > 1
