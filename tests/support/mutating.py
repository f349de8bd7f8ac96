"""Every field of every answer of the services, replaced by every hostile value.

A mutation is one field and one value. Fields are found in the answers of a healthy run, so
what the services say some day is tried without anybody adding it here.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from fake_services import Reply, Request

from ptm_graph.words import doors

VALUES: dict[str, str] = {
    "missing": "",
    "nothing": "null",
    "true": "true",
    "false": "false",
    "zero": "0",
    "minus one": "-1",
    "a half": "0.5",
    "not a number": "NaN",
    "infinite": "1e999",
    "too large for a column": str(2**63),
    "of a thousand digits": "9" * 1_000,
    "of five thousand digits": "9" * 5_000,
    "no text": '""',
    "blank": '" \\n\\t"',
    "a word": '"nonsense"',
    "a number as text": '"17"',
    "year zero": '"0000-01-01"',
    "a far year": '"9999-12-31"',
    "no such day": '"2019-02-31"',
    "enormous": json.dumps("long " * 60_000),
    "markup": json.dumps("<script>alert(1)</script> &amp; $\\frac{1}{2}$ [a](javascript:b) `c`"),
    "controls": '"\\u0000\\u001b[31m\\u202e\\ud800"',
    "a formula": '"=HYPERLINK(1)"',
    "a path": '"../../nowhere"',
    "an empty list": "[]",
    "nothing in a list": "[null]",
    "lists in lists": "[[[]], [1]]",
    "a deep list": "[" * 3_000 + "]" * 3_000,
    "a long list": "[" + ", ".join(["7"] * 25_000) + "]",
    "an empty object": "{}",
    "an object": '{"paperId": 7, "name": {}, "title": []}',
    "another's": "another's",
}
"""Name → the value, as JSON."""

_Path = tuple[str | int, ...]
_MARK = "@@hostile@@"
_ATOM = "http://www.w3.org/2005/Atom"
for _prefix, _space in (
    ("", _ATOM),
    ("opensearch", "http://a9.com/-/spec/opensearch/1.1/"),
    ("arxiv", "http://arxiv.org/schemas/atom"),
):
    ElementTree.register_namespace(_prefix, _space)


@dataclass(frozen=True, order=True)
class Place:
    """A field of an answer."""

    endpoint: str
    unit: str
    """The paper it is about, or the path that was asked for."""
    path: _Path
    sort: str = "str"
    """The type of what is there."""

    @property
    def kind(self) -> tuple[str, str]:
        """What is the same of all papers."""
        names = ["*" if isinstance(one, int) else one for one in self.path]
        return self.endpoint, ".".join(["all"] * (self.unit in ("answer", "feed")) + names)

    def __str__(self) -> str:
        return f"{self.endpoint} {'.'.join(map(str, self.path)) or '(all of it)'}"


@dataclass(frozen=True)
class Mutation:
    """Puts one value into one field, as :attr:`.FakeServices.tamper`."""

    place: Place
    value: str
    """Its name among :data:`VALUES`."""

    def __str__(self) -> str:
        return f"{self.place} ← {self.value}"

    def __call__(self, request: Request, reply: Reply) -> Reply:
        """Give the answer with the value in its place."""
        if _endpoint(request) != self.place.endpoint or reply.status != 200:
            return reply
        changed = _xml if self.place.endpoint == "feed" else _json
        return reply._replace(body=changed(self, request, reply.body))

    @property
    def plausible(self) -> bool:
        """Whether nobody can tell that the value is not what the service means."""
        if self.value in ("missing", "nothing", "another's"):
            return True
        if self.place.endpoint == "feed":
            return self.value not in ("controls", "enormous")
        if self.place.path[-1:] == ("paperId",) or self.place.kind[1].startswith("references.*"):
            return self.place.endpoint in ("cited ids", "citations")  # as good as none at all
        if self.value in ("enormous", "a long list", "lists in lists", "a deep list"):
            return False
        told = json.loads(VALUES[self.value], parse_int=doors.number)
        if isinstance(told, str) and self.place.path[-2:] == ("authors", 0):
            return True  # a name as such
        if isinstance(told, str) and "externalIds" in self.place.path:
            return told.isdigit()
        if type(told).__name__ != self.place.sort:
            return False
        return not isinstance(told, int) or told in (0, 1)

    def raw(self, others: list[Any]) -> str:
        """The value as JSON; of another paper where that is wanted."""
        if self.value != "another's":
            return VALUES[self.value]
        return json.dumps(others[-1]) if others else "null"


def places(request: Request, reply: Reply) -> Iterator[Place]:
    """Find every field of an answer; of lists of equals, the first."""
    endpoint = _endpoint(request)
    if reply.status != 200:
        return
    if endpoint == "feed":
        root = ElementTree.fromstring(reply.body)
        for unit, element in _entries(root).items():
            for path in _elements(element, entries=unit != "feed"):
                yield Place(endpoint, unit, path)
        return
    data = [json.loads(reply.body)]
    if isinstance(data[0], list):
        yield Place(endpoint, "answer", (), "list")
    for unit, (holder, key) in _units(endpoint, request, data).items():
        for path, value in _fields(holder[key]):
            yield Place(endpoint, unit, path, type(value).__name__)


def _endpoint(request: Request) -> str:
    path = request.path.partition("?")[0]
    if request.service == "arxiv":
        return "feed"
    if path.endswith("/batch"):
        return "cited ids" if "references.paperId" in request.path else "records"
    return path.rpartition("/")[2] if path.count("/") > 4 else "paper"


# --- JSON -----------------------------------------------------------------------------------


def _units(endpoint: str, request: Request, data: list[Any]) -> dict[str, tuple[Any, Any]]:
    if endpoint in ("records", "cited ids") and isinstance(data[0], list):
        return {one["paperId"]: (data[0], at) for at, one in enumerate(data[0]) if one is not None}
    return {request.path.partition("?")[0]: (data, 0)}


def _fields(value: Any, path: _Path = ()) -> Iterator[tuple[_Path, Any]]:
    yield path, value
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _fields(one, (*path, name))
    elif isinstance(value, list) and value:
        yield from _fields(value[0], (*path, 0))


def _json(mutation: Mutation, request: Request, body: bytes) -> bytes:
    data, place = [json.loads(body)], mutation.place
    units = _units(place.endpoint, request, data)
    holder: Any
    key: str | int
    if place.unit != "answer" and place.unit not in units:
        return body
    holder, key = units.get(place.unit, (data, 0))
    try:
        for step in place.path:
            holder, key = holder[key], step
        holder[key]
    except (KeyError, IndexError, TypeError):
        return body
    others = [_at(one, place.path) for unit, one in _found(units).items() if unit != place.unit]
    if mutation.value == "missing":
        del holder[key]
        return json.dumps(data[0] if data else None).encode()
    holder[key] = _MARK
    return json.dumps(data[0]).replace(f'"{_MARK}"', mutation.raw(others)).encode()


def _found(units: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {unit: holder[key] for unit, (holder, key) in units.items()}


def _at(value: Any, path: _Path) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return copy.copy(value)


# --- Atom -----------------------------------------------------------------------------------


def _entries(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    found = {one.findtext(f"{{{_ATOM}}}id") or "": one for one in root.iter(f"{{{_ATOM}}}entry")}
    return {"feed": root, **found}


def _elements(element: ElementTree.Element, *, entries: bool) -> Iterator[_Path]:
    for child in element.iter():
        if child is element or (not entries and child.tag.endswith("}entry")):
            continue
        if not entries and child not in list(element):
            continue  # what is in an entry
        yield (child.tag,)
        yield from ((child.tag, name) for name in child.attrib)


def _xml(mutation: Mutation, request: Request, body: bytes) -> bytes:
    root = ElementTree.fromstring(body)
    units = _entries(root)
    unit = units.get(mutation.place.unit)
    tag, *names = map(str, mutation.place.path)
    element = None if unit is None else next(unit.iter(tag), None)
    if unit is None or element is None:
        return body
    others = [other.findtext(f".//{tag}") for name, other in units.items() if other is not unit]
    raw = mutation.raw([one for one in others if one])
    told = json.loads(raw) if raw.startswith('"') else raw
    if names:
        element.set(names[0], _MARK)
    elif mutation.value == "missing":
        next(one for one in unit.iter() if element in list(one)).remove(element)
    else:
        element.text = _MARK
    text = ElementTree.tostring(root, "unicode")
    return text.replace(_MARK, escape(told, {'"': "&quot;"})).encode("utf-8", "surrogatepass")
