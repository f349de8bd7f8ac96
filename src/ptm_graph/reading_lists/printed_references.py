"""A printed entry of a reference list, taken apart: who, what, when, where.

The text holds marks where the entry begins a block or emphasises. Whatever its style, an entry
begins with names; what stands behind them tells where the title begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ptm_graph.facts.coined_names import words_of
from ptm_graph.reading_lists.references import reference
from ptm_graph.words.dois import dois_in
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.titles import clean

BLOCK, EMPHASIS, PLAIN, SAME = "\ue010", "\ue011", "\ue012", "\ue013"
"""Begin of a block, begin and end of emphasis, “the same authors”."""
_MARKS = re.compile(f"[{BLOCK}{EMPHASIS}{PLAIN}{SAME}]")


class Parts(NamedTuple):
    """What an entry says; names and venue as they are written."""

    title: str | None
    names: str
    venue: str | None


def bare(text: str) -> str:
    """A text without its marks."""
    return clean(_MARKS.sub(" ", text)).replace(" ,", ",")


# names

_UPPER = r"[^\W\d_a-zß-öø-ÿа-яё\u4e00-\u9fff]"
_WORD = rf"(?:[dDOL]['’])?{_UPPER}[^\W\d_\u4e00-\u9fff]+(?:[-–'’][^\W\d_]+)*"
_PARTICLES_OF_NAMES = (
    "van|von|der|den|de|la|le|du|da|di|del|della|dos|ter|ten|el|al|bin|ibn|zu|af|st"
)
_PARTICLE = rf"(?:(?:{_PARTICLES_OF_NAMES})\s+){{0,3}}"
_FAMILY = rf"{_PARTICLE}{_WORD}(?:\s+{_PARTICLE}{_WORD}){{0,2}}"
_INITIALS = rf"{_UPPER}[a-zа-я]?\.(?:[-–\s]*{_UPPER}[a-zа-я]?\.)*"
_JUNIOR = r"(?:,?\s+(?:Jr|Sr)\.?|,?\s+I{2,3}\b)?"
_A_FAMILY = rf"\s+{_FAMILY}(?:\s*[,;]|\s+(?:and|et|und)\s|\s*&|\.?\s*(?:[{EMPHASIS}{BLOCK}]|$))"
_INITIALS_FIRST = rf"(?P<given>{_INITIALS})\s*(?P<family>{_FAMILY}){_JUNIOR}"
_WITH_INITIALS = re.compile(
    rf"{_INITIALS_FIRST}(?!\s*[.:]?\s*{_UPPER}\.)"
    rf"|(?P<family2>{_FAMILY}){_JUNIOR},\s*(?P<given2>{_INITIALS})"
    rf"|(?P<family3>{_FAMILY}){_JUNIOR}\s+(?P<given3>{_INITIALS})(?!{_A_FAMILY})"
    rf"|(?P<family4>{_FAMILY})\s+(?P<given4>{_UPPER}{{1,3}})(?![^\W\d_]|\.|{_A_FAMILY})"
    rf"|{_INITIALS_FIRST.replace('given', 'given5').replace('family>', 'family5>')}"
)
_IN_FULL = re.compile(
    rf"(?P<given>{_WORD}(?:\s+{_UPPER}\.?)*)\s+(?P<family>{_FAMILY}){_JUNIOR}"
    rf"|(?P<family2>{_FAMILY}),\s+(?P<given2>{_WORD}(?:\s+{_UPPER}\.?)*)"
    rf"|{_INITIALS_FIRST.replace('given', 'given5').replace('family>', 'family5>')}"
)
_CHINESE = re.compile(r"(?P<family>[\u4e00-\u9fff·]{2,6})(?P<given>)")
_BETWEEN = re.compile(
    r"(?P<and>(?:\s*[,;，；、]\s*|\s+)(?:and|und|et|и|y|with)\s+|\s*[,;]?\s*&\s*)|\s*[,;，；、]\s*"
)
_OTHERS = re.compile(
    r"\s*[,;，；、]?\s*(?:(?:and|&)\s+)?(?:et\.?\s+al\b\.?|others\b\.?|и\s+др\.?|等|\(?eds?\.\)?)+"
)
_EMPHASISED_OTHERS = re.compile(rf"{EMPHASIS}\s*(et\.?\s+al\.?,?)\s*{PLAIN}")


def _leading(text: str) -> tuple[list[str], int]:
    """The names a text begins with, given name first, and where they end."""
    found = _of_kind(text, _WITH_INITIALS)
    if not found.names:
        found = _of_kind(text, _CHINESE)
    in_full = _of_kind(text, _IN_FULL)
    if in_full.end > found.end and (in_full.closed or not found.names):
        found = in_full  # two words behind initials are a title, unless “and” joins them
    return found.names, found.end


class _Names(NamedTuple):
    names: list[str]
    end: int
    closed: bool
    """Whether “and” stood before the last one."""


def _of_kind(text: str, pattern: re.Pattern[str]) -> _Names:
    names: list[str] = []
    place = end = 0
    closed = False
    while len(names) < 3_000 and (found := pattern.match(text, place)):
        if text[found.end() : found.end() + 1].isalpha():
            break
        parts = {key.rstrip("2345"): part for key, part in found.groupdict().items() if part}
        names.append(clean(f"{parts.get('given', '')} {parts['family']}"))
        end = found.end()
        others = _OTHERS.match(text, end)
        if others:
            return _Names(names, others.end(), True)
        between = _BETWEEN.match(text, end)
        if between is None or (closed and not between["and"]):
            break  # what follows “and B. Author,” is no author
        closed = closed or between["and"] is not None
        place = between.end()
    return _Names(names, end, closed)


def names_in(text: str) -> tuple[str, ...]:
    """The authors a text lists, given name first.

    >>> names_in("Bertsekas, D. P., and Tseng, P.")
    ('D. P. Bertsekas', 'P. Tseng')
    """
    plain = re.sub(r"\(?\b(?:1[5-9]|20)\d\d[a-z]?\)?", "", bare(text)).strip(" ,;:")
    names, end = _leading(plain)
    if names and len(plain) - end < 4:
        return tuple(names)
    plain = re.sub(r"\s*\(?\beds?\.\)?|\bet\.?\s+al\b\.?", "", plain)
    parts = (part.strip(" ,;:.()") for part in _BETWEEN.split(plain) if part)
    return tuple(
        part for part in parts if len(part) > 1 and len(part) < 80 and part not in _CONJUNCTIONS
    )[:2_000]


_CONJUNCTIONS = words_of("and und et и y with &")

# the whole

_YEAR = re.compile(r"(?<![\d.:/–-])((?:1[5-9]|20)\d\d)(?=[a-z]?(?!\d))(?![-–]\d)")
_YEAR_IN_BRACKETS = re.compile(r"\((?:[^()]{0,30}[\s,])?((?:1[5-9]|20)\d\d)[a-z]?(?:/\d{4})?\)")
_LEADING_YEAR = re.compile(
    r"[\s,.]*(?:\(\s*(?:1[5-9]|20)\d\d[a-z]?(?:,[^()]{1,20})?\s*\)|(?:1[5-9]|20)\d\d[a-z]?(?![\d;:–-]))"
    rf"[.,:;\s{BLOCK}]+"
)
_QUOTED = re.compile(
    r"[“„«\"]\s*([^“”«»\"]{4,600}?)[,.]?\s*(?:[”»\"]|’’)(?!\w)"
    r"|[‘`]\s*([^‘’`']{8,600}?)[,.]?['’](?=[\s,.])"
)
_TYPE = re.compile(r"\s*\[(?:J|C|D|M|R|P|A|N|S|Z|G|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\]")
_SLASHES = re.compile(r"\s*//|\s+/\s+(?=\S)")
_DASH = re.compile(rf"[.\s{BLOCK}]*(?:\s[—–]\s|{BLOCK})")
_NO_TITLE = re.compile(
    r"(?:in[ :]|doi\b|arxiv\b|url\b|https?:|available|accessed|retrieved|note\b|to appear|volume\b"
    r"|vol\.|pages?\b|pp\.|technical report\b|phd thesis\b|preprint\b|isbn\b|\d+[\s:(,]|\W*$)",
    re.IGNORECASE,
)
_AFTER_TITLE = re.compile(
    r"[.,;:?!]?\s+(?:In[: ]|in:|in (?:Proc|[A-Z]{3})|arXiv\b|PhD thesis|Ph\.D\.|Master|Technical "
    r"[Rr]eport|https?:|doi:|URL\b|CoRR\b|Proceedings\b|Proc\.)"
)
_STOP = re.compile(
    r"(?<![\s.(][^\W\d_a-zа-я])(?<!\b[Vv]s)(?<!\b[Vv]ol)(?<!\bNo)(?<!\bSt)[.?!。][”\"]?(?:\s+|$)"
)
_COMMA = re.compile(r",\s+(?=[^\W_a-zа-я(]|\(|arXiv|in\b|vol|pp\b|no\b)")
_COMMA_JOURNAL = re.compile(r",\s+(?=[^\W\d_a-zа-я][^,]{0,60},\s*\d)")
_JOURNAL_NUMBER = re.compile(
    rf"[\s,.]*(?:in\s+)?{EMPHASIS}?(?P<words>[^,\d{EMPHASIS}{PLAIN}]{{2,60}}?)[,\s{PLAIN}]+"
    r"(?:vol\.?\s*)?[A-Z]?\d[\d()./-]*[A-Z]?(?=[\s,(:;.]|$)"
)


def divided(text: str) -> Parts:
    """Take a printed entry with its marks apart."""
    text = _EMPHASISED_OTHERS.sub(r"\1", text).strip(f" {BLOCK}")
    start = text
    if text[:1] == EMPHASIS and PLAIN in text:
        inside, behind = text[1:].split(PLAIN, 1)
        if len(inside) - _leading(inside)[1] < 3:
            start = inside.rstrip(" ,.") + (". " if not behind[:1].strip(" ") else "") + behind
    in_blocks = _by_blocks(text)
    if in_blocks is not None:
        title, written, rest = in_blocks
        return Parts(_tidy(title), bare(written), _venue(rest))
    names, end = _leading(start)
    if names:
        found = _behind_names(start[end:])
        if found is not None:
            title, rest = found
            return Parts(_tidy(title), start[:end], _venue(rest))
    for divide in (_by_quotes, _by_type, _by_slashes, _by_year, _by_emphasis):
        divided_so = divide(text)
        if divided_so is not None:
            title, written, rest = divided_so
            return Parts(_tidy(title), bare(written), _venue(rest))
    plain = bare(text)
    found_by_words = reference(plain)
    return Parts(
        found_by_words.title, ", ".join(found_by_words.authors or ()), found_by_words.venue
    )


def _tidy(title: str | None) -> str | None:
    if title is None:
        return None
    title = re.sub(r",\s*(?:19|20)\d\d[a-z]?[\s.]*$", "", bare(title)).strip(' .,;:“”"‘«»—–')
    return title if any(char.isalpha() for char in title) else None


_Found = tuple[str | None, str]


def _behind_names(rest: str) -> _Found | None:
    """Title and the rest, of what stands behind the names."""
    begin = re.match(rf"[\s,.:;{BLOCK}—–-]*", rest)
    separator = begin.group() if begin else ""
    year = _LEADING_YEAR.match(rest)
    if year is not None:
        rest = rest[year.end() - (rest[year.end() - 1] == BLOCK) :]
        separator = "."
    rest = rest.lstrip(f" ,.:;{BLOCK}—–-")
    quoted = _QUOTED.match(rest)
    if quoted is not None:
        return quoted[1] or quoted[2], rest[quoted.end() :]
    for pattern in (_TYPE, _SLASHES):
        mark = pattern.search(rest)
        if mark is not None and "http" not in rest[: mark.start()]:
            return rest[: mark.start()], rest[mark.end() :]
    if _is_journal(rest) or _NO_TITLE.match(bare(rest)):
        return None, rest
    if rest.startswith(EMPHASIS) and PLAIN in rest:
        inside, behind = rest[1:].split(PLAIN, 1)
        return inside, behind
    if not separator.strip() and rest[:1].islower():
        return None  # the names go on in a way that is not understood
    end = _title_end(rest, separator)
    return rest[:end], rest[end:]


def _is_journal(text: str) -> bool:
    """Whether a journal and its volume follow, so that there is no title."""
    found = _JOURNAL_NUMBER.match(text)
    if found is None:
        return False
    if text[:1] == EMPHASIS and PLAIN in text:
        behind = text[text.find(PLAIN) + 1 :]
        if not re.match(r"\s*(?:[,.]\s*)?(?:vol\.?\s*)?[A-Z]?\d{1,3}\b|\s*\d", behind):
            return False
    words = re.findall(r"[^\W\d_]+\.?", found["words"])
    short = sum(len(word) < 7 or word.endswith(".") for word in words)
    capitals = sum(word[0].isupper() for word in words)
    small = [word for word in words if word[0].islower() and word not in _PARTICLES]
    return capitals > 0 and len(words) < 9 and not small and (capitals > 1 or short > 0)


_PARTICLES = words_of(
    "and et al von van der den de la le du da dos di del della ter ten und others eds ed the of "
    "for in on и др y"
)


def _title_end(text: str, separator: str) -> int:
    ends = [len(text)]
    emphasis = text.find(EMPHASIS, 4)
    if emphasis > 0 and text[:emphasis].rstrip(f" {BLOCK}")[-1:] in ".,?!:;)":
        ends.append(emphasis)
    block = text.find(BLOCK, 4)
    if block > 0:
        ends.append(block)
    patterns = [_STOP, _AFTER_TITLE, _DASH]
    if "," in separator:
        patterns.append(_COMMA)
    elif ":" in separator:
        patterns.append(_COMMA_JOURNAL)
    bracket = text.find(" (", 8)
    if bracket > 0 and "," not in separator and not _closes_title(text, bracket):
        ends.append(bracket)
    for pattern in patterns:
        if found := pattern.search(text, 4):
            question = found.group()[0] in "?!"
            if question and pattern is _STOP and min(ends) > found.end():
                found = _STOP.search(text, found.end()) or found  # “Do owls fly? A study.”
            ends.append(found.start() + (found.group()[0] in "?!"))
    return min(ends)


def _closes_title(text: str, bracket: int) -> bool:
    """Whether what is in brackets belongs to the title: “Owls (and mice) at night.”."""
    close = text.find(")", bracket)
    return (
        close > 0
        and text[close + 1 : close + 2] not in ("", ".", ",")
        and (text[close + 2 : close + 3].islower())
    )


_Divided = tuple[str | None, str, str] | None


def _by_quotes(text: str) -> _Divided:
    found = _QUOTED.search(text)
    emphasis = text.find(EMPHASIS)
    if found is None or 0 <= emphasis < found.start():
        return None
    written = found[1] or found[2]
    block = text.find(BLOCK)
    if 0 <= block < found.start() and bare(text[block : found.start()]).strip(" “‘"):
        return None  # a word within the title
    if len(written.split()) < 2 and found.start() == 0:
        return None
    return written, text[: found.start()], text[found.end() :]


def _by_type(text: str) -> _Divided:
    """GB/T 7714: ``Authors. Title[J]. Journal``."""
    mark = _TYPE.search(text)
    if mark is None:
        return None
    head = bare(text[: mark.start()])
    stop = re.search(r"[.．。]\s*(?=\S)", head)
    if stop is None:
        return head, "", text[mark.end() :]
    return head[stop.end() :], head[: stop.start()], text[mark.end() :]


_NAME_BEHIND = re.compile(r"\s*\((?!(?:1[5-9]|20)\d\d)[\w-]{2,20}\)[.\s]*")
"""What a title is called by, in brackets behind it."""


def _by_blocks(text: str) -> _Divided:
    """Authors, title and the rest in blocks of their own: most styles of BibTeX."""
    blocks = [block for block in text.split(BLOCK) if bare(block).strip(" .,;–—")]
    if len(blocks) < 2:
        return None
    authors, title, *rest = (block.strip(" ,") for block in blocks)
    if _NO_TITLE.match(bare(title)) or _reads_on(authors):
        return None
    inside = title[1:].split(PLAIN, 1) if title.startswith(EMPHASIS) and PLAIN in title else None
    if inside is not None:
        return inside[0], authors, " ".join([inside[1], *rest])
    end = _title_end(title, ".")
    if _NAME_BEHIND.fullmatch(title, end):
        end = len(title)
    return title[:end], authors, f"{title[end:]} {' '.join(rest)}"


def _reads_on(authors: str) -> bool:
    """Whether the first block is more than authors and year: it has the title as well."""
    plain = bare(_YEAR.sub("", authors))
    names, end = _leading(plain)
    words = re.findall(r"[^\W\d_]{2,}", plain[end:])
    small = [word for word in words if word.islower() and word not in _PARTICLES]
    if EMPHASIS in authors or ": " in plain or _QUOTED.search(plain):
        return True
    return bool(small) if names else len(small) > 3 and len(small) > 0.3 * len(words)


def _by_slashes(text: str) -> _Divided:
    """ГОСТ without names before: ``Название / И. И. Иванов // Журнал``."""
    found = _SLASHES.search(re.sub(r"https?://\S*", lambda one: "x" * len(one.group()), text))
    if found is None:
        return None
    names, end = _leading(text[found.end() :])
    rest = text[found.end() :]
    return text[: found.start()], ", ".join(names), rest[end:]


def _by_year(text: str) -> _Divided:
    """``Organisation (2019). Title. Journal``."""
    found = re.search(rf"[\s,(.]((?:1[5-9]|20)\d\d)[a-z]?[)\]]?[.,:;{BLOCK}]*\s+", text[:600])
    if found is None or found.start() < 3 or _reads_on(text[: found.start()]):
        return None
    behind = _behind_names(text[found.end() :])
    if behind is None or len(text) - found.end() < 8:
        return None
    return behind[0], text[: found.start()], behind[1]


def _by_emphasis(text: str) -> _Divided:
    """``Organisation, *Title*, Journal``, ``Title. *Journal*``."""
    start, end = text.find(EMPHASIS), text.find(PLAIN)
    if start < 0 or end < start:
        return None
    head, inside, behind = text[:start], text[start + 1 : end], text[end + 1 :]
    if _is_journal(text[start:]) or len(inside.split()) < 2:
        pieces = _STOP.split(head.strip(), maxsplit=1) if head else []
        if len(pieces) == 2 and len(pieces[1].split()) > 1:
            return pieces[1], pieces[0], inside + behind
        return (head, "", inside + behind) if len(head.split()) > 3 else None
    return inside, head.strip(f" ,.:;{BLOCK}"), behind


def _venue(rest: str) -> str | None:
    """What is emphasised behind the title, else the words before the first number."""
    start = rest.find(EMPHASIS)
    if start >= 0:
        inside = bare(rest[start + 1 :].split(PLAIN, 1)[0]).strip(" .,")
        if len(inside) > 2 and not inside.isdigit():
            return inside
    plain = re.sub(r"^(?:In|in)[:\s]+", "", bare(rest).lstrip(" .,;:/–—-"))
    found = re.match(r"[^\d,(]{3,80}", plain)
    words = found.group().strip(" .,;:") if found else ""
    return words if words and not _NO_TITLE.match(words) else None


# when, and which


def year_of(said: Iterable[str], text: str, label: str) -> int | None:
    """The year of an entry.

    Parameters
    ----------
    said : iterable of str
        Fields that give it.
    text : str
        The entry without its title.
    label : str
        What citations print.
    """
    for one in said:
        if found := _YEAR.search(one):
            return int(found[1])
    text = re.sub(r"\S*(?:https?:|10\.\d{4}|arXiv:)\S*", " ", text)
    for where in (text, label):
        if years := _YEAR_IN_BRACKETS.findall(where):
            return int(years[-1])
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


_ARXIV = re.compile(
    r"(?:arxiv|corr|abs)[\s:/.,(]*(?:preprint|e-print)?[\s:/.,(]*(?:arxiv)?[:\s/]*(?:abs/)?"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    re.IGNORECASE,
)
_OLD_ARXIV = re.compile(
    r"(?<![\w/.-])((?:[a-z]{2}-qc|[a-z]{2,5}-[a-z]{2,3}|math|cs|nlin|q-bio)(?:\.[A-Z]{2})?/\d{7})\b"
)


def identifiers_in(addresses: Iterable[str], text: str) -> dict[str, str]:
    """The identifiers that links name, else those in a text."""
    identifiers: dict[str, str] = {}
    links = (one.replace("\\", "") for one in addresses)
    found_in_text = [*_ARXIV.findall(text), *_OLD_ARXIV.findall(text)]
    written = (f"arXiv:{found}" for found in found_in_text)
    for one in (*links, *written, *(found[0] for found in dois_in(text))):
        found = find_identifier(one.strip().rstrip(".,;"))
        if found is not None:
            identifiers.setdefault(found.kind, found.value)
    return identifiers
