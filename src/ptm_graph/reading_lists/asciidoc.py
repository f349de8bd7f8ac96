"""AsciiDoc to entries: sections, lists, links and tables; nothing is included."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.markup import Lines, escaped, link, read_lines, table
from ptm_graph.reading_lists.result import ReadingList

_SECTION = re.compile(r"(={1,6}|#{1,6})\s+(\S.*)")
_ITEM = re.compile(
    r"\s*(\*{1,6}|-|\.{1,6}|\d+\.)\s+(?:\[[ xX*]\]\s+)?(?:\[\[\[[^\]\n]{0,200}\]\]\]\s*)?(\S.*)"
)
_TERM = re.compile(r"(\S.*?):{2,4}(?:\s+(.*))?$")
_SILENT = re.compile(
    r"//(?!/)|:[\w!-]+:(?:\s|$)|\[[^\]\n]*\]\s*$|\.[^\s.]|\+\s*$|'''\s*$|<<<\s*$|(?:include|image|ifdef"
    r"|ifndef|ifeval|endif|toc|video|audio)::"
)
_FENCE = re.compile(r"(-{4,}|\.{4,}|\+{4,}|/{4,}|={4,}|_{4,}|\*{4,}|--)\s*$")
_CODE = ("-", ".", "+", "/")
_LINK = re.compile(
    r"(?:link:)?(?P<url>(?:https?|ftp)://[^\s\[\]<>|]+|(?<=link:)[^\s\[\]<>|]+)"
    r"(?:\[(?P<label>(?:[^\]\n\\]|\\.){0,1000})\])?|<<[^<>\n]*>>|footnote:\w{0,40}\[[^\]\n]{0,1000}\]"
)
_OPTIONS = re.compile(r'(?:^|,)\s*(?:window|role|opts|title|id|rel)=(?:"[^"]*"|[^,]*)|\^$')
_MARK = re.compile(
    r"(?<!\w)(?P<sign>\*\*|\*|__|_|``|`)(?P<text>\S|\S[^\n]{0,300}?\S)(?P=sign)(?!\w)"
)
_MARKS = {"*": "**", "_": "*", "`": "`"}


def read(text: str, file: str | None = None) -> ReadingList:
    """Read an AsciiDoc text."""
    return read_lines(_markdown(text.split("\n")), file)


def _markdown(source: list[str]) -> Lines:
    made: Lines = []
    place, language, depth = 0, "", 0
    while place < len(source):
        text = source[place].rstrip()
        place += 1
        section = _SECTION.match(text)
        fence = _FENCE.match(text)
        if section is not None:
            made += [("", place), (f"{'#' * len(section[1])} {_inline(section[2])}", place)]
        elif text.startswith(("|===", ",===", "!===")):
            place = _table(source, place, made)
        elif fence is not None and text[0] in _CODE and text != "--":
            place = _code(source, place, text, language, made)
        elif fence is not None or _SILENT.match(text):
            named = re.match(r"\[source\s*,\s*(\w+)", text)
            language = named[1].lower() if named else ""
            made.append(("", place))
        else:
            line, depth = _body(text, depth)
            made.append((line, place))
    return made


def _body(text: str, depth: int) -> tuple[str, int]:
    """A line of text or the first one of an item, and how deep its list is."""
    item = _ITEM.match(text)
    if item is not None:
        depth = 1 if item[1][-1] in "-" or item[1][0].isdigit() else len(item[1])
        return f"{'  ' * (depth - 1)}- {_inline(item[2])}", depth
    if not text.strip():
        return "", 0
    term = _TERM.match(text)
    if term is not None and "://" not in term[1]:
        said = f"**{_inline(term[1])}**"
        return f"- {said}: {_inline(term[2] or '')}".rstrip(": "), 1
    return "  " * depth + _inline(text.strip()), depth


def _code(source: list[str], place: int, fence: str, language: str, made: Lines) -> int:
    made.append((f"```{language}" if fence[0] == "-" else "```", place))
    while place < len(source) and source[place].rstrip() != fence:
        made.append((source[place].replace("```", "'''"), place + 1))
        place += 1
    made.append(("```", place))
    return place + 1


def _table(source: list[str], place: int, made: Lines) -> int:
    """Rows of a table, whether their cells stand on one line or on one each."""
    header = "header" in (source[place - 2] if place > 1 else "")
    cells: list[tuple[str, int]] = []
    width = groups = 0
    while place < len(source) and not source[place].startswith(("|===", ",===", "!===")):
        text = source[place].strip()
        place += 1
        if text.startswith("|"):
            found = [_inline(cell.strip()) for cell in re.split(r"(?<!\\)\|", text[1:])]
            width = width or (len(found) if len(found) > 1 else 0)
            cells += [(cell, place) for cell in found]
        elif text and cells:
            cells[-1] = (f"{cells[-1][0]} {_inline(text)}", cells[-1][1])
        elif cells and not groups:
            groups = len(cells)
    width = width or groups or len(cells)
    header = header or (groups == width < len(cells) and groups > 1)
    rows = [cells[start : start + width] for start in range(0, len(cells), max(1, width))]
    listed = [([cell for cell, _ in row], row[0][1]) for row in rows]
    made.extend(table(listed, header=header))
    return place + 1


def _inline(text: str) -> str:
    pieces: list[str] = []
    place = 0
    for found in _LINK.finditer(text):
        pieces.append(_marked(text[place : found.start()].removesuffix("link:")))
        place = found.end()
        if found["url"]:
            label = _OPTIONS.sub("", (found["label"] or "").strip('"')).replace("\\]", "]")
            shown = _MARK.sub(r"\g<text>", label)
            pieces.append(link(shown, found["url"]) if shown.strip() else found["url"])
    return "".join([*pieces, _marked(text[place:])])


def _marked(text: str) -> str:
    pieces: list[str] = []
    place = 0
    for found in _MARK.finditer(text):
        mark = _MARKS[found["sign"][0]]
        inner = found["text"].replace("`", "'") if mark == "`" else escaped(found["text"])
        pieces += [escaped(text[place : found.start()]), f"{mark}{inner}{mark}"]
        place = found.end()
    return "".join([*pieces, escaped(text[place:])])
