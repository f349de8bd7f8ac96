"""YAML as plain nodes with line numbers: every scalar a string, nothing expanded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ptm_graph.errors import ReadingListError
from ptm_graph.words.wording import Said

# libyaml where PyYAML was built with it: twenty times faster than the Python scanner
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 12
"""Levels of nesting read; a reading list needs five."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as written, whatever it looks like."""

    text: str
    line: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int
    end: int
    flow: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file, repeated keys included."""

    pairs: tuple[tuple[Scalar, Node], ...]
    line: int
    end: int
    flow: bool


Node = Scalar | Sequence | Mapping


def nodes(text: str, file: str | None = None) -> tuple[Node | None, int | None]:
    """Read the first document of a YAML text; None if it holds nothing but comments.

    With it comes the line of a second document, if there is one. A ReadingListError refuses
    anchors, aliases, tags and more than :data:`DEEPEST` levels, so that a small text cannot
    grow large.
    """
    events = _events(text, file)
    top: Node | None = None
    seen = False
    event: Any  # libyaml's and PyYAML's events differ in their types, not in their use
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            if seen:
                return top, line
            seen = True
        elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)):
            top = _node(event, events, file, 1)
    if isinstance(top, Scalar) and not top.text:
        top = None
    return top, None


def data_of(node: Node) -> Any:
    """A node as texts, lists and dictionaries; of repeated keys the first counts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [data_of(item) for item in node.items]
    return {key.text: data_of(value) for key, value in reversed(node.pairs)}


def _events(text: str, file: str | None) -> Iterator[Any]:
    try:
        yield from yaml.parse(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or "the text cannot be read"
        said = Said(
            "list.colon" if "mapping values" in problem else "list.not YAML", {"error": problem}
        )
        raise ReadingListError(said, file, mark.line + 1 if mark else None) from error
    except yaml.reader.ReaderError as error:
        position = error.position if isinstance(error.position, int) else 0
        raise ReadingListError(
            Said("list.control character"), file, text.count("\n", 0, position) + 1
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ReadingListError(Said("list.not YAML", {"error": str(error)}), file) from error


def _node(event: Any, events: Iterator[Any], file: str | None, depth: int) -> Node:
    line = event.start_mark.line + 1
    # a block scalar ends at the beginning of the line behind it
    end = max(line, event.end_mark.line + (1 if event.end_mark.column else 0))
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
        raise ReadingListError(Said("list.anchors"), file, line)
    tag = getattr(event, "tag", None)
    if tag is not None and tag != "tag:yaml.org,2002:str":
        raise ReadingListError(Said("list.tags"), file, line)
    if depth > DEEPEST:
        raise ReadingListError(Said("list.nested deeper", {"levels": DEEPEST}), file, line)
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(event.value, line, end)
    children: list[Node] = []
    child: Any = event
    for child in events:
        if isinstance(child, yaml.CollectionEndEvent):
            break
        children.append(_node(child, events, file, depth + 1))
    end = child.end_mark.line + 1
    flow = bool(event.flow_style)
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(tuple(children), line, end, flow)
    pairs = []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise ReadingListError(Said("list.key"), file, key.line)
        pairs.append((key, value))
    return Mapping(tuple(pairs), line, end, flow)
