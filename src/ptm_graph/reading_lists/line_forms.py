"""How a list writes its entries, learned from its own lines, to write others the same way.

A line becomes a form: what is said of the paper (title, identifier, year …) is a slot, the rest
stays to the letter. A form counts if at least two entries are written in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ptm_graph.words.characters import one_line
from ptm_graph.words.identifiers import url_of
from ptm_graph.words.model import PartialDate
from ptm_graph.words.titles import normal


@dataclass(frozen=True, slots=True)
class Described:
    """As much of a paper as a line of a list may say."""

    title: str
    names: tuple[str, ...] = ()
    """What people call it, the usual name first."""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    venue: str | None = None
    published: PartialDate | None = None

    @property
    def identities(self) -> frozenset[str]:
        """What tells that two descriptions mean the same paper."""
        told = {f"{kind}:{value.casefold()}" for kind, value in self.identifiers.items()}
        return frozenset(told | {f"title:{normal(self.title)}"})


Slot: TypeAlias = tuple[str, str]
"""What is said, and in which manner."""
Part: TypeAlias = "str | Slot"
Escape: TypeAlias = Callable[[str], str]
Claim: TypeAlias = Callable[[int, int, Slot], None]
"""Says that a span of a line is a slot, if none has it yet."""


@dataclass(frozen=True, slots=True)
class Form:
    """The parts of a line."""

    parts: tuple[Part, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Those parts that say something of the paper."""
        return tuple(part for part in self.parts if not isinstance(part, str))

    def names_a_paper(self) -> bool:
        """Whether a line of this form tells which paper it means."""
        return any(kind in ("title", "id", "tail") for kind, _ in self.slots)

    def tells(self, *, linked: bool) -> bool:
        """Whether it tells where the paper is, if it has to."""
        return not linked or any(kind == "id" for kind, _ in self.slots)

    def filled(self, paper: Described, number: int, escape: Escape) -> str | None:
        """The line for a paper; None where something that it says is not known."""
        said: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                said.append(part)
                continue
            kind, manner = part
            if kind == "id":
                text = paper.identifiers.get(manner)
                if text is None:
                    return self._linked_elsewhere(paper, number, escape)
            else:
                text = _text(kind, manner, paper, number)
                if text is None:
                    return None
                text = one_line(text) if kind == "number" else escape(one_line(text))
            said.append(text)
        return "".join(said)

    def _linked_elsewhere(self, paper: Described, number: int, escape: Escape) -> str | None:
        """The line with the paper's own page in place of one it does not have."""
        parts: list[Part] = []
        for place, part in enumerate(self.parts):
            if isinstance(part, str) or part[0] != "id" or part[1] in paper.identifiers:
                parts.append(part)
                continue
            last = parts[-1] if parts else None
            before = last if isinstance(last, str) else ""
            after = self.parts[place + 1] if place + 1 < len(self.parts) else ""
            page = next((url for url in map(url_of, *_pairs(paper.identifiers)) if url), None)
            start = _ADDRESS_BEFORE.search(before)
            if page is None or start is None or part[1] in before[: start.start()].casefold():
                return None
            del parts[-1]
            if isinstance(after, str) and (end := _ADDRESS_AFTER.match(after)):
                if part[1] in after[end.end() :].casefold():
                    return None
                rest = [after[end.end() :], *self.parts[place + 2 :]]
            else:
                rest = list(self.parts[place + 1 :])
            return Form((*parts, before[: start.start()] + page, *rest)).filled(
                paper, number, escape
            )
        return None


_ADDRESS_BEFORE = re.compile(r"https?://[^\s()<>|]*\Z")
_ADDRESS_AFTER = re.compile(r"[^\s()<>|\]]*")


def _pairs(identifiers: Mapping[str, str]) -> tuple[list[str], list[str]]:
    return list(identifiers), list(identifiers.values())


# --- what a slot says -------------------------------------------------------------------------


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DATES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "day": (re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)"), "{y}-{m:02}-{d:02}"),
    "month-": (re.compile(r"(?<!\d)(?:19|20)\d\d-[01]\d(?![\d-])"), "{y}-{m:02}"),
    "month/": (re.compile(r"(?<!\d)(?:19|20)\d\d/[01]\d(?![\d/])"), "{y}/{m:02}"),
    "month.": (re.compile(r"(?<!\d)(?:19|20)\d\d\.[01]\d(?![\d.])"), "{y}.{m:02}"),
    "/year": (re.compile(r"(?<![\d/])[01]\d/(?:19|20)\d\d(?!\d)"), "{m:02}/{y}"),
    "yearmonth": (re.compile(r"(?<!\d)(?:19|20)\d\d[01]\d(?!\d)"), "{y}{m:02}"),
    "name": (
        re.compile(rf"\b(?:{'|'.join(_MONTHS)})[a-z]*\.? (?:19|20)\d\d(?!\d)"),
        "{name} {y}",
    ),
    "year": (re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.]\d|\d)"), "{y}"),
}
_AUTHORS: Mapping[str, Callable[[tuple[str, ...]], str]] = {
    "all": ", ".join,
    "all and": lambda all_: " and ".join([", ".join(all_[:-1]), all_[-1]] if all_[1:] else all_),
    "all, and": lambda all_: ", and ".join([", ".join(all_[:-1]), all_[-1]] if all_[1:] else all_),
    "first et al.": lambda all_: all_[0] + (" et al." if all_[1:] else ""),
    "surname et al.": lambda all_: _last(all_[0]) + (" et al." if all_[1:] else ""),
    "first et al": lambda all_: all_[0] + (" et al" if all_[1:] else ""),
    "surname et al": lambda all_: _last(all_[0]) + (" et al" if all_[1:] else ""),
    "surnames": lambda all_: ", ".join(map(_last, all_)),
    "first": lambda all_: all_[0],
}


def _last(author: str) -> str:
    before, comma, _ = author.partition(",")
    return before if comma else "".join(author.split()[-1:])


def _text(kind: str, manner: str, paper: Described, number: int) -> str | None:
    if kind == "number":
        return f"{number}"
    if kind == "title":
        name = f"{paper.names[0]}: " if manner and paper.names else ""
        return paper.title.removeprefix(name)
    if kind in ("head", "tail"):
        head, colon, tail = paper.title.partition(": ")
        return (head if kind == "head" else tail) if colon else None
    if kind == "name":
        return paper.names[0] if paper.names else None
    if kind == "authors":
        return _AUTHORS[manner](paper.authors) if paper.authors else None
    if kind == "venue":
        return _venue(paper)
    return _date(manner, paper.published)


def _date(manner: str, day: PartialDate | None) -> str | None:
    _, shape = _DATES[manner]
    if day is None or ("{m" in shape or "{name" in shape) > (day.month is not None):
        return None
    if "{d" in shape and day.day is None:
        return None
    month = _MONTHS[(day.month or 1) - 1]
    return shape.format(y=day.year, m=day.month or 0, d=day.day or 0, name=month)


def _venue(paper: Described) -> str | None:
    venue = _without_year(paper.venue or "")
    in_brackets = re.search(r"\(([A-Z][A-Za-z]{2,9})\)", venue)
    venue = in_brackets[1] if in_brackets else venue
    if _SHORT_VENUE.fullmatch(venue):
        return "arXiv" if venue.casefold() == "arxiv" else venue
    return "arXiv" if not venue and "arxiv" in paper.identifiers else None


def _without_year(venue: str) -> str:
    return re.sub(r"[\s'’]*(?:(?:19|20)\d\d|(?<=['’])\d\d)\Z", "", venue).strip()


_SHORT_VENUE = re.compile(r"[A-Za-z][A-Za-z&+*-]{1,11}")


# --- from a line to its forms -----------------------------------------------------------------

_NUMBER = re.compile(r"\s*(\d{1,5})(?=[.)]\s)")
_URL = re.compile(r"https?://[^\s()<>|\]]+")
_LINK = r"!?\[(?:!\[[^\]\n]*\]\([^)\s]*\)|[^\[\]\n]*)\]\([^)\s]*\)"
_OTHER = re.compile(rf"[ \t]*[,;·•/–-]?[ \t]*(?:\[{_LINK}\]|\({_LINK}\)|{_LINK})")
_IN_LINK = re.compile(r"\]\(")
_CLOSERS = re.compile(r"[\])}*_>\"”’`》」』】）〉]*")


def forms_of(text: str, paper: Described) -> Iterator[Form]:
    """The forms a line may be an example of, the closest first.

    Parameters
    ----------
    text : str
        The line or lines of one entry, without the last line's end.
    paper : Described
        What is known of the paper: from the line itself, and from the library.
    """
    seen = set()
    for whole in (text, _without_other_links(text, paper)):
        for form in (_form(whole, paper), _form(whole, paper, cut=True)):
            if form.names_a_paper() and form not in seen:
                seen.add(form)
                yield form


def _without_other_links(text: str, paper: Described) -> str:
    """The line without links to code, videos and pages of the paper's own."""
    own = [value.casefold() for value in paper.identifiers.values()]
    title = normal(paper.title)

    def kept(match: re.Match[str]) -> str:
        said = match[0].casefold()
        if any(value in said for value in own) or normal(match[0]).find(title) >= 0:
            return match[0]
        return ""

    return _OTHER.sub(kept, text)


def _form(text: str, paper: Described, *, cut: bool = False) -> Form:
    spans = sorted(_spans(text, paper))
    parts: list[Part] = []
    at = 0
    for start, end, slot in spans:
        if start > at:
            parts.append(text[at:start])
        parts.append(slot)
        at = end
    rest = text[at:]
    if cut and spans and not _is_row(text):
        within = any(url.start() < at <= url.end() for url in _URL.finditer(text))
        kept = _ADDRESS_AFTER.match(rest) if within else None
        end = kept.end() if kept else 0
        closed = _CLOSERS.match(rest, end)
        end = closed.end() if closed else end
        # two spaces at the end of a line break it
        rest = rest[:end] + (rest[len(rest.rstrip()) :] if rest.strip() else rest)
    if rest:
        parts.append(rest)
    return Form(tuple(parts))


def _is_row(text: str) -> bool:
    return text.lstrip().startswith("|")


def _spans(text: str, paper: Described) -> list[tuple[int, int, Slot]]:
    found: list[tuple[int, int, Slot]] = []

    def claim(start: int, end: int, slot: Slot) -> None:
        if start < end and all(end <= one or other <= start for one, other, _ in found):
            found.append((start, end, slot))

    numbered = _NUMBER.match(text)
    if numbered:
        claim(*numbered.span(1), ("number", ""))
    for kind, value in paper.identifiers.items():
        version = r"(?:v\d+)?" if kind == "arxiv" else ""
        for match in re.finditer(rf"(?<!\d){re.escape(value)}{version}(?!\d)", text, re.IGNORECASE):
            claim(*match.span(), ("id", kind))
    _claim_title(text, paper, claim)
    _claim_words(text, paper, claim)
    return found


def _claim_words(text: str, paper: Described, claim: Claim) -> None:
    """Names, authors, venue and dates, outside addresses."""
    urls = [match.span() for match in _URL.finditer(text)]

    def outside(match: re.Match[str], group: int | str = 0) -> bool:
        start, end = match.span(group)
        return all(end <= one or other <= start for one, other in urls)

    for name in paper.names:
        if len(name) > 1 and normal(name) != normal(paper.title):
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
                if outside(match):
                    claim(*match.span(), ("name", ""))
                    break
    for manner, said in _AUTHORS.items():
        written = said(paper.authors) if paper.authors else ""
        start = text.casefold().find(written.casefold()) if len(written) > 2 else -1
        if start >= 0:
            claim(start, start + len(written), ("authors", manner))
    venue = _without_year(paper.venue or "")
    if venue:
        for match in re.finditer(rf"(?<!\w){re.escape(venue)}(?![A-Za-z])", text, re.IGNORECASE):
            if outside(match) and not _IN_LINK.match(text, match.end()):
                claim(*match.span(), ("venue", ""))
    for manner, (pattern, _) in _DATES.items():
        for match in pattern.finditer(text):
            if outside(match):
                claim(*match.span(), ("date", manner))


def _claim_title(text: str, paper: Described, claim: Claim) -> None:
    def place(said: str) -> re.Match[str] | None:
        words = r"\s+".join(map(re.escape, said.split()))
        return re.search(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) if words else None

    whole = place(paper.title)
    if whole:
        claim(*whole.span(), ("title", ""))
        return
    head, colon, tail = paper.title.partition(": ")
    first, last = (place(head), place(tail)) if colon else (None, None)
    if first and last and first.end() <= last.start():
        # a name that stands apart is not said again in the title
        apart = head in paper.names
        claim(*first.span(), ("name", "") if apart else ("head", ""))
        claim(*last.span(), ("title", "without name") if apart else ("tail", ""))
