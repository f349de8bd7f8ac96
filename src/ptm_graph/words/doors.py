"""The door: what comes from outside is checked once, field by field.

A value that no paper can have is unknown (None) from here on, and is told with its reason;
it is never an error, and never ends what else the source says.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from ptm_graph.errors import IdentifierError, InputError
from ptm_graph.words import titles
from ptm_graph.words.characters import encodable, one_line
from ptm_graph.words.identifiers import KIND_NAMED, canonical
from ptm_graph.words.model import NOTICE_KINDS, Note, Notice, PartialDate, Problem
from ptm_graph.words.typeset import plain, untagged
from ptm_graph.words.wording import Code, Said, Value

YEARS = range(1000, 2101)
"""Years in which a paper may have come out."""
MOST = 2**63 - 1
"""The largest count; a database holds no larger number."""
LONGEST = 200_000
"""Characters of the longest text, an abstract or a note."""
LONGEST_LINE = 5_000
"""Characters of the longest title or name."""
LONGEST_LIST = 20_000
"""Entries of the longest list; papers with five thousand authors exist."""

LARGEST = 128 * 2**20
"""Bytes of all that is read, or unpacked, of the file of a graph."""
MOST_PAPERS = 300_000
"""Papers of the largest graph that is imported."""
MOST_ROWS = 1_500_000
"""Edges of the largest graph that is imported, and rows of a table."""
MOST_TAGS = 8_000_000
"""Elements of the largest XML file that is read."""

STAGE = "values"
"""Under what a library notes values that were refused."""


class Refusal(NamedTuple):
    """A value that was not let in."""

    field: str
    value: str
    reason: Said


class _UnfitError(ValueError):
    """The value cannot be what it claims to be."""

    def __init__(self, why: Said):
        super().__init__(why)
        self.why = why


def _unfit(code: Code, **values: Value) -> _UnfitError:
    return _UnfitError(Said(code, values))


@dataclass(slots=True)
class Tally:
    """Collects trouble: counted by its reason, with the first example."""

    stage: str
    file: str | None = None
    _counts: Counter[str] = field(default_factory=Counter)
    _first: dict[str, str] = field(default_factory=dict)

    def note(self, subject: str, reason: str) -> None:
        """Tell that something was not understood."""
        self._counts[reason] += 1
        self._first.setdefault(reason, subject if len(subject) <= 80 else subject[:79] + "…")

    def problems(self) -> tuple[Problem, ...]:
        """One problem for each reason, in the order in which they came up."""
        return tuple(
            Problem(self.stage, _subject(self._first[reason], count), reason, self.file)
            for reason, count in self._counts.items()
        )


def _subject(first: str, count: int) -> str:
    return first if count == 1 else str(Said("refused.more", {"first": first, "count": count - 1}))


def admitted(fields: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
    """Check values by the names of their fields.

    Parameters
    ----------
    fields : mapping
        Field of a record or an entry → what a source says, of whatever type. Fields that
        are not known here stay as they are.

    Returns
    -------
    dict
        Field → value; None where it was refused.
    tuple of Refusal
        What was refused, and why.
    """
    refused: list[Refusal] = []
    found: dict[str, Any] = {}
    for name, value in fields.items():
        check = _CHECKS.get(name)
        if value is None or check is None:
            found[name] = value
            continue
        own: list[tuple[Said, object]] = []

        def refuse(reason: Said, one: object, own: list[tuple[Said, object]] = own) -> None:
            own.append((reason, one))

        try:
            found[name] = check(value, refuse)
        except _UnfitError as error:
            found[name] = None
            refuse(error.why, value)
        refused.extend(_not(name, one, reason) for reason, one in own)
    return found, tuple(refused)


def admit(record: Any, names: Iterable[str]) -> None:
    """Check these fields of a frozen record in place; what is refused goes to ``refused``.

    Titles and venues become plain text; a reading list, which comes in by :func:`admitted`,
    keeps the formulas of its titles.
    """
    values, refused = admitted({name: getattr(record, name) for name in names})
    for name in values.keys() & {"title", "venue"}:
        values[name] = (values[name] and plain(values[name])) or None
    for name, value in values.items():
        object.__setattr__(record, name, value)
    if refused:
        object.__setattr__(record, "refused", (*record.refused, *refused))


def number(text: str) -> int | float:
    """A whole number of JSON; infinite where it has more digits than any number that counts.

    For ``parse_int`` of a JSON reader, which stops at numbers of thousands of digits.
    """
    return int(text) if len(text) <= 4_000 else math.inf


def _not(name: str, value: object, reason: Said) -> Refusal:
    try:
        shown = one_line(str(value)[:200])
    except ValueError:  # an integer of thousands of digits
        shown = "a number of thousands of digits"
    return Refusal(name, shown if len(shown) <= 40 else shown[:39] + "…", reason)


def refuse_too_many(what: str, count: int, most: int) -> None:
    """Raise an InputError where a file holds more than is read."""
    if count > most:
        raise InputError(f"more than {most:,} {what}; divide it")


# --- fields -------------------------------------------------------------------------------------

_Refuse = Callable[[Said, object], None]
_Check = Callable[[Any, _Refuse], Any]


def _year(value: Any, _: _Refuse) -> int:
    if type(value) is int and value in YEARS:
        return value
    raise _unfit("refused.year")


def _count(value: Any, _: _Refuse) -> int:
    if type(value) is int and 0 <= value <= MOST:
        return value
    raise _unfit("refused.count")


def _date(value: Any, _: _Refuse) -> PartialDate:
    date = PartialDate.parse(value) if isinstance(value, str) else value
    if isinstance(date, PartialDate) and date.year in YEARS:
        return date
    raise _unfit("refused.date")


def _truth(value: Any, _: _Refuse) -> bool:
    if isinstance(value, bool):
        return value
    raise _unfit("refused.truth")


def _line(longest: int, cleaned: Callable[[str], str] = titles.clean) -> _Check:
    def line(value: Any, _: _Refuse) -> str | None:
        if not isinstance(value, str):
            raise _unfit("refused.text")
        if len(value) > longest:
            raise _unfit("refused.long", most=longest)
        return cleaned(value) or None

    return line


def _written(value: Any, _: _Refuse) -> str:
    """A text that keeps its line breaks."""
    if not isinstance(value, str):
        raise _unfit("refused.text")
    if len(value) > LONGEST:
        raise _unfit("refused.long", most=LONGEST)
    return encodable(value).replace("\0", "\ufffd")


def _each(check: _Check, *, once: bool = False) -> _Check:
    def every(values: Any, refuse: _Refuse) -> tuple[Any, ...]:
        if not isinstance(values, list | tuple):
            raise _unfit("refused.list")
        if len(values) > LONGEST_LIST:
            raise _unfit("refused.long list", most=LONGEST_LIST)
        found = []
        for value in values:
            try:
                taken = None if value is None else check(value, refuse)
            except _UnfitError as error:
                refuse(error.why, value)
            else:
                if taken is not None:
                    found.append(taken)
        return tuple(dict.fromkeys(found) if once else found)

    return every


def _identifiers(values: Any, refuse: _Refuse) -> dict[str, str]:
    if not isinstance(values, Mapping):
        raise _unfit("refused.identifiers")
    found: dict[str, str] = {}
    for kind, value in values.items():
        try:
            known = kind in KIND_NAMED
            found[kind] = canonical(kind, value).value if known else titles.clean(value)
        except (IdentifierError, TypeError, AttributeError):
            refuse(Said("refused.identifier"), f"{kind}:{value}")
    return found


def _note(value: Any, refuse: _Refuse) -> Note:
    if not isinstance(value, Note):
        raise _unfit("refused.text")
    return replace(value, text=_written(value.text, refuse))


def _notice(value: Any, refuse: _Refuse) -> Notice:
    if not isinstance(value, Notice) or value.kind not in NOTICE_KINDS:
        raise _unfit("refused.notice")
    told: dict[str, Any] = {}
    for name, check in (("source", _NAME), ("date", _date), ("link", _address)):
        try:
            given = getattr(value, name)
            told[name] = None if given is None else check(given, refuse)
        except _UnfitError as error:
            told[name] = None
            refuse(error.why, given)
    if not told["source"]:
        raise _unfit("refused.notice")
    return replace(value, **told)


_ADDRESS = re.compile(r"https?://[^\s<>\"'\\\x00-\x1f]{1,2000}")


def _address(value: Any, _: _Refuse) -> str:
    if isinstance(value, str) and _ADDRESS.fullmatch(value):
        return encodable(value)
    raise _unfit("refused.address")


def _properties(values: Any, refuse: _Refuse) -> dict[str, str]:
    if not isinstance(values, Mapping):
        raise _unfit("refused.properties")
    found: dict[str, str] = {}
    for name, value in values.items():
        try:
            told = (_NAME(name, refuse) or "").replace(": ", " "), _NAME(value, refuse)
        except _UnfitError as error:
            refuse(error.why, f"{name}: {value}")
        else:
            found.update([told] if told[0] and told[1] else [])
    return found


def _facts(values: Any, refuse: _Refuse) -> dict[str, float]:
    if not isinstance(values, Mapping):
        raise _unfit("refused.facts")
    found: dict[str, float] = {}
    for name, value in values.items():
        if isinstance(name, str) and type(value) in (int, float) and abs(value) <= MOST:
            found[name] = value
        else:
            refuse(Said("refused.number"), f"{name}: {value}")
    return found


_NAME, _TEXT = _line(LONGEST_LINE), _line(LONGEST)
_TYPESET = _line(LONGEST_LINE, untagged)
_NAMES = _each(_NAME)

_CHECKS: Mapping[str, _Check] = {
    "identifiers": _identifiers,
    "title": _TYPESET,
    "venue": _TYPESET,
    "reason": _NAME,
    "printed": _TYPESET,
    "abstract": _TEXT,
    "comment": _TEXT,
    "authors": _NAMES,
    "aliases": _NAMES,
    "categories": _NAMES,
    "fields_of_study": _NAMES,
    "publication_types": _NAMES,
    "key_phrases": _NAMES,
    "derived_names": _NAMES,
    "short_names": _NAMES,
    "contributions": _NAMES,
    "year": _year,
    "published": _date,
    "citation_count": _count,
    "influential_citation_count": _count,
    "reference_count": _count,
    "influential": _truth,
    "intents": _each(_NAME, once=True),
    "sentences": _each(_TEXT, once=True),
    "sentence_numbers": _each(_count),
    "facts": _facts,
    "notes": _each(_note),
    "notices": _each(_notice, once=True),
    "tags": _each(_NAME, once=True),
    "properties": _properties,
    "family": _written,
}
