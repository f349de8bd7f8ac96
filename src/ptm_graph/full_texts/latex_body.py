"""The text of a LaTeX paper as paragraphs with their citations, headings and kinds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from ptm_graph.facts.coined_names import words_of
from ptm_graph.full_texts.assembling import Paragraph, Part
from ptm_graph.full_texts.full_text import SectionKind
from ptm_graph.full_texts.latex_macros import (
    DEEPEST,
    INPUTS,
    Expander,
    Files,
    Frame,
    Macro,
    filled,
)
from ptm_graph.full_texts.latex_text import (
    ASIDE,
    PUT_BACK,
    plain_formula,
)
from ptm_graph.full_texts.latex_vocabulary import (
    BIBLIOGRAPHIES,
    CITING,
    ENVIRONMENT_ARGUMENTS,
    FLOATS,
    INLINE,
    LEFT_OUT,
    LEVELS,
    MATHS,
    NOT_CITING,
    REFERRING,
    ROWS,
    SETUPS,
    SILENT,
    STANDARD_CITES,
    TITLE_MACROS,
    TITLES,
)
from ptm_graph.words.tex import accented, is_accent, symbols
from ptm_graph.words.titles import clean

_TOKEN = re.compile(
    r"(?P<text>[^\\{}$&~\n#^_]+)"
    r"|\\(?P<name>[A-Za-z@]+)[ \t]*(?:\n(?!\s*\n)[ \t]*)?"
    r"|(?P<blank>\n[ \t]*\n\s*)"
    r"|\\(?P<sign>.)"
    r"|(?P<one>.)",
    re.DOTALL,
)
_CITE_IN_FORMULA = re.compile(
    r"\\([A-Za-z]*cite[A-Za-z]*)\*?\s*(?:\[[^\[\]]*\]\s*){0,2}\{([^{}]*)\}", re.IGNORECASE
)
_LENGTH = re.compile(r"\s*-?[\d.]+\s*\\?[a-z]{2}(?:\s*(?:plus|minus)\s*-?[\d.]+\s*[a-z]{2,4})*\s?")
_TITLE_KEY = re.compile(
    r"(?:^|[\s,{])(?P<key>pdftitle|title\*?|ctitle|title-zh|info/title)\s*=\s*"
    r"(?P<value>\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|[^,{}\n]+)"
)
_SIZE = re.compile(r"\\(Huge|huge|LARGE|Large)(?![A-Za-z])|\\fontsize\s*\{(\d+)")
_SIZES = {"Huge": 25, "huge": 21, "LARGE": 17, "Large": 14}
_FRONT = re.compile(
    r"\\end\s*\{titlepage\}|\\begin\s*\{abstract\}|\\(?:maketitle|section|chapter|tableofcontents)(?![a-z])"
)
_END_OF_LINE = re.compile(
    r"\\\\\s*\[|\}\s*\\\\|\\\\\s*\\(?:small|normalsize|large|vspace|textsc)|\\par(?![a-z])|\n\s*\n"
    r"|\\[vV](?:space|fill)|\\(?:Huge|huge|LARGE|Large|large|small|normalsize)(?![A-Za-z])|\\end\{"
)
_HIDES = re.compile(r"\s*\\(?:comment|iffalse)(?![A-Za-z])")
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"))


class _Environment(NamedTuple):
    name: str
    end: str = ""
    parts: list[Part] | None = None
    kind: SectionKind | None = None
    rows: bool = False
    abstract: int = -1


class Reader(Expander):
    """Reads a paper from its main file to the end of its document.

    Parameters
    ----------
    files : Files
        What may be input.
    macros : mapping, optional
        Definitions to begin with.
    """

    def __init__(self, files: Files, macros: Mapping[str, Macro] | None = None) -> None:
        super().__init__(files, macros)
        self.parts: list[Part] = []
        self.paragraphs: list[Paragraph] = []
        self.headings: list[tuple[int, str]] = []
        self.groups: list[str] = []
        self.kind: SectionKind | None = None
        self.rows = False
        self.quiet = False
        self.joined = False
        self.titles: dict[str, str] = {}
        self.abstracts: list[str] = []
        self.authors: list[str] = []
        self.dates: list[str] = []
        self.dois: list[str] = []
        self.cited: dict[str, None] = {}
        self.not_cited: dict[str, None] = {}
        self.lists: list[str] = []
        self.databases: dict[str, None] = {}
        self._environments: list[_Environment] = []
        self._begun = False
        self._in_appendix = False

    # the stream

    def run(self) -> None:
        """Read to the end of what was pushed."""
        while len(self.frames) > self.floor:
            frame = self.frames[-1]
            found = _TOKEN.match(frame.text, frame.place)
            if found is None:
                self.frames.pop()
                continue
            frame.place = found.end()
            kind = found.lastgroup
            if kind == "text":
                self.parts.append(found.group())
            elif kind == "name":
                self.named(found["name"], found.end("name") == frame.place)
            elif kind == "blank":
                self.flush()
            elif kind == "sign":
                self._sign(found["sign"])
            else:
                self._one(found["one"], frame)

    def inner(self, text: str) -> None:
        """Read a text apart from what follows it."""
        if self.depth >= DEEPEST:
            return
        self.depth += 1
        floor, self.floor = self.floor, len(self.frames)
        groups, self.groups = self.groups, []
        opened, self._open = self._open, 0
        try:
            self.push(text)
            self.run()
        finally:
            self.floor, self.groups, self._open = floor, groups, opened
            self.depth -= 1

    def said(self, text: str) -> str:
        """What a text prints, in one line, without its citations and footnotes."""
        parts, self.parts = self.parts, []
        quiet, self.quiet = self.quiet, True
        try:
            self.inner(text)
            return printed("".join(part for part in self.parts if isinstance(part, str)))
        finally:
            self.parts, self.quiet = parts, quiet

    def flush(self, kind: SectionKind | None = None, *, whole: bool = False) -> None:
        """End the paragraph."""
        if self.quiet or self.joined:
            self.parts.append(" ")
            return
        if any(not isinstance(part, str) or not part.isspace() for part in self.parts):
            kind = kind or self.kind or ("appendix" if self._in_appendix else None)
            parts = tuple(
                _unligatured(part) if isinstance(part, str) else part
                for part in _merged(self.parts)
            )
            path = tuple(heading for _, heading in self.headings)
            self.paragraphs.append(Paragraph(parts, path, kind, whole))
        self.parts = []

    def _apart(self, text: str, kind: SectionKind, *, whole: bool = False) -> None:
        """Read a text as a paragraph of its own that interrupts nothing."""
        if self.quiet:
            return
        parts, self.parts = self.parts, []
        outer = (self.rows, self.kind, self.joined)
        self.rows, self.kind, self.joined = False, kind, whole
        try:
            self.inner(text)
        finally:
            self.joined = False
            self.flush(kind, whole=whole)
            self.parts = parts
            self.rows, self.kind, self.joined = outer

    # signs

    def _one(self, sign: str, frame: Frame) -> None:
        if sign == "{":
            self.groups.append("")
        elif sign == "}":
            if self.groups:
                self.close_group(self.groups.pop())
        elif sign == "$":
            self._dollar(frame)
        elif sign in "~\n&":
            self.parts.append(" ")
        elif sign in "^_" and frame.text[frame.place : frame.place + 1] == "{":
            pass
        else:
            self.parts.append(sign)

    def close_group(self, mark: str) -> None:
        """Leave a group that something was begun in."""

    def _sign(self, sign: str) -> None:
        if is_accent(sign):
            self.parts.append(accented(sign, self._letter()))
        elif sign in "([":
            self._formula("\\)" if sign == "(" else "\\]")
        elif sign == "\\":
            self.next_is("*")
            frame = self.here()
            if frame is not None and frame.text[frame.place] == "[":
                self.option()
            self._row() if self.rows else self.parts.append(" ")
        elif sign in "%&$#_{}":
            self.parts.append(sign.translate(ASIDE) if sign in "{}$" else sign)
        elif sign in " ,;:\n>":
            self.parts.append(" ")

    def _letter(self) -> str:
        letter = self.argument()
        return letter if "\\" not in letter or letter in ("\\i", "\\j") else self.said(letter)

    def _row(self) -> None:
        """End a row of a table."""
        self.flush(whole=True)

    def _dollar(self, frame: Frame) -> None:
        closing = "$$" if frame.text.startswith("$", frame.place) else "$"
        frame.place += len(closing) - 1
        place = frame.place
        while True:
            end = frame.text.find(closing, place, frame.place + 10_000)
            if end < 0 or (closing == "$" and "\n\n" in frame.text[frame.place : end]):
                self.spend(1_000)
                return  # a stray sign
            if frame.text[end - 1] != "\\" or frame.text[end - 2 : end] == "\\\\":
                break
            place = end + 1
        tex = frame.text[frame.place : end]
        frame.place = end + len(closing)
        self.formula(tex)

    def _formula(self, closing: str) -> None:
        frame = self.here()
        end = -1 if frame is None else frame.text.find(closing, frame.place, frame.place + 50_000)
        if frame is not None and end >= 0:
            tex = frame.text[frame.place : end]
            frame.place = end + len(closing)
            self.formula(tex)
        else:
            self.spend(10_000)

    def formula(self, tex: str) -> None:
        """Print a formula, and cite what is cited in it."""
        if "\\" in tex:
            for name, keys in _CITE_IN_FORMULA.findall(tex) if "cite" in tex.lower() else ():
                if name.lower() != "nocite":
                    self._cite_keys(keys)
                tex = _CITE_IN_FORMULA.sub("", tex)
        self.parts.append(plain_formula(tex, self._short).translate(ASIDE_QUOTES))

    def _short(self, name: str) -> str | None:
        macro = self.macros.get(name)
        return None if macro is None or macro.arguments or len(macro.body) > 60 else macro.body

    # commands

    def named(self, name: str, touching: bool) -> None:
        """Do what a command does: the paper's own definition counts, except for known ones."""
        macro = self.macros.get(name)
        if macro is not None:
            self.expand(macro)
            return
        command = self.commands.get(name)
        if command is not None:
            command(self, name)
        elif name in SILENT:
            self._drop(SILENT[name])
        elif self.define(name) or self.choose(name):
            pass
        elif is_accent(name):
            self.parts.append(accented(name, self._letter()))
        elif name in INPUTS:
            self.input(name)
        elif name in REFERRING:
            self._reference()
        elif name in symbols():
            self.parts.append(symbols()[name])
            self._after_word()
        elif CITING.fullmatch(name) and name not in NOT_CITING:
            self._cite(name)
        elif not self.conditional(name):
            self.unknown(name, touching)

    def _after_word(self) -> None:
        frame = self.here()
        if frame is not None and frame.text.startswith("{}", frame.place):
            frame.place += 2

    def unknown(self, name: str, touching: bool) -> None:
        """A command nobody knows: what it is given is printed, its options are not."""
        frame = self.here()
        if touching and frame is not None and frame.text[frame.place] == "[":
            self.option()

    def _drop(self, arguments: str) -> None:
        self.next_is("*")
        for kind in arguments:
            if kind == "o":
                self.option()
            elif kind == "m":
                self.group()
            elif kind == "s":
                self.next_is("*")
            elif kind == "d" and self.next_is("("):
                self._until(")")
            elif kind == "l":
                self._length()

    def _length(self) -> None:
        frame = self.here()
        found = _LENGTH.match(frame.text, frame.place) if frame is not None else None
        if frame is not None and found is not None:
            frame.place = found.end()

    def _reference(self) -> None:
        self.next_is("*")
        self.option()
        if self.group() is not None:
            self.parts.append("#")

    # citations

    def _cite(self, name: str) -> None:
        self.next_is("*")
        low = name.lower()
        if low.startswith(("vol", "pvol", "fvol", "svol", "tvol", "avol")):
            self.group()
        several = low.endswith("cites")
        notes: list[str] = []
        keys: list[str] = []
        while True:
            for opening, closing in (("(", ")"), ("(", ")"), ("<", ">")):
                if (several or opening == "<") and self.next_is(opening):
                    self._until(closing)
            while (note := self.option()) is not None and len(notes) < 50:
                notes.append(note)
            found = self.group()
            if found is None:
                break
            keys.append(found)
            if not several:
                break
        if low == "nocite":
            for key in _keys(",".join(keys)):
                self.not_cited[key] = None
        elif keys:
            nested = [key for note in notes for _, key in _CITE_IN_FORMULA.findall(note)]
            self._cite_keys(",".join([*keys, *nested]))

    def _cite_keys(self, text: str) -> None:
        keys = _keys(self.said(text) if "\\" in text else text)
        if keys and not self.quiet:
            for key in keys:
                self.cited[key] = None
            self.parts.append(keys)

    # headings and header

    def _heading(self, name: str) -> None:
        self.next_is("*")
        self.option()
        written = self.argument()
        text = self.said(written)
        if self.quiet or self.joined:
            self.parts.append(text)
            return
        self.flush()
        level = LEVELS[name]
        self.headings = [one for one in self.headings if one[0] < level]
        if text:
            self.headings.append((level, text))
            path = tuple(heading for _, heading in self.headings)
            self.paragraphs.append(Paragraph((), path))
        if "cite" in written.lower():
            self.inner(written)
            self.flush(whole=True)

    def _title(self, name: str) -> None:
        self.next_is("*")
        self.option()
        text = self.group()
        if text and name not in self.titles:
            self.titles[name] = text

    def _setup(self, name: str) -> None:
        self.option()
        for found in _TITLE_KEY.finditer(self.argument()[:20_000]):
            key = found["key"] if name != "hypersetup" else "pdftitle"
            if name != "hypersetup" or found["key"] == "pdftitle":
                self.titles.setdefault(key, found["value"].strip("{}"))

    def title(self) -> str | None:
        """The title, by whichever command it is given."""
        for name in (*TITLES, "title-zh", "info/title", "title*", "pdftitle", "titlepage"):
            text = self.said(self.titles.get(name, ""))
            if text and name == "title" and (more := self.said(self.titles.get("subtitle", ""))):
                return f"{text}: {more}"
            if text:
                return text
        held = [f"\\{name}" for name in TITLE_MACROS if name in self.macros]
        held.append(self.titles.get("front", ""))
        return next(filter(None, map(self.said, held)), None)

    def _author(self, _: str) -> None:
        self.option()
        text = self.argument()
        if not self.paragraphs or not self.headings:
            self.authors.append(text)

    def _abstract(self, _: str) -> None:
        text = self.group()
        if text is not None:
            self._begin_abstract()
            self.inner(text)
            self._end_abstract(self._environments.pop())

    def _begin_abstract(self) -> None:
        self.flush()
        self._environments.append(_Environment("abstract", abstract=len(self.paragraphs)))

    def _end_abstract(self, left: _Environment) -> None:
        self.flush()
        found = self.paragraphs[left.abstract :]
        texts = (part for one in found for part in (*one.parts, " ") if isinstance(part, str))
        self.abstracts.append(printed("".join(texts)))
        citing = [one for one in found if any(not isinstance(part, str) for part in one.parts)]
        self.paragraphs[left.abstract :] = citing

    # environments

    def _begin(self, _: str) -> None:
        full = self.argument().strip()
        own = self.environments.get(full)
        if own is not None and _HIDES.match(own[0].body):
            self._raw(full, "comment")
        elif own is not None:
            macro, end = own
            arguments = self.arguments_of(macro)
            self._environments.append(_Environment(full, filled(end, arguments)))
            self.push_meaning(filled(macro.body, arguments))
        else:
            self._begin_known(full)

    def _begin_known(self, full: str) -> None:
        name = full.rstrip("*")
        if name in MATHS or name in LEFT_OUT or name in BIBLIOGRAPHIES:
            self._raw(full, name)
        elif name == "document":
            if not self._begun:
                self._begun = True
                self.parts, self.paragraphs = [], []
                self._titlepage("front")
        elif name == "abstract":
            self._begin_abstract()
        elif name == "appendices":
            self._in_appendix = True
        else:
            self._enter(name, full)

    def _raw(self, full: str, name: str) -> None:
        frame = self.here()
        if frame is None:
            return
        closing = f"\\end{{{full}}}"
        end = frame.text.find(closing, frame.place)
        self.spend((end if end >= 0 else len(frame.text)) - frame.place)
        if end < 0 and name not in BIBLIOGRAPHIES:
            return
        end = len(frame.text) if end < 0 else end
        text = frame.text[frame.place : end]
        frame.place = min(len(frame.text), end + len(closing))
        if name in MATHS:
            self.parts.append(" ")
            self.formula(text)
            self.parts.append(" ")
        elif name in BIBLIOGRAPHIES and not self.quiet:
            self.flush()
            self.lists.append(text)

    def _enter(self, name: str, full: str) -> None:
        if name == "titlepage":
            self._titlepage("titlepage")
        is_float = name in FLOATS
        rows = name in ROWS
        if is_float:
            self._environments.append(_Environment(full, "", self.parts, self.kind, self.rows))
            self.parts, self.kind = [], "caption"
        elif rows:
            self._environments.append(_Environment(full, "", self.parts, self.kind, self.rows))
            self.parts = []
        else:
            if name not in INLINE:
                self.flush()
            self._environments.append(_Environment(full, rows=self.rows))
        if name in ENVIRONMENT_ARGUMENTS:
            self._drop(ENVIRONMENT_ARGUMENTS[name])
        else:
            note = self.option()
            if note and "cite" in note.lower():  # a theorem and whose it is
                self.inner(f"({note}) ")
        self.rows = rows or (self.rows and not is_float)

    def _end(self, _: str) -> None:
        name = self.argument().strip()
        if name == "document":
            self.flush()
            self.end_file()
            return
        place = next(
            (
                place
                for place in range(len(self._environments) - 1, -1, -1)
                if self._environments[place].name == name
            ),
            None,
        )
        if place is None or len(self._environments) - place > DEEPEST:
            if name.rstrip("*") not in MATHS and name.rstrip("*") not in INLINE:
                self.flush()
            return
        while len(self._environments) > place:
            self._leave(self._environments.pop())

    def _leave(self, left: _Environment) -> None:
        if left.abstract >= 0:
            self._end_abstract(left)
        elif left.parts is not None:
            self.flush(whole=self.rows)
            self.parts, self.kind, self.rows = left.parts, left.kind, left.rows
        elif left.end:
            self.push_meaning(left.end)
        elif left.name.rstrip("*") not in INLINE and left.name not in self.environments:
            self.flush(whole=self.rows)
            self.rows = left.rows

    def _titlepage(self, name: str) -> None:
        """Take what is printed largest on a title page made by hand."""
        frame = self.here()
        if frame is None:
            return
        page = _FRONT.split(frame.text[frame.place : frame.place + 5_000], maxsplit=1)[0]
        sizes = [
            (int(found[2]) if found[2] else _SIZES[found[1]], -found.start(), found.end())
            for found in _SIZE.finditer(page)
        ]
        for _, _, start in sorted(sizes, reverse=True)[:5]:
            line = _END_OF_LINE.search(page, start)
            text = page[start : line.start() if line else start + 500]
            if len(self.said(text)) > 3:
                self.titles.setdefault(name, text)
                return

    # other commands

    def _footnote(self, _: str) -> None:
        self.option()
        text = self.argument()
        self._apart(text, "footnote")

    def _caption(self, name: str) -> None:
        self.next_is("*")
        if name == "captionof":
            self.argument()
            self.next_is("*")
        self.option()
        self._apart(self.argument(), "caption", whole=True)

    def _exclude(self, _: str) -> None:
        self.environments[self.argument().strip()] = (Macro("\\comment"), "")

    def _subcaption(self, _: str) -> None:
        captions = [text for text in (self.option(), self.option()) if text]
        if captions:
            self._apart(captions[-1], "caption", whole=True)

    def _item(self, _: str) -> None:
        if self.rows:
            return
        self.flush()
        label = self.option()
        if label:
            self.inner(label + " ")

    def _break(self, _: str) -> None:
        self.flush(whole=self.rows)

    def _appendix(self, _: str) -> None:
        self.flush()
        self._in_appendix = True

    def _bibliography(self, name: str) -> None:
        self.option()
        for one in (self.group() or "").split(","):
            if one.strip():
                self.databases[one.strip()] = None

    def _package(self, _: str) -> None:
        options = self.option()
        for name in (self.group() or "").split(","):
            self.packages.add(name.strip())
            path = self.files.find(name.strip(), suffixes=(".sty",))
            if path is not None:
                self.load_definitions(path)
        self.option()
        if options and "title" in options:
            found = _TITLE_KEY.search(options)
            if found is not None and found["key"] == "pdftitle":
                self.titles.setdefault("pdftitle", found["value"].strip("{}"))

    def _url(self, _: str) -> None:
        text = self.group() or ""
        text = self.said(text.replace("~", "\\textasciitilde ")) if "\\" in text else text
        self.parts.append(text.translate(ASIDE))

    def _verbatim_word(self, _: str) -> None:
        self.option()
        text = self.group()
        if text is not None:
            self.parts.append(text.translate(ASIDE))

    def _second(self, _: str) -> None:
        first, second = self.argument(), self.argument()
        self.push(second or first)

    def _space_if_word(self, _: str) -> None:
        frame = self.here()
        if frame is not None and frame.text[frame.place] not in ".,'/?;:!~-)}] \n":
            self.parts.append(" ")

    def _choice(self, _: str) -> None:
        first, *_rest = [self.argument() for _ in range(4)]
        self.push_meaning(first)

    def _nothing(self, _: str) -> None:
        pass

    def _formula_argument(self, _: str) -> None:
        self.formula(self.argument().strip("$"))

    def _input_if(self, _: str) -> None:
        name, found, missing = self.argument(), self.argument(), self.argument()
        self.push(found if self.include(name) else missing)

    def _end_input(self, _: str) -> None:
        self.end_file()

    def _alias(self, _: str) -> None:
        self.argument()
        self.argument()

    def _date(self, _: str) -> None:
        self.dates.append(self.argument())

    def _doi(self, _: str) -> None:
        self.dois.append(self.argument())

    def _break_row(self, _: str) -> None:
        self._row() if self.rows else self.parts.append(" ")

    commands: ClassVar[dict[str, Callable[[Any, str], None]]] = {}


def _keys(text: str) -> tuple[str, ...]:
    keys = (re.sub(r"^\*(?=.)", "", " ".join(key.split())).strip() for key in text.split(","))
    return tuple(dict.fromkeys(key for key in keys if key and len(key) < 300))


def _merged(parts: list[Part]) -> list[Part]:
    """Join pieces of text that follow one another."""
    merged: list[Part] = []
    pieces: list[str] = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(part)
        else:
            merged += ["".join(pieces), part]
            pieces = []
    return [*merged, "".join(pieces)]


_BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \n]+(?=[\u3000-\u9fff])")


def _unligatured(text: str) -> str:
    if not text.isascii():
        text = _BETWEEN_CHINESE.sub("", text)
    if "-" in text or "`" in text or "''" in text:
        for written, meant in _LIGATURES:
            text = text.replace(written, meant)
    return text.translate(PUT_BACK)


def printed(text: str) -> str:
    """A text that was read, as it is printed: in one line."""
    return clean(_unligatured(text)).replace(" ,", ",").strip()


ASIDE_QUOTES = {ord(sign): ASIDE[ord(sign)] for sign in "'`-"}

Reader.commands = {
    "begin": Reader._begin,
    "end": Reader._end,
    **dict.fromkeys(LEVELS, Reader._heading),
    **dict.fromkeys([*TITLES, "subtitle"], Reader._title),
    **dict.fromkeys(SETUPS, Reader._setup),
    **dict.fromkeys(STANDARD_CITES, Reader._cite),
    "nocite": Reader._cite,
    "defcitealias": Reader._alias,
    **dict.fromkeys(("footnote", "footnotetext", "endnote", "tablenotetext"), Reader._footnote),
    **dict.fromkeys(
        words_of("caption captionof tablecaption figcaption subcaption tablecomments tablerefs"),
        Reader._caption,
    ),
    "excludecomment": Reader._exclude,
    **dict.fromkeys(("subfloat", "subfigure", "subtable"), Reader._subcaption),
    "item": Reader._item,
    **dict.fromkeys(
        ("par", "newpage", "clearpage", "cleardoublepage", "STATE", "State", "endgraf"),
        Reader._break,
    ),
    "appendix": Reader._appendix,
    **dict.fromkeys(("bibliography", "addbibresource", "addglobalbib"), Reader._bibliography),
    **dict.fromkeys(("usepackage", "RequirePackage"), Reader._package),
    **dict.fromkeys(("url", "path", "nolinkurl"), Reader._url),
    **dict.fromkeys(("lstinline", "verb"), Reader._verbatim_word),
    "texorpdfstring": Reader._second,
    "mathchoice": Reader._choice,
    "xspace": Reader._space_if_word,
    **dict.fromkeys(("author", "icmlauthor"), Reader._author),
    "abstract": Reader._abstract,
    "ensuremath": Reader._formula_argument,
    "InputIfFileExists": Reader._input_if,
    "endinput": Reader._end_input,
    "date": Reader._date,
    "acmDOI": Reader._doi,
    **dict.fromkeys(("tabularnewline", "cr", "startdata", "enddata"), Reader._break_row),
    **dict.fromkeys(
        words_of(
            "maketitle relax protect expandafter noexpand csname endcsname bgroup egroup "
            "hline toprule midrule bottomrule noindent indent centering "
            "raggedright long global makeatletter makeatother leavevmode nolinebreak"
        ),
        Reader._nothing,
    ),
}
Reader.core = (
    (frozenset(Reader.commands) - frozenset(TITLES[2:]))
    | INPUTS
    | {
        "documentclass",
        "includegraphics",
        "label",
        "ref",
        "cref",
        "eqref",
        "href",
        *(f"begin {name}" for name in (FLOATS | BIBLIOGRAPHIES | {"abstract", "document"})),
    }
)
