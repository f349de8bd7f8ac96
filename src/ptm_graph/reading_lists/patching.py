"""Adding papers to anybody's list in its own form and order, as a patch of added lines alone.

Nothing is guessed: a list that is not written alike, a paper whose place is not known, and a line
that would not be read back as the paper it stands for are left out and said.
"""

from __future__ import annotations

import bisect
import io
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.bibtex_forms import bibtex_block
from ptm_graph.reading_lists.formats import guess_format
from ptm_graph.reading_lists.line_forms import Described, Escape, Form, forms_of
from ptm_graph.reading_lists.reading import read_text
from ptm_graph.reading_lists.seed_file import addition
from ptm_graph.words.model import PartialDate, SeedEntry
from ptm_graph.words.titles import normal
from ptm_graph.words.wording import Said

LEAST_ALIKE = 2
"""Entries that must be written alike before others are written so."""
_LINES = frozenset(["markdown", "rst", "org", "asciidoc", "text", "csv"])
_MOST_LINES = 4
"""Lines of one entry that are looked at."""
_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A paper to be added, and which papers of the list it stands near."""

    entry: SeedEntry
    described: Described
    near: tuple[Described, ...] = ()
    """Papers of the list, the nearest first."""


@dataclass(frozen=True, slots=True)
class Patch:
    """What adding papers to a list changes; nothing is written."""

    before: bytes
    after: bytes
    difference: bytes
    """As ``git apply`` and ``patch -p1`` read it; empty where nothing is added."""
    added: tuple[Newcomer, ...]
    left: tuple[tuple[Newcomer, Said], ...]
    """Papers that could not be added, each with the reason."""


@dataclass(frozen=True, slots=True)
class _Item:
    """An entry of a list with the lines it is written in."""

    start: int
    end: int
    """Behind its last line, those that belong to it included."""
    text: str
    described: Described
    family: str | None
    forms: tuple[Form, ...]
    linked: bool
    """Whether the list itself tells an identifier of it."""


Insertions = dict[int, list[str]]
"""Number of a line → what is added before it."""


def patch(path: Path, newcomers: Sequence[Newcomer], known: Sequence[Described] = ()) -> Patch:
    """Work out how papers are added to a list in its own form and order.

    Parameters
    ----------
    path : Path
        The list: Markdown, reStructuredText, Org, AsciiDoc, plain text or CSV with one entry a
        line, BibTeX, or one of our seed lists.
    newcomers : sequence of Newcomer
        What to add; what is there already is left out.
    known : sequence of Described
        What is known of papers of the list beyond what it says itself, such as their dates.

    Raises
    ------
    ReadingListError
        If the file cannot be read, or its form is not understood.
    """
    try:
        before = path.read_bytes()
    except OSError as error:
        raise ReadingListError(
            Said("list.unreadable", {"error": error.strerror or ""}), path
        ) from error
    listing = _Listing(path, before, known)
    wanted, left = listing.unlisted(newcomers)
    placed, refused = listing.readable([], wanted)
    left += refused
    after = listing.with_all(placed)[0]
    name = listing.shown_name()
    return Patch(before, after, difference(before, after, name), tuple(placed), tuple(left))


class _Listing:
    """A list as bytes, lines and entries."""

    def __init__(self, path: Path, before: bytes, known: Sequence[Described]):
        self.path, self.before = path, before
        self.encoding = _encoding(before, path)
        self.text = before.decode(self.encoding)
        self.format = guess_format(self.text.removeprefix("\ufeff"), str(path)).name
        self.entries = self._read(before)
        self.lines = self.text.split("\n")
        self.known: dict[str, Described] = {}
        for one in known:
            for identity in one.identities:
                self.known.setdefault(identity, one)
        self.described = [self._described(entry) for entry in self.entries]

    def _read(self, data: bytes) -> tuple[SeedEntry, ...]:
        return read_text(data.decode(self.encoding), self.format, str(self.path)).entries

    def _described(self, entry: SeedEntry) -> Described:
        """What a list says of a paper, completed by what is known of it."""
        own = Described(entry.title or "", entry.aliases, entry.identifiers)
        more = next((self.known[one] for one in own.identities if one in self.known), own)
        stated = PartialDate(entry.year) if entry.year and 1000 <= entry.year <= 9999 else None
        day = more.published
        title, names = entry.title or more.title, (*entry.aliases, *more.names)
        if more.title.startswith(f"{title}: "):
            title, names = more.title, (title, *names)
        elif more.title.endswith(f": {title}"):
            title = more.title
        return Described(
            title,
            tuple(dict.fromkeys(names)),
            {**more.identifiers, **entry.identifiers},
            (entry.authors or ()) if len(entry.authors or ()) > 1 else more.authors,
            entry.venue or more.venue,
            day if day and (stated is None or day.year == stated.year) else stated or day,
        )

    def shown_name(self) -> str:
        """The file as a patch names it: from the top of its repository, where it is in one."""
        place = self.path.resolve()
        root = next((one for one in place.parents if (one / ".git").exists()), place.parent)
        return place.relative_to(root).as_posix()

    def unlisted(
        self, newcomers: Sequence[Newcomer]
    ) -> tuple[list[Newcomer], list[tuple[Newcomer, Said]]]:
        """Those that the list does not have, and the others with the reason."""
        there = {identity for one in self.described for identity in one.identities}
        wanted: list[Newcomer] = []
        left: list[tuple[Newcomer, Said]] = []
        for one in newcomers:
            if one.described.identities & there:
                left.append((one, Said("patch.there")))
            else:
                wanted.append(one)
                there |= one.described.identities
        return wanted, left

    def with_all(
        self, wanted: Sequence[Newcomer]
    ) -> tuple[bytes, list[Newcomer], list[tuple[Newcomer, Said]]]:
        """The bytes of the list with papers added, those that are, and those that are not."""
        if not wanted:
            return self.before, [], []
        if self.format == "yaml":
            return self._with_seeds(wanted)
        if self.format == "bibtex":
            placed, insertions = list(wanted), self._bibtex(wanted)
            left: list[tuple[Newcomer, Said]] = []
        elif self.format in _LINES:
            placed, insertions, left = self._as_lines.with_all(wanted)
        else:
            raise ReadingListError(Said("patch.format", {"format": self.format}), self.path)
        return inserted(self.text, insertions).encode(self.encoding), placed, left

    def readable(
        self, held: list[Newcomer], more: Sequence[Newcomer]
    ) -> tuple[list[Newcomer], list[tuple[Newcomer, Said]]]:
        """Those that can be added to others and are read back, and the rest with the reason.

        Where not all are, the halves are tried, so that one odd title costs few readings.
        """
        after, placed, refused = self.with_all([*held, *more])
        if len(placed) == len(held) or self.reads_back(after, placed):
            return placed, refused
        if len(more) == 1:
            return held, [*refused, (more[0], Said("patch.not read back"))]
        half = len(more) // 2
        first, left = self.readable(held, more[:half])
        both, rest = self.readable(first, more[half:])
        return both, [*left, *rest]

    def _with_seeds(
        self, wanted: Sequence[Newcomer]
    ) -> tuple[bytes, list[Newcomer], list[tuple[Newcomer, Said]]]:
        change = addition(self.path, [one.entry for one in wanted])
        held = change.before or ""
        if not change.after.startswith(held):
            raise ReadingListError(Said("patch.not appended"), self.path)
        more = change.after[len(held) :].replace("\r\n", "\n")
        ending = "\r\n" if "\r\n" in self.text else "\n"
        return (
            self.before + more.replace("\n", ending).encode(self.encoding),
            list(wanted),
            [],
        )

    def _bibtex(self, wanted: Sequence[Newcomer]) -> Insertions:
        ending = "\r\n" if "\r\n" in self.text else "\n"
        blocks: list[str] = []
        for one in wanted:
            blocks.append(bibtex_block("\n".join([self.text, *blocks]), one.described))
        end = len(self.lines) if self.lines[-1] else len(self.lines) - 1
        last = next((line for line in reversed(self.lines) if line.strip()), "")
        apart = "" if end and not self.lines[end - 1].strip() and last else ending
        text = apart + (ending + ending).join(block.replace("\n", ending) for block in blocks)
        return {end: [text + ending]}

    @cached_property
    def _as_lines(self) -> _Lines:
        """Its forms and sections: the same for every selection of papers that is tried."""
        return _Lines(self.lines, self._items(), self.format)

    def _items(self) -> list[_Item]:
        numbers = [entry.line - 1 if entry.line else -1 for entry in self.entries]
        starts = sorted({number for number in numbers if number >= 0})
        held = Counter(numbers)
        found = []
        for entry, described, start in zip(self.entries, self.described, numbers, strict=True):
            if start < 0 or held[start] > 1 or start >= len(self.lines):
                continue  # several papers in one line are no example of a line
            behind = bisect.bisect_right(starts, start)
            following = starts[behind] if behind < len(starts) else len(self.lines)
            count = self._length(start, following, described)
            text = "\n".join(line.rstrip("\r") for line in self.lines[start : start + count])
            end = max(start + count, self._end(start, count, following))
            forms = tuple(forms_of(text, described))
            linked = bool(entry.identifiers)
            found.append(_Item(start, end, text, described, entry.family, forms, linked))
        return found

    def _length(self, start: int, following: int, paper: Described) -> int:
        """Lines until all that identifies the paper has been said."""
        values = [value.casefold() for value in paper.identifiers.values()]
        most = min(following - start, _MOST_LINES)
        for count in range(1, most + 1):
            line = self.lines[start + count - 1]
            if any(value in line.casefold() for value in values):
                return count
            if not line.strip():
                break
        return 1

    def _end(self, start: int, count: int, following: int) -> int:
        """Behind the lines that hang on an entry: deeper ones, and what continues it."""
        line = self.lines[start]
        indent, end = _indent(line), start + count
        heading, marked = _HEADING.match(line), _marked(line)
        for at in range(end, following):
            line = self.lines[at]
            if heading:
                goes_on = not _HEADING.match(line)
            elif marked:
                goes_on = not line.strip() or _indent(line) > indent
            else:
                goes_on = bool(line.strip()) and not _marked(line)
            if not goes_on:
                break
            end = at + 1 if line.strip() else end
        if not heading and marked:
            return self._deeper(end, indent)
        return end

    def _deeper(self, at: int, indent: int) -> int:
        """Behind the entries that are nested below one."""
        end = at
        while at < len(self.lines):
            line = self.lines[at]
            if line.strip():
                if _indent(line) <= indent:
                    break
                end = at + 1
            at += 1
        return end

    def reads_back(self, after: bytes, placed: Sequence[Newcomer]) -> bool:
        """Whether the project's own reader finds the old entries and the new ones, no others."""
        try:
            found = self._read(after)
        except ReadingListError:
            return False
        old = Counter(map(_compared, self.entries))
        now = Counter(map(_compared, found))
        if old - now or sum(now.values()) != sum(old.values()) + len(placed):
            return False
        new = [Described(e.title or "", (), e.identifiers) for e in found]
        fresh = [one for one, e in zip(new, found, strict=True) if not old[_compared(e)]]
        return all(any(_same(one.described, other) for other in fresh) for one in placed) and len(
            fresh
        ) == len(placed)


def _compared(entry: SeedEntry) -> tuple[object, ...]:
    notes = tuple(one.text for one in entry.notes)
    identifiers = tuple(sorted(entry.identifiers.items()))
    return (entry.title, identifiers, entry.family, entry.authors, entry.year, notes)


def _same(one: Described, other: Described) -> bool:
    """Whether a line is read as the paper: its identifier, and no other; else its title."""
    shared = one.identifiers.items() & other.identifiers.items()
    unlike = any(
        other.identifiers.get(kind, value) != value for kind, value in one.identifiers.items()
    )
    titled = normal(one.title) == normal(other.title)
    return not unlike and (bool(shared) or titled) and (not other.title or titled or bool(shared))


def _encoding(data: bytes, path: Path) -> str:
    """UTF-8 or GB18030; a mark at the beginning stays where it is."""
    for name in ("utf-8", "gb18030"):
        try:
            if b"\0" not in data and data.decode(name).encode(name) == data:
                return name
        except UnicodeDecodeError:
            continue
    raise ReadingListError(Said("patch.encoding"), path)


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


# --- lines ------------------------------------------------------------------------------------

Order = Literal["up", "down", "title", "name"]


class _Lines:
    """The lines of a list whose entries are lines."""

    def __init__(self, lines: Sequence[str], items: Sequence[_Item], format: str):
        self.lines, self.items = lines, items
        self.escape = _ESCAPES.get(format, _plain)
        # where most entries say where the paper is, a line that does not is not in the form
        linked = sum(item.linked for item in items) * 2 > len(items)
        self.sections: dict[str | None, list[_Item]] = defaultdict(list)
        for item in items:
            self.sections[item.family].append(item)
        self.whole = Counter(
            form for item in items for form in item.forms if form.tells(linked=linked)
        )
        self.place_of: dict[str, _Item] = {}
        for item in items:
            for identity in item.described.identities:
                self.place_of.setdefault(identity, item)

    def with_all(
        self, wanted: Sequence[Newcomer]
    ) -> tuple[list[Newcomer], Insertions, list[tuple[Newcomer, Said]]]:
        """Where each paper goes and how it is written."""
        insertions: Insertions = defaultdict(list)
        placed: list[Newcomer] = []
        left: list[tuple[Newcomer, Said]] = []
        if not any(count >= LEAST_ALIKE for count in self.whole.values()):
            return [], {}, [(one, Said("patch.no form")) for one in wanted]
        by_section: dict[str | None, list[Newcomer]] = defaultdict(list)
        for one in wanted:
            section = self._section(one)
            if section is None:
                left.append((one, Said("patch.no place")))
            else:
                by_section[section[0].family].append(one)
        for family, several in by_section.items():
            done, refused = self._into(self.sections[family], several, insertions)
            placed += done
            left += refused
        return placed, dict(insertions), left

    def _section(self, one: Newcomer) -> list[_Item] | None:
        """The section where most of the papers near it stand, the nearest counted most."""
        votes: Counter[str | None] = Counter()
        for rank, near in enumerate(one.near):
            items = [self.place_of[key] for key in near.identities if key in self.place_of]
            if items:
                votes[items[0].family] += max(1, 8 >> rank)
        if not votes:
            return list(self.items) if len(self.sections) == 1 else None
        votes = Counter({name: count for name, count in votes.items() if self._collects(name)})
        if not votes:
            return None
        first = {item.family: place for place, item in reversed(list(enumerate(self.items)))}
        return self.sections[min(votes, key=lambda name: (-votes[name], first[name]))]

    def _collects(self, family: str | None) -> bool:
        """Whether a section is for several papers, not the heading of one."""
        several = sum(len(items) > 1 for items in self.sections.values())
        return len(self.sections[family]) > 1 or several * 2 > len(self.sections)

    def _into(
        self, section: Sequence[_Item], several: Sequence[Newcomer], insertions: Insertions
    ) -> tuple[list[Newcomer], list[tuple[Newcomer, Said]]]:
        placed: list[Newcomer] = []
        left: list[tuple[Newcomer, Said]] = []
        own = Counter(form for item in section for form in item.forms)
        ranked = sorted(
            (form for form in own if self.whole[form] >= LEAST_ALIKE),
            key=lambda form: (-own[form], -self.whole[form], -len(form.slots), repr(form)),
        )
        # ascending papers are added in the order in which they will stand
        order = _order_of(section)
        for one in sorted(several, key=lambda one: _sorted_by(order, one.described)):
            written = next(
                (
                    (form, text)
                    for form in ranked
                    if (text := self._line(form, section, one.described, len(placed))) is not None
                ),
                None,
            )
            if written is None:
                left.append((one, _why_not(ranked)))
                continue
            form, text = written
            first = next(item for item in section if form in item.forms)
            alike = [item for item in section if _mark(item) == _mark(first)]
            self._put(insertions, alike, order, one.described, text)
            placed.append(one)
        return placed, left

    def _line(
        self, form: Form, section: Sequence[_Item], paper: Described, more: int
    ) -> str | None:
        alike = [item for item in section if form in item.forms]
        number = 0
        if any(kind == "number" for kind, _ in form.slots):
            numbers = _numbers(alike)
            if len(set(numbers)) == 1 and len(numbers) > 1:
                number = numbers[0]
            elif _go_on(numbers) and alike[-1] is section[-1]:
                number = numbers[-1] + 1 + more
            else:
                return None
        text = form.filled(paper, number, self.escape)
        return None if text is None else _padded(text, [item.text for item in alike])

    def _put(
        self,
        insertions: Insertions,
        alike: Sequence[_Item],
        order: Order | None,
        paper: Described,
        text: str,
    ) -> None:
        numbered = _go_on(_numbers(alike))
        later = None
        if order is not None and not numbered:
            own = _key(order, paper)
            later = next((one for one in alike if own and _is_behind(order, one, own)), None)
        ending = "\r" if self.lines[alike[0].start].endswith("\r") else ""
        written = "\n".join(f"{line}{ending}" for line in text.split("\n")) + "\n"
        gaps = [
            not self.lines[two.start - 1].strip()
            for one, two in itertools.pairwise(alike)
            if two.start > one.end or not self.lines[two.start - 1].strip()
        ]
        apart = len(alike) > 1 and len(gaps) * 2 > len(alike) - 1 and all(gaps)
        blank = f"{ending}\n"
        if later is not None:
            insertions[later.start].append(written + blank if apart else written)
            return
        end = alike[-1].end
        if end >= len(self.lines) and order is None and not numbered and not apart:
            # the last line has no end, which is the last line's own: nothing follows it
            insertions[alike[-1].start].append(written)
            return
        insertions[end].append(blank + written if apart else written)


_NUMBERED = re.compile(r"\s*(\d{1,5})[.)]\s")


def _why_not(ranked: Sequence[Form]) -> Said:
    if not ranked:
        return Said("patch.no form")
    if any(kind == "number" for kind, _ in ranked[0].slots):
        return Said("patch.numbers")
    return Said("patch.not told")


def _numbers(items: Sequence[_Item]) -> list[int]:
    return [int(match[1]) for item in items if (match := _NUMBERED.match(item.text))]


def _go_on(numbers: Sequence[int]) -> bool:
    """Whether each number is larger than the one before."""
    return bool(numbers) and all(one < two for one, two in itertools.pairwise(numbers))


def _padded(text: str, rows: Sequence[str]) -> str:
    """A row of a table with its cells as wide as those of the rows beside it."""
    cells = _CELL_END.split(text)
    widths = {tuple(map(len, _CELL_END.split(row))) for row in rows}
    if len(rows) < LEAST_ALIKE or len(widths) > 1 or not text.lstrip().startswith("|"):
        return text
    (wanted,) = widths
    if len(wanted) != len(cells):
        return text
    held = zip(cells[1:-1], wanted[1:-1], strict=True)
    return "|".join(
        [cells[0], *(f"{cell.rstrip()} ".ljust(wide) for cell, wide in held), cells[-1]]
    )


_CELL_END = re.compile(r"(?<!\\)\|")


_HEADING = re.compile(r"#{1,6}\s|\*+ |=+ ")


def _marked(line: str) -> bool:
    """Whether a line begins as an item of a list, a row or a heading does."""
    found = _MARK.match(line)
    return bool(found and found[0].strip()) or line.startswith("#")


def _mark(item: _Item) -> str:
    """Indent and bullet of an entry; any number is the same bullet."""
    found = _MARK.match(item.text)
    return re.sub(r"\d+", "1", found[0]) if found else ""


_MARK = re.compile(r"\s*(?:[-*+|]|\d{1,5}[.)])?")


def _order_of(section: Sequence[_Item]) -> Order | None:
    """How the entries of a section are ordered, if nine of ten neighbours are."""
    for order in ("title", "name"):
        keys = [_key(order, item.described) for item in section]
        told = [key for key in keys if key]
        if len(told) == len(section) >= 3 and _rises(told):
            return order
    days = [key for item in section if (key := _key("up", item.described))]
    if len(days) * 10 < len(section) * 9:
        return None
    if _rises(days):
        return "up"
    return "down" if _rises(days[::-1]) else None


def _rises(keys: Sequence[str]) -> bool:
    pairs = [(one, two) for one, two in itertools.pairwise(keys) if one != two]
    return len(pairs) > 1 and sum(one < two for one, two in pairs) * 10 >= len(pairs) * 9


def _key(order: Order, paper: Described) -> str:
    if order == "title":
        return normal(paper.title)
    if order == "name":
        return normal(paper.names[0]) if paper.names else ""
    return str(paper.published or "")


def _is_behind(order: Order, item: _Item, own: str) -> bool:
    """Whether an entry comes after a paper of some key."""
    key = _key(order, item.described)
    if not key:
        return False
    if order == "down":
        return key[: len(own)] < own[: len(key)]
    return key[: len(own)] > own[: len(key)] if order == "up" else key > own


def _sorted_by(order: Order | None, paper: Described) -> tuple[str, ...]:
    if order == "down":
        return ("".join(chr(0x10FFFF - ord(c)) for c in _key("up", paper)), paper.title)
    return (_key(order or "up", paper), paper.title)


# --- text of others in a list -----------------------------------------------------------------


def _plain(text: str) -> str:
    return text


def _markdown(text: str) -> str:
    marked = re.sub(r"([\\`*\[\]<|])", r"\\\1", text)
    return re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", marked)


def _restructured(text: str) -> str:
    marked = re.sub(r"([\\`*|<])", r"\\\1", text)
    return re.sub(r"_(?!\w)", r"\\_", marked)


def _cell(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"' if any(sign in text for sign in ',;\t"') else text


_ESCAPES: Mapping[str, Escape] = {"markdown": _markdown, "rst": _restructured, "csv": _cell}


# --- bytes and patches ------------------------------------------------------------------------


def inserted(text: str, insertions: Insertions) -> str:
    """A text with lines added before others; behind the last one, too."""
    lines = io.StringIO(text).readlines()  # divided at line feeds alone
    found: list[str] = []
    for number in range(len(lines) + 1):
        more = "".join(insertions.get(number, ()))
        if number == len(lines):
            more += "".join("".join(held) for at, held in sorted(insertions.items()) if at > number)
            if more and lines and not lines[-1].endswith("\n"):
                ending = "\r\n" if "\r\n" in text else "\n"
                more = ending + more.removesuffix("\n").removesuffix("\r")
        found.append(more)
        if number < len(lines):
            found.append(lines[number])
    return "".join(found)


def difference(before: bytes, after: bytes, name: str) -> bytes:
    """A unified diff between two texts of which one has lines that the other lacks.

    Linear in the lines: what was added is known to be added, so nothing is searched.
    """
    old, new = io.BytesIO(before).readlines(), io.BytesIO(after).readlines()
    steps: list[tuple[bytes, bytes]] = []
    at = 0
    for line in new:
        if at < len(old) and old[at] == line:
            steps.append((b" ", line))
            at += 1
        elif at == len(old) - 1 and line == old[at] + (
            b"\r\n" if line.endswith(b"\r\n") else b"\n"
        ):
            steps += [(b"-", old[at]), (b"+", line)]
            at += 1
        else:
            steps.append((b"+", line))
    if all(sign == b" " for sign, _ in steps):
        return b""
    head = f"--- {_quoted(f'a/{name}')}\n+++ {_quoted(f'b/{name}')}\n"
    return head.encode() + b"".join(_hunks(steps))


def _quoted(name: str) -> str:
    if re.search(r'[\x00-\x1f\x7f"\\]', name):
        inner = name.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda one: f"\\{ord(one[0]):03o}", inner) + '"'
    return f"{name}\t" if " " in name else name


def _hunks(steps: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    changed = [place for place, (sign, _) in enumerate(steps) if sign != b" "]
    spans: list[list[int]] = []
    for place in changed:
        start, end = max(0, place - _CONTEXT), min(len(steps), place + _CONTEXT + 1)
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    found = []
    old = new = done = 0
    for start, end in spans:
        skipped = steps[done:start]
        old += len(skipped)
        new += len(skipped)
        part = steps[start:end]
        gone = sum(sign != b"+" for sign, _ in part)
        come = sum(sign != b"-" for sign, _ in part)
        head = f"@@ -{old + bool(gone)},{gone} +{new + bool(come)},{come} @@\n".encode()
        body = b"".join(
            sign + (line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n")
            for sign, line in part
        )
        found.append(head + body)
        old, new, done = old + gone, new + come, end
    return found
