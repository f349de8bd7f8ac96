"""From what a person types to the one paper meant."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from ptm_graph.errors import AmbiguousQueryError, QueryError
from ptm_graph.library.naming import number_of, owner_of
from ptm_graph.words import titles
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.wording import Said

_MOST_CHOICES = 12
_NEAR = 70.0
_NEAREST = 3


def find_number(connection: sqlite3.Connection, query: str) -> int:
    """Row number of the paper that ``query`` names.

    Tried in this order, and the first step that finds anything decides: key; identifier or
    URL; alias as written; the name a paper is shown by, then any short name, as written; alias
    or shown name in normal form, then any short name; title in normal form; any of these
    without spaces; alias without what is in parentheses (“ERNIE” for “ERNIE (Baidu)”);
    words at the start of a title; words anywhere in a title.

    Raises QueryError or AmbiguousQueryError if the deciding step finds no paper, or several.
    """
    query = titles.clean(query)
    if not query:
        raise QueryError(Said("query.empty"))
    number = _exactly(connection, query)
    if number is not None:
        return number
    names = _names(connection)
    for found in _steps(names, query):
        if found:
            return _only(connection, query, found)
    raise QueryError(_nothing_found(names, query))


def _exactly(connection: sqlite3.Connection, query: str) -> int | None:
    try:
        return number_of(connection, query)
    except QueryError:
        pass
    identifier = find_identifier(query)
    if identifier is None:
        return None
    number = owner_of(connection, identifier)
    if number is None:
        raise QueryError(Said("query.identifier", {"identifier": str(identifier)}))
    return number


class _Names:
    """Every name of every paper, in the forms the steps compare."""

    def __init__(self) -> None:
        self.aliases: list[tuple[str, int]] = []
        self.short: list[tuple[str, int]] = []
        self.titles: list[tuple[str, int]] = []
        self.shown: dict[int, str] = {}
        """Paper → its first alias or short name."""

    def all(self) -> Iterable[tuple[str, int]]:
        yield from self.aliases
        yield from self.short
        yield from self.titles


def _names(connection: sqlite3.Connection) -> _Names:
    names = _Names()
    for paper, aliases in connection.execute("SELECT paper, aliases FROM seed ORDER BY position"):
        for alias in json.loads(aliases):
            names.aliases.append((alias, paper))
            names.shown.setdefault(paper, alias)
    cursor = connection.execute("SELECT id, title, short_names FROM paper ORDER BY id")
    for number, title, short in cursor:
        names.titles.append((title, number))
        for name in json.loads(short or "[]"):
            names.short.append((name, number))
            names.shown.setdefault(number, name)
    return names


def _steps(names: _Names, query: str) -> Iterable[set[int]]:
    yield {number for alias, number in names.aliases if alias == query}
    yield {number for number, name in names.shown.items() if name == query}
    yield {number for name, number in names.short if name == query}
    wanted = titles.normal(query)
    if not wanted:
        return
    normal = [(titles.normal(name), number) for name, number in names.all()]
    given = len(names.aliases) + len(names.short)
    likely = {number for name, number in normal[: len(names.aliases)] if name == wanted}
    yield likely | {number for number, name in names.shown.items() if titles.normal(name) == wanted}
    yield {number for name, number in normal[:given] if name == wanted}
    yield {number for name, number in normal[given:] if name == wanted}
    bare = wanted.replace(" ", "")
    yield {number for name, number in normal if name.replace(" ", "") == bare}
    yield {
        number
        for alias, number in names.aliases
        if titles.normal(alias.partition("(")[0]) == wanted
    }
    yield {number for name, number in normal if f"{name} ".startswith(f"{wanted} ")}
    yield {number for name, number in normal if f" {wanted} " in f" {name} "}


def _only(connection: sqlite3.Connection, query: str, found: set[int]) -> int:
    if len(found) == 1:
        return found.pop()
    seeds = {row[0] for row in connection.execute("SELECT DISTINCT paper FROM seed")}
    if len(found & seeds) == 1:  # the reading list's own paper is meant, not a neighbour
        return (found & seeds).pop()
    cursor = connection.execute("SELECT id, key, title, year, short_names FROM paper ORDER BY key")
    aliases: dict[int, str] = {}
    for paper, listed in connection.execute(
        "SELECT paper, aliases FROM seed ORDER BY position DESC"
    ):
        aliases[paper] = next(iter(json.loads(listed)), "")
    chosen = sorted(
        (row for row in cursor if row["id"] in found), key=lambda row: row["id"] not in seeds
    )
    lines = []
    for row in chosen[:_MOST_CHOICES]:
        short = json.loads(row["short_names"] or "[]")
        name = aliases.get(row["id"]) or next(iter(short), "")
        told = f"{name}: " if name else ""
        lines.append(f"{row['key']}  {told}{row['title']} ({row['year'] or 'year unknown'})")
    if len(chosen) > _MOST_CHOICES:
        lines.append(f"… and {len(chosen) - _MOST_CHOICES} more")
    listed = "".join(f"\n  {line}" for line in lines)
    said = Said("query.ambiguous", {"query": query, "count": len(lines), "choices": listed})
    raise AmbiguousQueryError(said, query, lines)


def near_numbers(connection: sqlite3.Connection, query: str, most: int) -> list[int]:
    """Row numbers of the papers that a query may mean: those it fits, else the nearest names."""
    names = _names(connection)
    for found in _steps(names, titles.clean(query)):
        if found:
            seeds = {row[0] for row in connection.execute("SELECT DISTINCT paper FROM seed")}
            return sorted(found, key=lambda number: (number not in seeds, number))[:most]
    return list(dict.fromkeys(number for _, number in _near(names, query, most)))


def _near(names: _Names, query: str, most: int) -> list[tuple[str, int]]:
    """Names nearest to a query, each with its paper."""
    every = list(names.all())
    found = process.extract(
        titles.normal(query),
        [titles.normal(name) for name, _ in every],
        scorer=fuzz.WRatio,
        score_cutoff=_NEAR,
        limit=most,
    )
    return [every[place] for _, _, place in found]


def _nothing_found(names: _Names, query: str) -> Said:
    near = dict.fromkeys(name for name, _ in _near(names, query, _NEAREST))
    if not near:
        return Said("query.nothing", {"query": query})
    listed = ", ".join(f"“{name}”" for name in near)
    return Said("query.near", {"query": query, "near": listed})
