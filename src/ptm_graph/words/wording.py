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
from typing import Literal, TypeAlias, get_args

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
]
"""Why a service gave nothing."""

ListCode = Literal[
    "list.missing",
    "list.unreadable",
    "list.format",
    "list.too large",
    "list.too many links",
    "list.long paragraph",
    "list.nested",
    "list.nested deeper",
    "list.not text",
    "list.binary",
    "list.encoding",
    "list.not YAML",
    "list.colon",
    "list.control character",
    "list.anchors",
    "list.tags",
    "list.key",
    "list.no column",
    "list.not a table",
    "list.not reStructuredText",
    "list.not CSL",
    "list.not JSON",
    "list.changed",
    "list.shared line",
    "list.not edited",
    "list.one line",
]
"""Why a reading list cannot be read or written."""

UnusedCode = Literal[
    "unused.no paper",
    "unused.empty",
    "unused.loose link",
    "unused.own disk",
    "unused.beside",
    "unused.scheme",
    "unused.address",
    "unused.identifier",
    "unused.no title",
    "unused.not an item",
    "unused.broken",
    "unused.outside",
    "unused.format",
    "unused.first document",
    "unused.no papers",
    "unused.no dash",
    "unused.unknown key",
    "unused.key twice",
    "unused.entry",
    "unused.no title or identifiers",
    "unused.empty entry",
    "unused.link",
    "unused.one line",
    "unused.texts",
    "unused.keep apart",
    "unused.year",
    "unused.identifiers",
    "unused.wrong identifier",
    "unused.resources",
    "unused.resource",
    "unused.resource url",
    "unused.resource kind",
    "unused.language",
    "unused.not in the snapshot",
]
"""Why a piece of a reading list was not used."""

QueryCode = Literal[
    "query.empty",
    "query.no paper",
    "query.nothing",
    "query.near",
    "query.identifier",
    "query.ambiguous",
    "query.not in graph",
    "query.no reference",
    "query.no family",
    "query.one paper",
    "query.both ways",
]
"""Why a query names no paper, or nothing can be said of it."""

DecisionCode = Literal[
    "decision.unreadable",
    "decision.no list",
    "decision.no keys",
    "decision.lacks",
    "decision.verdict",
    "decision.none",
]
"""What is wrong with a file of decisions."""

FileCode = Literal[
    "file.folder",
    "file.no folder",
    "file.not written",
    "file.marks",
]
"""Why a file cannot be written or read."""

AnswerCode = Literal[
    "answer.too many requests",
    "answer.status",
    "answer.late",
    "answer.connection",
    "answer.address",
    "answer.too large",
    "answer.not JSON",
    "answer.no object",
    "answer.error",
    "answer.misfit",
    "answer.no papers",
    "answer.others",
    "answer.no titles",
    "answer.other page",
    "answer.no next page",
    "answer.no reference",
    "answer.no feed",
    "answer.feed",
    "answer.flaw",
]
"""What is wrong with the answer of a service."""

RepliedCode = Literal[
    "reply.unknown",
    "reply.forgotten",
    "reply.another title",
    "reply.withheld",
    "reply.none of",
    "reply.no list",
    "reply.nothing to ask by",
    "reply.no title",
    "reply.near titles",
    "reply.short title",
    "reply.several works",
]
"""What a service replied about one paper."""

FullTextCode = Literal[
    "full text.missing",
    "full text.unreadable",
    "full text.too large",
    "full text.no xml",
    "full text.no paper",
    "full text.unknown",
    "full text.empty folder",
]
"""Why a file gave no paper."""

Code: TypeAlias = (
    NoteCode
    | AbstentionCode
    | VerdictCode
    | LibraryCode
    | ServiceCode
    | ListCode
    | UnusedCode
    | QueryCode
    | DecisionCode
    | FileCode
    | AnswerCode
    | RepliedCode
    | FullTextCode
)

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
    counted = (*get_args(NoteCode), *get_args(AbstentionCode))
    filed = (*get_args(UnusedCode), *get_args(RepliedCode), *get_args(ServiceCode))
    return {
        code: re.compile(
            re.sub(r"\\\{(\w+)\\\}", rf"(?P<\1>{value})", re.escape(sentences()[code]["en"]))
        )
        for codes, value in ((counted, r"\\d[\\d,]*%?"), (filed + get_args(AnswerCode), ".+"))
        for code in codes
    }


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Code → language → sentence with places for its values."""
    text = resources.files("ptm_graph.words").joinpath("sentences.toml").read_text("utf-8")
    return {
        f"{group}.{code}": dict(zip(LANGUAGES, texts, strict=True))
        for group, table in tomllib.loads(text).items()
        for code, texts in table.items()
    }
