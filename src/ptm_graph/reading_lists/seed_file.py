"""Adding to a seed list kept by hand: its comments, order and wording stay.

Only the lines of entries that gain something are rewritten; new entries follow at
the end of the list. Nothing is written before the difference has been shown.
"""

from __future__ import annotations

import difflib
import io
import json
import re
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ptm_graph.errors import InputError, ReadingListError
from ptm_graph.files import editing, write_text
from ptm_graph.reading_lists import seed_yaml
from ptm_graph.reading_lists.decoding import decode
from ptm_graph.reading_lists.formats import guess_format
from ptm_graph.reading_lists.merge import Merged, merged
from ptm_graph.reading_lists.notes import language_of_text
from ptm_graph.reading_lists.yaml_nodes import Mapping, Node, Scalar, nodes
from ptm_graph.reading_lists.yaml_nodes import Sequence as List
from ptm_graph.words.model import Note, Resource, SeedEntry
from ptm_graph.words.wording import Said

NameIn = typing.Mapping[str, str]
"""Language → name of a family."""
Names = typing.Mapping[str, NameIn]

NEW_FILE = (
    "# A reading list of ptm-graph; the format is described in docs/reading-lists.md\n\npapers:\n"
)


@dataclass(frozen=True, slots=True)
class Change:
    """What adding would do to a seed list; nothing is written yet."""

    path: Path
    before: str | None
    """Text of the file; None if there is none yet."""
    after: str
    added: tuple[SeedEntry, ...]
    extended: tuple[SeedEntry, ...]
    """Entries that were there and gain names, identifiers or resources."""
    known: int
    """How many of the works were there and gain nothing."""

    @property
    def is_empty(self) -> bool:
        """True if the file would stay as it is."""
        return self.before == self.after

    def difference(self) -> str:
        """The change as a unified diff; empty if there is none."""
        name = str(self.path)
        lines = difflib.unified_diff(
            (self.before or "").splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"{name} (as it is)" if self.before is not None else "(new file)",
            f"{name} (as it would be)",
        )
        return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def addition(
    path: str | Path, entries: Iterable[SeedEntry], family_names: Names | None = None
) -> Change:
    """Work out what adding entries to a seed list changes.

    Names of families are added, too, where the list does not give them itself.

    Raises ReadingListError if the file is there and cannot be read, or is written in a way
    that cannot be edited line by line.
    """
    place = Path(path)
    before = _text_of(place)
    text = NEW_FILE if before is None or not before.strip() else before
    listed = seed_yaml.read(text, str(place))
    present = listed.entries
    own = set(map(id, present))
    edits: list[tuple[SeedEntry, SeedEntry]] = []
    new: list[Merged] = []
    known = 0
    for work in merged([*present, *entries]):
        first = work.sources[0]
        others = [source for source in work.sources if id(source) not in own]
        if id(first) not in own:
            new.append(work)
        elif others and _gains(first, _kept(first, work.entry)):
            edits.append((first, _kept(first, work.entry)))
        elif others:
            known += 1
    after = _appended(_edited(text, edits, str(place)), new, str(place))
    told = (family_names or {}).items()
    names = {name: one for name, one in told if name not in listed.family_names}
    after = _named(after, names, str(place))
    return Change(
        place,
        before,
        after,
        tuple(work.entry for work in new),
        tuple(entry for _, entry in edits),
        known,
    )


def identified(path: str | Path, entry: SeedEntry) -> Change | None:
    """Work out what gives one entry of a seed list its identifiers, and changes nothing else.

    None where the file is no seed list, or has no such entry, or it has other identifiers.
    Raises ReadingListError as :func:`addition`.
    """
    place = Path(path)
    before = _text_of(place)
    if before is None or guess_format(before, str(place)).name != "yaml":
        return None
    own = [one for one in seed_yaml.read(before, str(place)).entries if _is_this(one, entry)]
    if not own:
        return None
    one = min(own, key=lambda one: abs((one.line or 0) - (entry.line or 0)))
    told = replace(one, identifiers={**entry.identifiers, **one.identifiers})
    after = _edited(before, [(one, told)], str(place))
    return Change(place, before, after, (), (told,), 0)


def _is_this(one: SeedEntry, entry: SeedEntry) -> bool:
    said = ("title", "aliases", "authors", "year")
    return (
        all(getattr(one, name) == getattr(entry, name) for name in said)
        and one.identifiers.items() <= entry.identifiers.items()
    )


def write(change: Change) -> None:
    """Write a change, all of it or nothing; InputError if the file has been changed since."""
    with editing(change.path, "reading list"):
        if _text_of(change.path) != change.before:
            raise InputError(Said("list.changed", {"file": str(change.path)}))
        write_text(change.path, change.after, "reading list")


def _text_of(place: Path) -> str | None:
    try:
        return decode(place.read_bytes(), str(place))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ReadingListError(
            Said("list.unreadable", {"error": error.strerror or ""}), place
        ) from error


def _kept(before: SeedEntry, after: SeedEntry) -> SeedEntry:
    """What an entry kept by hand takes over.

    Authors, year and venue of other lists only help to find a paper that has no
    identifier; where it has one, the services know them better.
    """
    if not before.identifiers:
        return after
    return replace(after, authors=before.authors, year=before.year, venue=before.venue)


def _gains(before: SeedEntry, after: SeedEntry) -> bool:
    return any(
        getattr(before, name) != getattr(after, name)
        for name in (
            "title",
            "aliases",
            "identifiers",
            "resources",
            "family",
            "authors",
            "year",
            "venue",
            "tags",
            "properties",
            "notes",
        )
    )


# --- entries as text ------------------------------------------------------------------------

_PLAIN = re.compile(r"[^\W\d_][^:#\[\]{},&*!|>'\"%@`\\\n]*", re.UNICODE)
_WORDS_OF_YAML = frozenset(["true", "false", "yes", "no", "on", "off", "null", "none", "y", "n"])


def scalar(text: str) -> str:
    """A text as YAML: plain where every YAML reader agrees on it, else in quotes."""
    plain = _PLAIN.fullmatch(text) and text == text.strip() and text.isprintable()
    if plain and text.casefold() not in _WORDS_OF_YAML and " -" not in text[:2]:
        return text
    return (
        json.dumps(text, ensure_ascii=False)
        .replace("\x7f", "\\x7f")
        .replace("\u2028", "\\L")
        .replace("\u2029", "\\P")
        .replace("\x85", "\\N")
    )


def entry_lines(entry: SeedEntry, indent: int, comment: str | None = None) -> list[str]:
    """An entry as lines of a seed list, its dash at column ``indent``."""
    lines: list[str] = []
    if entry.title:
        lines.append(f"title: {scalar(entry.title)}")
    if entry.aliases:
        lines.append(f"aliases: [{', '.join(map(scalar, entry.aliases))}]")
    if entry.identifiers:
        lines.append("identifiers:")
        lines += [f"  {kind}: {json.dumps(value)}" for kind, value in entry.identifiers.items()]
    if entry.authors:
        lines.append(f"authors: [{', '.join(map(scalar, entry.authors))}]")
    if entry.year is not None:
        lines.append(f'year: "{entry.year}"')
    lines += [
        f"{name}: {scalar(value)}"
        for name, value in (("venue", entry.venue), ("family", entry.family))
        if value
    ]
    if entry.resources:
        lines.append("resources:")
        lines += [f"  {line}" for resource in entry.resources for line in _resource(resource)]
    if entry.tags:
        lines.append(f"tags: [{', '.join(map(scalar, entry.tags))}]")
    if entry.properties:
        lines.append("properties:")
        lines += [f"  {scalar(name)}: {scalar(text)}" for name, text in entry.properties.items()]
    lines += _notes(entry.notes)
    space = " " * indent
    first = [f"{space}# {comment}"] if comment else []
    return [
        *first,
        *(f"{space}{'  ' if number else '- '}{line}" for number, line in enumerate(lines)),
    ]


def _notes(notes: Sequence[Note]) -> list[str]:
    """One that says its language by itself as a text, others as a list."""
    if len(notes) == 1 and not _tells_language(notes[0]):
        return [f"note: {scalar(notes[0].text)}"]
    items = (
        f"{{text: {scalar(one.text)}, language: {scalar(one.language)}}}"
        if one.language and _tells_language(one)
        else scalar(one.text)
        for one in notes
    )
    return ["note:", *(f"  - {item}" for item in items)] if notes else []


def _tells_language(note: Note) -> bool:
    return note.language is not None and note.language != language_of_text(note.text)


def _resource(resource: Resource) -> list[str]:
    fields = [("kind", scalar(resource.kind)), ("url", scalar(resource.url))]
    if resource.title:
        fields.append(("title", scalar(resource.title)))
    if resource.language:
        fields.append(("language", scalar(resource.language)))
    return [
        f"{'  ' if number else '- '}{name}: {value}" for number, (name, value) in enumerate(fields)
    ]


# --- editing the text ---------------------------------------------------------------------------


def _papers(text: str, file: str) -> tuple[Node | None, List | None]:
    top, _ = nodes(text, file)
    if isinstance(top, List):
        return top, top
    if isinstance(top, Mapping):
        for key, value in top.pairs:
            if key.text == "papers":
                return key, value if isinstance(value, List) else None
    return None, None


def _last_line(node: Node) -> int:
    if isinstance(node, Scalar) or node.flow:
        return node.end
    children = (
        node.items if isinstance(node, List) else [part for pair in node.pairs for part in pair]
    )
    return max(map(_last_line, children), default=node.line)


def _edited(text: str, edits: Sequence[tuple[SeedEntry, SeedEntry]], file: str) -> str:
    """The text with the entries that gain something rewritten, from the last to the first."""
    if not edits:
        return text
    _, papers = _papers(text, file)
    items = {item.line: item for item in papers.items} if papers is not None else {}
    lines = text.split("\n")
    for before, after in sorted(edits, key=lambda pair: -(pair[0].line or 0)):
        node = items[before.line or 0]
        first, last = node.line - 1, _last_line(node)
        dash = re.match(r"\s*-(?=\s)", lines[first])
        if papers is None or papers.flow or dash is None:
            raise ReadingListError(Said("list.shared line"), file, node.line)
        indent = len(dash.group()) - 1
        lines[first:last] = _rewritten(lines[first:last], before, after, indent, file)
    return "\n".join(lines)


def _rewritten(
    lines: list[str], before: SeedEntry, after: SeedEntry, indent: int, file: str
) -> list[str]:
    """The lines of one entry with what it gains, its comments and wording kept."""
    yaml = _round_trip(indent)
    try:
        loaded = yaml.load("\n".join(lines) + "\n")
    except Exception as error:
        raise ReadingListError(
            Said("list.not edited", {"error": str(error)}), file, before.line
        ) from error
    if not isinstance(loaded[0], dict):
        first, *rest = entry_lines(after, indent)
        beside = loaded.ca.items.get(0)
        comment = beside[0].value.strip() if beside and beside[0] else ""
        return [f"{first}  {comment}" if comment else first, *rest]
    _extend(loaded[0], before, after)
    stream = io.StringIO()
    yaml.dump(loaded, stream)
    return stream.getvalue().rstrip("\n").split("\n")


def _round_trip(indent: int) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.resolver import VersionedResolver

    class Unresolved(VersionedResolver):
        """Takes no plain scalar for a number, a date or a truth value."""

        @property
        def versioned_resolver(self) -> Any:
            return {}

    yaml = YAML()
    yaml.Resolver = Unresolved
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=indent + 2, offset=indent)
    return yaml


def _extend(fields: Any, before: SeedEntry, after: SeedEntry) -> None:
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

    def text(value: str) -> Any:
        return value if scalar(value) == value else Quoted(value)

    if after.title != before.title:
        if "title" in fields:
            fields["title"] = text(after.title or "")
        else:
            fields.insert(0, "title", text(after.title or ""))
    for name in ("aliases", "authors", "tags"):
        ours, theirs = getattr(before, name) or (), getattr(after, name) or ()
        gained = [text(value) for value in theirs if value not in ours]
        if gained:
            _extend_list(fields, name, [text(value) for value in ours], gained)
    for name in ("identifiers", "properties"):
        known = getattr(before, name)
        gained_pairs = [pair for pair in getattr(after, name).items() if pair[0] not in known]
        if gained_pairs and not isinstance(fields.get(name), dict):
            fields[name] = {}
        for kind, value in gained_pairs:
            fields[name][text(kind)] = Quoted(value)
    if len(after.notes) > len(before.notes):
        told = [_note_item(one, text) for one in after.notes]
        _extend_list(fields, "note", told[: len(before.notes)], told[len(before.notes) :])
    urls = {resource.url for resource in before.resources}
    gained_resources = [
        {name: text(value) for name, value in _fields_of(resource)}
        for resource in after.resources
        if resource.url not in urls
    ]
    if gained_resources:
        _extend_list(fields, "resources", [], gained_resources)
    for name in ("year", "venue", "family"):
        value = getattr(after, name)
        if value is not None and value != getattr(before, name):
            fields[name] = Quoted(str(value)) if name == "year" else text(str(value))


def _note_item(note: Note, text: Callable[[str], Any]) -> Any:
    told = {"text": text(note.text), "language": note.language}
    return told if _tells_language(note) else told["text"]


def _fields_of(resource: Resource) -> list[tuple[str, str]]:
    fields = (
        ("kind", resource.kind),
        ("url", resource.url),
        ("title", resource.title),
        ("language", resource.language),
    )
    return [(name, value) for name, value in fields if value]


def _extend_list(fields: Any, name: str, ours: list[Any], gained: list[Any]) -> None:
    present = fields.get(name)
    if isinstance(present, list):
        present.extend(gained)
    else:  # one text instead of a list, or nothing
        fields[name] = [*ours, *gained]


def _appended(text: str, new: Sequence[Merged], file: str) -> str:
    if not new:
        return text
    key, papers = _papers(text, file)
    lines = text.rstrip("\n").split("\n")
    if key is None:
        lines += ["", "papers:"]
        return _join(lines, len(lines), 2, new)
    if papers is not None and papers.items:
        last = papers.items[-1]
        dash = re.match(r"\s*-(?=\s|$)", lines[papers.items[0].line - 1])
        if papers.flow or dash is None:
            raise ReadingListError(Said("list.one line"), file, papers.line)
        return _join(lines, _last_line(last), len(dash.group()) - 1, new)
    at = key.line
    if papers is not None:  # “papers: []”
        lines[at - 1] = re.sub(r":\s*\[\s*\]", ":", lines[at - 1])
    return _join(lines, at, 2, new)


def _named(text: str, names: Names, file: str) -> str:
    """The text with names of families, behind those it has, else above its papers."""
    if not names:
        return text
    top, _ = nodes(text, file)
    pairs = {key.text: (key, value) for key, value in top.pairs} if isinstance(top, Mapping) else {}
    told = [f"{scalar(name)}: {_pairs_of(one)}" for name, one in names.items()]
    lines = text.split("\n")
    if "family_names" in pairs:
        key, value = pairs["family_names"]
        if not isinstance(value, Mapping) or value.flow:
            raise ReadingListError(Said("list.shared line"), file, key.line)
        indent = re.match(r"\s*", lines[value.pairs[0][0].line - 1])
        space = indent.group() if indent else ""
        at = _last_line(value)
        lines[at:at] = [f"{space}{one}" for one in told]
    elif "papers" in pairs:
        at = pairs["papers"][0].line - 1
        lines[at:at] = ["family_names:", *(f"  {one}" for one in told), ""]
    else:
        raise ReadingListError(Said("list.no room for names"), file)
    return "\n".join(lines)


def _pairs_of(names: NameIn) -> str:
    return "{" + ", ".join(f"{language}: {scalar(name)}" for language, name in names.items()) + "}"


def _join(lines: list[str], at: int, indent: int, new: Sequence[Merged]) -> str:
    blocks: list[str] = []
    for work in new:
        blocks += ["", *entry_lines(work.entry, indent, _origin(work))]
    return "\n".join([*lines[:at], *blocks, *lines[at:]]) + "\n"


def _origin(work: Merged) -> str | None:
    """Where an entry comes from, as a comment: ``notes.md:33, list.bib:7``."""
    places = [
        f"{Path(source.file).name}:{source.line}" if source.line else Path(source.file).name
        for source in work.sources
        if source.file
    ]
    return re.sub(r"[^\w.:,()\- ]", "_", ", ".join(dict.fromkeys(places)))[:200] or None
