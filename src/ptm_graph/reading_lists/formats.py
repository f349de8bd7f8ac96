"""Which formats of reading lists there are, and how each is recognised.

To add one: a module with ``read(text, file=None)``, and an entry here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from ptm_graph.errors import ReadingListError
from ptm_graph.plugs import plugs
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words.wording import Said


class Reader(Protocol):
    """What reads the text of a reading list."""

    def __call__(self, text: str, file: str | None = None) -> ReadingList:
        """Read a text.

        Raises
        ------
        ReadingListError
            If it cannot be read at all; what only spoils a part of it goes to ``unused``.
        """


@dataclass(frozen=True, slots=True)
class ListFormat:
    """One format of reading lists."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings that mean it, the usual one first."""
    read: str | Reader
    """What reads it, or ``module:name`` of it: imported when a file of the format is read."""
    purpose: str
    """One line for a person."""
    is_like: Callable[[str], bool] | None = None
    """Whether a text without a name is in the format; None: never guessed."""


def _begins(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> Callable[[str], bool]:
    """Whether the first lines of a text match."""
    looked_for = re.compile(pattern, flags)
    return lambda text: looked_for.search(text.lstrip()[:20_000]) is not None


def _is_json(text: str) -> bool:
    if not re.match(r"\s*(?:\[\s*\{|\{\s*\")", text):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_json_lines(text: str) -> bool:
    """Whether the first lines are objects of JSON, and there are several."""
    first, _, rest = text.lstrip().partition("\n")
    second = rest.lstrip().partition("\n")[0]
    return all(line[:1] == "{" and _is_json(line) for line in (first, second))


_HERE = "ptm_graph.reading_lists"

_ALL = (
    ListFormat(
        "ris",
        (".ris",),
        f"{_HERE}.ris:read",
        "RIS of Zotero, EndNote, Mendeley",
        _begins(r"\ATY  ?- "),
    ),
    ListFormat(
        "bibtex",
        (".bib", ".bibtex"),
        f"{_HERE}.bibtex:read",
        "BibTeX and BibLaTeX",
        _begins(r"^\s*@(?!comment)\w+\s*[{(]\s*[^\s,{}]*\s*,", re.MULTILINE | re.IGNORECASE),
    ),
    ListFormat(
        "csl-json",
        (".json", ".csl"),
        f"{_HERE}.csl_json:read",
        "CSL-JSON, and the JSON of Zotero, Crossref, OpenAlex, Semantic Scholar",
        _is_json,
    ),
    ListFormat(
        "json-lines",
        (".jsonl", ".ndjson", ".jsonlines"),
        f"{_HERE}.json_lines:read",
        "JSON lines: one such record a line",
        _is_json_lines,
    ),
    ListFormat(
        "yaml",
        (".yaml", ".yml"),
        f"{_HERE}.seed_yaml:read",
        "our own seed lists",
        _begins(r"^papers:[ \t]*(?:#.*)?$", re.MULTILINE),
    ),
    ListFormat(
        "rst",
        (".rst", ".rest"),
        f"{_HERE}.restructured:read",
        "reStructuredText",
        _begins(r"^(?:\.\. [\w-]+::|[=#*~^-]{4,}\n[^\n]+\n[=#*~^-]{4,}$)", re.MULTILINE),
    ),
    ListFormat(
        "csv",
        (".csv", ".tsv", ".tab"),
        f"{_HERE}.tables:read",
        "tables with a title, DOI or link in a column",
        _begins(
            r"\A(?=[^\n]*[,;\t])(?:[^\n]*[,;\t])?\W?(?:title|doi|arxiv[ _]?id)\W?[,;\t\n]",
            re.IGNORECASE,
        ),
    ),
    ListFormat(
        "markdown",
        (".md", ".markdown", ".mkd", ".mdx", ".rmd", ".qmd"),
        f"{_HERE}.markdown:read",
        "Markdown, Jekyll's and notebooks' included",
    ),
    ListFormat("text", (".txt", ".text", ".list"), f"{_HERE}.plain:read", "one paper a line"),
)

FORMATS: Mapping[str, ListFormat] = MappingProxyType({known.name: known for known in _ALL})
"""Name of a format → the format, for those of this package; guessed in this order."""

_ANYTHING = "markdown"
"""What a text is that is nothing else: plain lines are Markdown, too."""


@cache
def known_formats() -> Mapping[str, ListFormat]:
    """Name → format, those of other installed packages included.

    They are looked for once, when a format is first asked for.
    """
    strangers = plugs("ptm_graph.reading_lists", ListFormat, FORMATS)
    return MappingProxyType({known.name: known for known in (*_ALL, *strangers)})


def format_named(name: str, file: str | None = None) -> ListFormat:
    """Find a format by its name; the message for an unknown one lists those known."""
    # what is ours is found without asking for what is installed
    found = FORMATS.get(name) or known_formats().get(name)
    if found is None:
        raise ReadingListError(
            Said("list.format", {"format": name, "known": ", ".join(known_formats())}), file
        )
    return found


def format_of(path: str | Path) -> ListFormat | None:
    """Find a format by the ending of a file name; None for an ending nobody knows.

    The longest ending that fits wins, and of two formats with one ending ours.
    """
    name = Path(path).name.lower()
    endings = {
        ending: one for one in reversed(tuple(known_formats().values())) for ending in one.suffixes
    }
    fitting = [ending for ending in endings if name.endswith(ending)]
    return endings[max(fitting, key=len)] if fitting else None


def guess_format(text: str) -> ListFormat:
    """Guess the format of a text without a name, by its first lines.

    Anything that is nothing else is Markdown, which plain lines are too.
    """
    bare = text.removeprefix("\ufeff")
    for known in known_formats().values():
        if known.is_like is not None and known.is_like(bare):
            return known
    return FORMATS[_ANYTHING]
