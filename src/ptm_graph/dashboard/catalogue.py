"""All text of the interface, in every language, from one file (``words.toml``)."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ptm_graph.errors import PtmGraphError, ReadingListError
from ptm_graph.words.model import PartialDate
from ptm_graph.words.replies import ReplyCode
from ptm_graph.words.wording import Said, phrase, said_by, sentence, sentences, understood

LANGUAGES: Mapping[str, str] = {"en": "English", "zh": "中文"}
"""Code in the link → name in its own language; the first one is the default."""
DEFAULT = next(iter(LANGUAGES))
FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True, slots=True)
class Words:
    """The interface in one language; call it with a key to get the text."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, with ``{name}`` replaced.

        Raises
        ------
        KeyError
            For a key the catalogue does not have.
        """
        text = self.texts[key]
        if not values:
            return text
        if self.language == DEFAULT:
            text = _COUNTED.sub(lambda found: _agreeing(found, values), text)
        return text.format(**values)

    def has(self, key: str) -> bool:
        """Whether the catalogue knows the key; for names that come from the data."""
        return key in self.texts

    def named(self, group: str, name: str) -> str:
        """The word for a name of the data, for example a tier; itself where there is none."""
        return self.texts.get(f"{group}.{name}", name)

    def told(self, something: Said | Exception | str) -> str:
        """What a room says or an error tells; words of other programs stay as they are."""
        held = said_by(something) if isinstance(something, PtmGraphError) else something
        if not isinstance(held, Said):
            return str(something)
        place = something.place if isinstance(something, ReadingListError) else ""
        return ": ".join(part for part in (place, sentence(held, self.language)) if part)

    def reply(self, code: ReplyCode | None, told: str | None) -> str:
        """What a service replied; of older words that are not understood, the code at least."""
        said = understood(told or "")
        text = self.told(said)
        if code is None or (said.code is not None and code != "failed"):
            return text
        return self(f"reply.{code}", told=text)

    def list(self, names: Iterable[str]) -> str:
        """Names one after the other."""
        return phrase("reason.comma", self.language).join(names)

    def source(self, name: str | None) -> str:
        """Where a fact comes from."""
        return self.named("source", name) if name else self("unknown")

    def number(self, value: float | None) -> str:
        """A number with its thousands apart, or the word for unknown."""
        if value is None:
            return self("unknown")
        return f"{value:,.0f}"

    def date(self, date: PartialDate | datetime.date | None) -> str:
        """A date to its precision, as the language writes it."""
        if date is None:
            return self("unknown")
        year, month, day = date.year, date.month, date.day
        if self.language == "zh":
            return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
        if month is None:
            return str(year)
        name = _MONTHS[month - 1]
        return f"{day} {name} {year}" if day else f"{name} {year}"

    def day(self, at: str) -> str:
        """The day of a moment in ISO form; the text itself where it is none."""
        try:
            return self.date(datetime.date.fromisoformat(at[:10]))
        except ValueError:
            return at

    def moment(self, at: str) -> str:
        """A moment in ISO form to the minute, in its own time zone."""
        time = at[11:16]
        return f"{self.day(at)} {time}" if time else self.day(at)


_COUNTED = re.compile(r"\{(\w+)\} ([a-z]+)")
_SINGULAR = {
    "papers": "paper",
    "arrows": "arrow",
    "children": "child",
    "citations": "citation",
    "references": "reference",
    "sentences": "sentence",
    "routes": "route",
    "entries": "entry",
    "names": "name",
    "lines": "line",
    "hours": "hour",
    "decisions": "decision",
    "characters": "character",
}


def _agreeing(found: re.Match[str], values: Mapping[str, object]) -> str:
    """A count and its noun in a text of the catalogue: one paper, two papers."""
    name, noun = found.groups()
    return f"{{{name}}} {_SINGULAR.get(noun, noun)}" if str(values.get(name)) == "1" else found[0]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def words(language: str | None) -> Words:
    """The interface in a language; unknown languages give the default."""
    chosen = language if language in LANGUAGES else DEFAULT
    return Words(str(chosen), {key: texts[str(chosen)] for key, texts in entries().items()})


_SHARED = ("label", "tier", "tier_name", "intent", "decided")
"""Words for names of the data, which the exports say, too."""


@cache
def entries() -> Mapping[str, Mapping[str, str]]:
    """Key → language → text, as the file has it, and what is shared with the exports."""
    with FILE.open("rb") as file:
        tables = tomllib.load(file)
    shared = {key: texts for key, texts in sentences().items() if key.partition(".")[0] in _SHARED}
    return shared | {
        key if group == "general" else f"{group}.{key}": dict(zip(LANGUAGES, texts, strict=True))
        for group, table in tables.items()
        for key, texts in table.items()
    }
