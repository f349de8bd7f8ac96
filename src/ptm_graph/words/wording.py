"""What modules report to each other: a code with numbers, and its sentence in each language.

A module makes a :class:`Said`; decisions rest on its code. Terminal and files have the
English sentence, ``str(said)``; a page has :func:`sentence` in its language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal, TypeAlias

from ptm_graph.words.model import percent

NoteCode = Literal[
    "note.gap",
    "note.gap, length unknown",
    "note.gap, none known",
    "note.gap, nothing known",
    "note.no sentences",
    "note.counts only",
    "note.name only",
    "note.concurrent",
    "note.decided",
    "note.no citation",
]
"""What weakens a relation."""

AbstentionCode = Literal[
    "abstention.survey",
    "abstention.no references",
    "abstention.none in list",
    "abstention.not earlier",
    "abstention.weak in list",
    "abstention.weak",
    "abstention.cycle",
    "abstention.proposals only",
    "abstention.rejected",
    "abstention.not found",
]
"""Why a paper has no parent."""

VerdictCode = Literal[
    "verdict.parent",
    "verdict.survey",
    "verdict.later",
    "verdict.concurrent",
    "verdict.not in list",
    "verdict.weak",
    "verdict.others score higher",
    "verdict.too far below",
    "verdict.cycle",
    "verdict.proposal",
    "verdict.rejected",
]
"""What became of a candidate."""

LibraryCode = Literal[
    "library.missing",
    "library.folder",
    "library.not opened",
    "library.foreign file",
    "library.foreign database",
    "library.older",
    "library.newer",
    "library.damaged",
    "library.damaged values",
    "library.read-only",
    "library.disk full",
    "library.written to",
    "library.held",
    "library.not locked",
    "library.other process",
    "library.process",
]
"""Why a library cannot be opened, read or written."""

ServiceCode = Literal[
    "service.refused",
    "service.key refused",
    "service.no key",
    "service.down",
    "service.given up",
    "service.no record",
    "service.rejected",
    "service.unexpected",
    "service.batch unknown",
    "service.none known",
    "service.unlike itself",
    "service.spent",
    "service.unknown",
]
"""Why a service gave nothing."""

FullTextCode = Literal[
    "full text.missing",
    "full text.unreadable",
    "full text.too large",
    "full text.no xml",
    "full text.no paper",
    "full text.unknown",
    "full text.empty folder",
    "full text.no column",
]
"""Why a file gave no paper."""

Code: TypeAlias = str
"""One of those above, which somebody decides on, or of an error or a reason, which is only
shown; a test holds all of them against the catalogue."""

LANGUAGES = ("en", "zh")

Value: TypeAlias = "int | float | str | Said"
"""A count, a share between 0 and 1, a name, or what is said within what is said."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be said, as a code; ``str`` gives it in English."""

    code: Code | None
    """None: words of an older version or of another program, as they are in ``text``."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """What varies in the sentence."""
    text: str = ""

    def __str__(self) -> str:
        return sentence(self, "en")

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.values.items())), self.text))


def sentence(said: Said, language: str) -> str:
    """What is said in ``en`` or ``zh``."""
    if said.code is None:
        return said.text
    values = {name: _shown(value, language) for name, value in said.values.items()}
    return phrase(said.code, language, **values)


def phrase(key: str, language: str, /, **values: str) -> str:
    """A sentence of the catalogue by its key, for one whose key is made of a name."""
    return sentences()[key][language].format(**values)


def sure(confidence: float, decision: object, language: str = "en") -> str:
    """How sure a relation is: its confidence, or that the person decided, never both."""
    return phrase("confidence.decided", language) if decision else percent(confidence)


def said_by(error: BaseException) -> Said | str:
    """What an error tells; its words where it carries no code."""
    held = error.args[0] if error.args else None
    return held if isinstance(held, Said) else str(error)


def _shown(value: Value, language: str) -> str:
    if isinstance(value, Said):
        return sentence(value, language)
    if isinstance(value, str):
        return value
    return percent(value) if isinstance(value, float) else f"{value:,}"


def understood(text: str) -> Said:
    """Read an English sentence of a file; one that is not ours keeps its words.

    >>> understood("3 of 40 references known").values["stated"]
    40
    >>> understood("as another program says it").code is None
    True
    """
    text = _FORMERLY.get(text, text)
    for code, pattern in _patterns().items():
        found = pattern.fullmatch(text)
        if found is not None:
            return Said(code, {name: _value(one) for name, one in found.groupdict().items()})
    return Said(None, text=text)


_FORMERLY = {
    "no reference of it is known": "none of its references is known",
    "a survey looks over a field and descends from none of it": (
        "a survey reviews a field and descends from none of its papers"
    ),
    "counts only: a refresh brings the sentences": "counts only: a refresh fetches the sentences",
}
"""Sentences in files of older versions → as they are now."""


def _value(text: str) -> Value:
    if not _NUMBER.fullmatch(text):
        inner = understood(text)
        return text if inner.code is None else inner
    return int(text[:-1]) / 100 if text.endswith("%") else int(text.replace(",", ""))


_NUMBER = re.compile(r"\d[\d,]*%?")


@cache
def _patterns() -> Mapping[Code, re.Pattern[str]]:
    """The sentences that stand in files; in those about relations only numbers vary."""
    return {
        code: re.compile(
            re.sub(r"\\\{(\w+)\\\}", rf"(?P<\1>{value})", re.escape(sentences()[code]["en"]))
        )
        for groups, value in ((_COUNTED, r"\\d[\\d,]*%?"), (_FILED, ".+"))
        for code in sentences()
        if code.partition(".")[0] in groups
    }


_COUNTED = ("note", "abstention")
_FILED = ("refused", "unused", "list", "reply", "service", "answer")


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Code → language → sentence with places for its values."""
    text = resources.files("ptm_graph.words").joinpath("sentences.toml").read_text("utf-8")
    return {
        f"{group}.{code}": dict(zip(LANGUAGES, texts, strict=True))
        for group, table in tomllib.loads(text).items()
        for code, texts in table.items()
    }
