"""Notes of a vault that belong to a program and a person at once.

A note is found by its key in the front matter, wherever it is and whatever it is called now.
Ours are the fields that we write and the text down to the mark; everything else stays to the
byte. Files without such a key are never touched.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ptm_graph.errors import ExportError, ReadingListError
from ptm_graph.files import check_folder, editing, sweep_all, told, write_text
from ptm_graph.reading_lists.yaml_nodes import data_of, nodes
from ptm_graph.words.characters import one_line, xml_valid

MARK = "%% ptm-graph: what is below this line is yours; what is above is written anew %%"
TAGS = "ptm-graph/"
"""What begins the tags that are ours; all others of a note are a person's."""
LEFT = "ptm-graph-left"
"""Field of a note whose paper is no longer in the list."""

Identity = tuple[str, str]
"""Field of the front matter and its value: what makes a note the note of something."""
Fields = dict[str, str | int | float | bool | list[str] | None]

_IDENTITIES = ("ptm-graph", "ptm-graph-family", "ptm-graph-index")
_OWN = (
    *("title", "aliases", "authors", "year", "date", "arxiv", "doi", "acl", "openreview", "s2"),
    *("corpus", "mag", "pmid", "pmcid", "openalex", "dblp", "family", "tags", "confidence"),
    *("notice", LEFT),
)
_SHARED = ("aliases", "tags")
"""Fields to which a person adds."""
_HEAD = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(
    r"""("[^"\n]*"|'[^'\n]*'|[^\s#\-"'][^:\n]*?)[ \t]*:(?:[ \t]|\r?$)""", re.MULTILINE
)
_MARK = re.compile(r"^%% ptm-graph: [^\n]*%%[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
_FORBIDDEN = re.compile(r'[\[\]#^|\\/:*?"<>%`]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|clock\$)(?:\..*)?", re.IGNORECASE)
_LONGEST = 80
_LONGEST_BYTES = 180
_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_PEEK = 1 << 17


class Note(NamedTuple):
    """A note as it should be, above its mark."""

    identity: Identity
    name: str
    fields: Fields
    text: str


@dataclass(frozen=True, slots=True)
class _Held:
    """A note as it is."""

    path: str
    head: Mapping[str, str]
    """Field → its lines, in the order of the note."""
    values: Mapping[str, object]
    ours: str
    theirs: str
    whole: str


@dataclass(slots=True)
class Vault:
    """A folder of notes."""

    folder: Path
    held: dict[Identity, _Held] = field(default_factory=dict)
    taken: Counter[str] = field(default_factory=Counter)
    """Names of notes, their case ignored, and how many have each."""
    _paths: dict[Identity, str] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> Vault:
        """A vault that is nowhere yet."""
        return cls(Path())

    @classmethod
    @contextlib.contextmanager
    def opened(cls, folder: Path) -> Iterator[Vault]:
        """A folder with its notes, which nobody else exports to meanwhile."""
        check_folder(folder, "export")
        with told(folder, "export"):
            folder.mkdir(exist_ok=True)
        with editing(folder / "ptm-graph", "export"):
            vault = cls(folder)
            vault._look()
            yield vault

    def _look(self) -> None:
        with told(self.folder, "export"):
            sweep_all(self.folder)
            files = sorted(
                path
                for path in self.folder.rglob("*")
                if not any(part.startswith(".") for part in path.relative_to(self.folder).parts)
            )
            for path in files:
                if path.suffix.lower() == ".md":
                    self.taken[_folded(path.stem)] += 1
                    if path.is_file() and not path.is_symlink():
                        self._take(path)

    def _take(self, path: Path) -> None:
        with path.open("rb") as stream:
            begin = stream.read(_PEEK)
            if _BEGIN.match(begin) is None or b"\nptm-graph" not in begin:
                return
            begin += stream.read()
        found = _read(path.relative_to(self.folder).as_posix(), begin)
        if found is not None:
            for one in _IDENTITIES:
                if isinstance(value := found.values.get(one), str):
                    self.held.setdefault((one, value), found)

    def places(self, wanted: Sequence[tuple[Identity, str]]) -> dict[Identity, str]:
        """Where each note is or will be, as a link names it."""
        for identity, name in wanted:
            held = self.held.get(identity)
            free = f"{self._free(name, identity[1])}.md" if held is None else held.path
            self._paths[identity] = free
        found = {}
        for identity, path in self._paths.items():
            place = PurePosixPath(path)
            alone = self.taken[_folded(place.stem)] == 1
            found[identity] = place.stem if alone else str(place.with_suffix(""))
        return found

    def _free(self, name: str, key: str) -> str:
        """A name for a new note that no file has, on no disk."""
        short = file_name(name) or file_name(key) or "note"
        numbered = (f"{short} ({number})" for number in itertools.count(2))
        tries = itertools.chain((short, f"{short} ({file_name(key)[:40].strip()})"), numbered)
        free = next(one for one in tries if _folded(one) not in self.taken)
        self.taken[_folded(free)] += 1
        return free

    def written(self, notes: Iterable[Note], gone: str) -> Iterator[tuple[str, str]]:
        """Path and content of every note that changes; ``gone`` is said in those that left."""
        present = set()
        for note in notes:
            present.add(note.identity)
            held = self.held.get(note.identity)
            text = _whole(note, held)
            if held is None or text != held.whole:
                yield self._paths[note.identity], text
        for identity, held in sorted(self.held.items()):
            if identity not in present and LEFT not in held.values:
                yield held.path, _left(identity, held, gone)

    def save(self, name: str, text: str) -> None:
        """Write one note, whole or not at all."""
        write_text(self.folder / name, text, "export", durable=False, swept=True)


def file_name(text: str) -> str:
    """A text as a name of a file on every system, and as a link names it; it may be empty.

    >>> file_name("C[LS]: what? #1"), file_name("con"), file_name("...")
    ('C LS what 1', 'con_', '')
    """
    plain = unicodedata.normalize("NFC", one_line(text))
    plain = " ".join(_FORBIDDEN.sub(" ", plain).split()).strip(". ")[:_LONGEST]
    while len(plain.encode()) > _LONGEST_BYTES:
        plain = plain[:-1]
    plain = plain.strip(". ")
    return f"{plain}_" if _RESERVED.fullmatch(plain) else plain


def wikilink(place: str, name: str) -> str:
    """A link to a note, shown under a name."""
    shown = " ".join(_FORBIDDEN.sub(" ", one_line(name)).split())
    return f"[[{place}]]" if shown in ("", place) else f"[[{place}|{shown}]]"


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _read(path: str, content: bytes) -> _Held | None:
    """A note of ours; None for a file that is none."""
    try:
        whole = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    match = _HEAD.match(whole)
    if match is None or not re.search(r"^ptm-graph(?:-family|-index)?[ \t]*:", match[1], re.M):
        return None
    blocks = _blocks(match[1])
    try:
        node, _ = nodes(match[1])
        values = data_of(node) if node is not None else {}
    except ReadingListError as error:
        raise ExportError(f"{path}: its front matter cannot be read: {error}") from error
    if not isinstance(values, dict) or set(values) - set(blocks):
        raise ExportError(f"{path}: its front matter cannot be read: a field to a line is expected")
    body = whole[match.end() :]
    mark = _MARK.search(body)
    ours, theirs = (body[: mark.start()], body[mark.end() :]) if mark else ("", body)
    return _Held(path, blocks, values, ours, theirs, whole)


def _blocks(head: str) -> dict[str, str]:
    """Field → its lines; a comment belongs to the field below it, the last one to none."""
    found: dict[str, str] = {}
    name, comments = "", ""
    for line in head.splitlines(keepends=True):
        match = _FIELD.match(line)
        if match is not None:
            name = match[1].strip("\"'")
            found[name] = comments + line
            comments = ""
        elif line.startswith("#"):
            comments += line
        else:
            found[name] = found.get(name, "") + comments + line
            comments = ""
    found[""] = found.get("", "") + comments
    return found


def _whole(note: Note, held: _Held | None) -> str:
    fields: Fields = {note.identity[0]: note.identity[1], **note.fields}
    others, theirs = "", "\n"
    if held is not None:
        for name in _SHARED:
            fields[name] = _joined(fields.get(name), held.values.get(name))
        own = {*fields, *_OWN}
        others = "".join(lines for name, lines in held.head.items() if name not in own)
        theirs = held.theirs
    return f"---\n{_yaml(fields)}{others}---\n\n{note.text}\n\n{MARK}\n{theirs}"


def _left(identity: Identity, held: _Held, gone: str) -> str:
    fields: Fields = {identity[0]: identity[1], LEFT: True}
    others = "".join(lines for name, lines in held.head.items() if name not in fields)
    ours = f"\n> [!warning] {gone}\n{held.ours or chr(10)}"
    return f"---\n{_yaml(fields)}{others}---\n{ours}{MARK}\n{held.theirs}"


def _joined(ours: object, there: object) -> list[str]:
    """Our words, and those of a note that are not ours."""
    mine = [str(one) for one in ours] if isinstance(ours, list) else []
    told = there if isinstance(there, list) else str(there or "").split(",")
    theirs = [str(one).strip() for one in told if not str(one).startswith(TAGS)]
    return list(dict.fromkeys(filter(None, (*mine, *theirs))))


def _yaml(fields: Fields) -> str:
    """Fields as YAML, each on a line; unknown ones are absent."""
    known = ((name, value) for name, value in fields.items() if value not in (None, [], ""))
    return "".join(f"{name}: {_json(value)}\n" for name, value in known)


def _json(value: object) -> str:
    text = xml_valid(json.dumps(value, ensure_ascii=False))
    # YAML takes these as ends of lines, JSON does not
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda one: f"\\u{ord(one[0]):04x}", text)
