"""The part of TeX that decides what a paper prints: input, conditionals, definitions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ptm_graph.full_texts.full_text import Unused
from ptm_graph.full_texts.latex_archive import Sources
from ptm_graph.full_texts.latex_text import declared_encoding, decoded, without_comments
from ptm_graph.full_texts.latex_vocabulary import NO_CONDITIONAL

WORK = 20_000_000
"""Characters that are read, expanded and read again before a paper is cut off."""
DEEPEST = 40
"""Nesting of expansions, inputs and arguments that is followed."""
LONGEST_CHAIN = 5_000
"""Expansions within one another before a definition is given up."""
LARGEST_MEANING = 1_000_000
"""Characters that one command of a text may come to."""
NO_VALUE = "-NoValue-"


class TooMuchError(Exception):
    """The paper asks for more work than any real one."""


@dataclass(frozen=True, slots=True)
class Macro:
    """A command or one half of an environment, as the paper defines it."""

    body: str
    arguments: tuple[str, ...] = ()
    """For each argument: ``m``; ``o`` and its default; ``s``; ``d`` and its delimiters;
    ``u`` and the text that ends it (see :func:`_signature`)."""
    before: str = ""
    """What must stand before the first argument."""


@dataclass(slots=True)
class Frame:
    """A text that is being read."""

    text: str
    place: int = 0
    file: str | None = None
    expansion: bool = False
    """Whether a definition put it there."""


class Files:
    """Texts of a source by the names under which TeX asks for them."""

    def __init__(self, sources: Sources, main: str) -> None:
        self.sources = sources.files
        self.encoding = declared_encoding(sources.files[main])
        self.folder = posixpath.dirname(main)
        self._lower = {path.lower(): path for path in sorted(sources.files, reverse=True)}
        self._texts: dict[str, str] = {}

    def find(
        self, name: str, here: str = "", suffixes: tuple[str, ...] = (".tex", "")
    ) -> str | None:
        """The path that a name means, seen from a folder; letter case is forgiven."""
        name = name.strip().strip('"').replace("\\", "/")
        if not name or len(name) > 500:
            return None
        for suffix in suffixes:
            for folder in dict.fromkeys((here, self.folder, "")):
                path = posixpath.normpath(posixpath.join(folder, name + suffix))
                if path in self.sources:
                    return path
                if path.lower() in self._lower:
                    return self._lower[path.lower()]
        return None

    def raw(self, path: str) -> str:
        """A file's text as it is."""
        return decoded(self.sources[path], self.encoding)

    def text(self, path: str) -> str:
        """A file's text without comments."""
        if path not in self._texts:
            self._texts[path] = without_comments(self.raw(path))
        return self._texts[path]


_NAME = re.compile(r"\s*\{?\s*\\([A-Za-z@]+|.)\s*\}?", re.DOTALL)
_COUNT = re.compile(r"\s*\[(\d)\]")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BRACKET = re.compile(r"\\.|[{}\]]", re.DOTALL)
_PARAMETER = re.compile(r"##|#([1-9])")
_BRANCH = re.compile(r"\\(if[A-Za-z@]*|else|or|fi)(?![A-Za-z@])")
_SPACE = re.compile(r"[ \t]*(?:\n[ \t]*(?!\s*\n))?")
_TOKEN = re.compile(r"\s*(\\csname\s*(.*?)\s*\\endcsname|\\[A-Za-z@]+\s*|\\.|\S)", re.DOTALL)
_COMPARED = re.compile(r"\s*([^<>=\n]{1,80}?)\s*([<>=])\s*(-?\d+|\\[A-Za-z@]+|\S)[a-z]{0,2}\s?")
_UNDEFINED = ("undefined", "@undefined", "relax", "undefine", "notdefined")


class Expander:
    """Reads TeX as a stream: what a paper defines is replaced by what it means.

    Subclasses give :meth:`command`, which is called for commands that are not defined.

    Parameters
    ----------
    files : Files
        What may be input.
    macros : mapping, optional
        Definitions to begin with.
    """

    core: frozenset[str] = frozenset()
    """Commands whose meaning is known, whatever a paper makes of them."""

    def __init__(self, files: Files, macros: Mapping[str, Macro] | None = None) -> None:
        self.files = files
        self.macros: dict[str, Macro] = dict(macros or {})
        self.environments: dict[str, tuple[Macro, str]] = {}
        self.flags: dict[str, bool] = {}
        self.packages: set[str] = set()
        self.frames: list[Frame] = []
        self.unused: list[Unused] = []
        self.work = WORK
        self.depth = 0
        self._open = 0
        self._unless = False
        self._missing: set[str] = set()
        self._inputs = 0
        self._chain = 0
        self._grown = 0

    # what is read

    def spend(self, amount: int) -> None:
        """Count work done."""
        self.work -= amount + 1
        if self.work < 0:
            raise TooMuchError

    def push(self, text: str, file: str | None = None, *, expansion: bool = False) -> None:
        """Read a text next."""
        if not text:
            return
        if len(self.frames) > 1_000:
            raise TooMuchError
        self.spend(len(text))
        self.frames.append(Frame(text, 0, file, expansion))

    def here(self) -> Frame | None:
        """Where reading goes on; what has been read to its end is left."""
        while len(self.frames) > self.floor:
            frame = self.frames[-1]
            if frame.place < len(frame.text):
                return frame
            if frame.file is not None:
                return None
            self.frames.pop()
        return None

    floor = 0
    """Frames below this one belong to somebody else."""

    def skip_space(self) -> None:
        """Skip blanks and one line end."""
        frame = self.here()
        if frame is not None:
            found = _SPACE.match(frame.text, frame.place)
            frame.place = found.end() if found else frame.place

    def next_is(self, sign: str) -> bool:
        """Take a sign if it comes next, blanks before it aside."""
        frame = self.here()
        if frame is None:
            return False
        found = _SPACE.match(frame.text, frame.place)
        place = found.end() if found else frame.place
        if not frame.text.startswith(sign, place):
            return False
        frame.place = place + len(sign)
        return True

    def argument(self) -> str:
        """The next argument: a group, or one sign or command."""
        self.skip_space()
        frame = self.here()
        if frame is None:
            return ""
        if frame.text[frame.place] == "{":
            return self._closed(frame, _BRACE, frame.place + 1)
        found = re.compile(r"\\[A-Za-z@]+|\\?.", re.DOTALL).match(frame.text, frame.place)
        if found is None or found.group() == "}":
            return ""
        frame.place = found.end()
        return found.group()

    def group(self) -> str | None:
        """The next argument if it stands in braces."""
        self.skip_space()
        frame = self.here()
        if frame is None or frame.text[frame.place] != "{":
            return None
        return self._closed(frame, _BRACE, frame.place + 1)

    def option(self) -> str | None:
        """The next argument if it stands in square brackets; braces in it protect."""
        self.skip_space()
        frame = self.here()
        if frame is None or frame.text[frame.place] != "[":
            return None
        return self._closed(frame, _BRACKET, frame.place + 1)

    def _closed(self, frame: Frame, signs: re.Pattern[str], start: int) -> str:
        depth = 0
        for found in signs.finditer(frame.text, start):
            sign = found.group()
            if sign == "{":
                depth += 1
            elif sign in "}]":
                if (sign == "]" and depth == 0) or (sign == "}" and depth == 0):
                    frame.place = found.end() if (sign == "}") == (signs is _BRACE) else start
                    if frame.place == start:
                        break  # a bracket that is never closed within its group
                    self.spend(found.end() - start)
                    return frame.text[start : found.start()]
                depth -= sign == "}"
        self.spend(len(frame.text) - start)
        end = frame.text.find("\n\n", start)  # never closed: a paragraph is lost, no more
        end = min(end if end >= 0 else len(frame.text), start + 2_000)
        if signs is _BRACKET:
            frame.place = start
            return ""
        frame.place = end
        return frame.text[start:end]

    # definitions

    def define(self, command: str) -> bool:
        """Read a definition if the command makes one."""
        reader = _DEFINERS.get(command)
        if reader is None:
            return False
        reader(self, command)
        return True

    def _name(self) -> str:
        frame = self.here()
        found = _NAME.match(frame.text, frame.place) if frame is not None else None
        if frame is None or found is None:
            return ""
        frame.place = found.end()
        return found[1]

    def set(self, name: str, macro: Macro, *, weak: bool = False) -> None:
        """Define a command, unless its meaning is known."""
        if name and name not in self.core and not (weak and name in self.macros):
            self.macros[name] = macro

    def _newcommand(self, command: str) -> None:
        self.next_is("*")
        name = self._name()
        arguments = self._counted(extended=command.endswith("x"))
        self.set(name, Macro(self.argument(), arguments), weak=command.startswith("provide"))

    def _counted(self, *, extended: bool = False) -> tuple[str, ...]:
        frame = self.here()
        found = _COUNT.match(frame.text, frame.place) if frame is not None else None
        if frame is None or found is None:
            return ()
        frame.place = found.end()
        arguments = ["m"] * int(found[1])
        default = self.option()
        if extended and default is not None:
            for number, value in re.findall(r"(\d)\s*=\s*([^,]*)", default):
                if 0 < int(number) <= len(arguments):
                    arguments[int(number) - 1] = "o" + value
        elif default is not None and arguments:
            arguments[0] = "o" + default
        return tuple(arguments)

    def _def(self, _: str) -> None:
        name = self._name()
        frame = self.here()
        if frame is None:
            return
        brace = frame.text.find("{", frame.place, frame.place + 300)
        if brace < 0:
            return
        parameters = frame.text[frame.place : brace]
        frame.place = brace
        body = self.argument()
        before, *others = re.split(r"#[1-9]", parameters)
        ends = tuple("u" + end if end.strip() else "m" for end in others)
        self.set(name, Macro(body, ends, before.strip()))

    def _let(self, _: str) -> None:
        name = self._name()
        self.next_is("=")
        frame = self.here()
        found = _TOKEN.match(frame.text, frame.place) if frame is not None else None
        if frame is None or found is None:
            return
        frame.place = found.end()
        meant = found[1].strip()
        other = meant[1:] if meant.startswith("\\") else ""
        if name.startswith("if") and other in ("iftrue", "iffalse"):
            self.flags[name[2:]] = other == "iftrue"
        elif other in self.macros:
            self.set(name, self.macros[other])
        elif other != name and other not in _UNDEFINED:
            self.set(name, Macro(meant))

    def _document_command(self, command: str) -> None:
        name = self._name()
        arguments = _signature(self.argument())
        self.set(name, Macro(self.argument(), arguments), weak=command.startswith("Provide"))

    def _newenvironment(self, _: str) -> None:
        self.next_is("*")
        name = self.argument().strip()
        arguments = self._counted()
        begin, end = self.argument(), self.argument()
        if f"begin {name}" not in self.core:
            self.environments[name] = (Macro(begin, arguments), end)

    def _document_environment(self, _: str) -> None:
        name = self.argument().strip()
        arguments = _signature(self.argument())
        begin, end = self.argument(), self.argument()
        if f"begin {name}" not in self.core:
            self.environments[name] = (Macro(begin, arguments), end)

    def _newif(self, _: str) -> None:
        name = self._name()
        if name.startswith("if"):
            self.flags.setdefault(name[2:], False)

    def _flag(self, command: str) -> None:
        name = self.argument().strip()
        if command in ("setboolean", "setbool", "settoggle"):
            self.flags[name] = self.argument().strip().lower() == "true"
        else:
            self.flags[name] = command in ("toggletrue", "booltrue")

    def arguments_of(self, macro: Macro) -> list[str]:
        """Read what a macro takes."""
        if macro.before:
            self.next_is(macro.before)
        return [self._taken(kind) for kind in macro.arguments]

    def _taken(self, kind: str) -> str:
        letter, rest = kind[0], kind[1:]
        if letter == "m":
            return self.argument()
        if letter == "o":
            found = self.option()
            return rest if found is None else found
        if letter == "s":
            return "\\BooleanTrue" if self.next_is("*") else "\\BooleanFalse"
        if letter == "d":
            return self._until(rest[1]) if self.next_is(rest[0]) else NO_VALUE
        return self._until(rest)

    def _until(self, end: str) -> str:
        frame = self.here()
        if frame is None:
            return ""
        start = frame.place
        close = frame.text.find(end.strip(), start, start + 5_000)
        if close < 0:
            return self.argument()
        frame.place = close + len(end.strip())
        return frame.text[start:close].strip().removeprefix("{").removesuffix("}")

    def expand(self, macro: Macro) -> None:
        """Put what a macro means in its place."""
        arguments = self.arguments_of(macro)
        self.push_meaning(filled(macro.body, arguments) if "#" in macro.body else macro.body)

    def push_meaning(self, body: str) -> None:
        """Read what a definition means next, unless definitions go on without end."""
        if not self.frames or not self.frames[-1].expansion:
            self._chain = self._grown = 0
        self._chain += 1
        self._grown += len(body)
        if self._chain > LONGEST_CHAIN or self._grown > LARGEST_MEANING or len(self.frames) > 500:
            self._stop_expanding(body)
        else:
            self.push(body, expansion=True)

    def _stop_expanding(self, body: str) -> None:
        while len(self.frames) > self.floor and self.frames[-1].expansion:
            self.frames.pop()
        shown = " ".join(body[:200].split())[:60]
        if shown not in self._missing and len(self._missing) < 200:
            self._missing.add(shown)
            self.unused.append(Unused(shown, "a definition that expands without end"))

    # conditionals

    def conditional(self, name: str) -> bool:
        """Follow a conditional of TeX; False where the command is none."""
        if name == "fi":
            self._open = max(0, self._open - 1)
        elif name in ("else", "or"):
            if self._open:
                self._open -= 1
                self._skip(stop_at_else=False)
        elif name == "unless":
            self._unless = True
        elif name.startswith("if") and name not in NO_CONDITIONAL:
            holds = self._holds(name) != self._unless
            self._unless = False
            if holds or self._skip(stop_at_else=True):
                self._open += 1
        else:
            return self._set_flag(name)
        return True

    def _set_flag(self, name: str) -> bool:
        for ending, value in (("true", True), ("false", False)):
            if name.endswith(ending) and name.removesuffix(ending) in self.flags:
                self.flags[name.removesuffix(ending)] = value
                return True
        return False

    def _holds(self, name: str) -> bool:
        if name in ("iftrue", "iffalse"):
            return name == "iftrue"
        if name[2:] in self.flags:
            return self.flags[name[2:]]
        if name in ("ifx", "if", "ifcat"):
            one, other = self._token(), self._token()
            return self._same(one, other) if name == "ifx" else one == other
        if name == "ifdefined":
            return self._known(self._token())
        if name == "ifcsname":
            return self._known("\\" + self._until("\\endcsname"))
        if name in ("ifnum", "ifdim"):
            return self._compared()
        if name in ("ifodd", "ifcase"):
            self._token()
        return name not in ("ifmmode", "ifeof")

    def _token(self) -> str:
        frame = self.here()
        found = _TOKEN.match(frame.text, frame.place) if frame is not None else None
        if frame is None or found is None:
            return ""
        frame.place = found.end()
        return "\\" + found[2] if found[2] is not None else found[1].strip()

    def _known(self, token: str) -> bool:
        return token[1:] in self.macros or token[1:] in self.core

    def _same(self, one: str, other: str) -> bool:
        if one == other:
            return True
        for token, against in ((one, other), (other, one)):
            if against.startswith("\\") and against[1:] in _UNDEFINED:
                return not self._known(token)
        bodies = [
            self.macros[token[1:]].body
            if token[1:] in self.macros
            else ("" if token in ("\\empty", "\\@empty") else token)
            for token in (one, other)
        ]
        return bodies[0] == bodies[1]

    def _compared(self) -> bool:
        frame = self.here()
        found = _COMPARED.match(frame.text, frame.place) if frame is not None else None
        if frame is None or found is None:
            return True
        frame.place = found.end()
        values = []
        for side in (found[1], found[3]):
            name = side.strip().lstrip("\\")
            text = self.macros[name].body if name in self.macros else side
            if not re.fullmatch(r"\s*-?\d{1,9}\s*", text):
                return True
            values.append(int(text))
        one, other = values
        return one == other if found[2] == "=" else (one < other) == (found[2] == "<")

    def _skip(self, *, stop_at_else: bool) -> bool:
        """Skip a branch; True where it ended with an ``else``."""
        frame = self.here()
        if frame is None:
            return False
        depth = 0
        for found in _BRANCH.finditer(frame.text, frame.place):
            word = found[1]
            if word == "fi":
                depth -= 1
            elif word.startswith("if"):
                depth += word not in NO_CONDITIONAL and self._is_conditional(word)
            elif depth == 0 and stop_at_else and word == "else":
                return self._skipped(frame, found.end()) or True
            if depth < 0:
                return self._skipped(frame, found.end())
        return self._skipped(frame, len(frame.text))

    def _is_conditional(self, word: str) -> bool:
        return word not in self.macros

    def _skipped(self, frame: Frame, end: int) -> bool:
        self.spend(end - frame.place)
        found = _SPACE.match(frame.text, end)
        frame.place = found.end() if found else end
        return False

    def choose(self, command: str) -> bool:
        """Follow a test of a package that takes its branches as arguments."""
        test = _TESTS.get(command)
        if test is None:
            return False
        if test is _by_what_follows:  # what comes next comes behind the branches
            return self._by_next(command)
        holds = test(self)
        if command.endswith("T"):
            branches = [self.argument(), ""]
        elif command.startswith("If") and command.endswith("F") and not command.endswith("TF"):
            branches = ["", self.argument()]
        else:
            branches = [self.argument(), self.argument()]
        self.push_meaning(branches[0] if holds else branches[1])
        return True

    def _by_next(self, command: str) -> bool:
        token = "*" if command == "@ifstar" else self._token()
        found, other = self.argument(), self.argument()
        holds = self.next_is("*") if command == "@ifstar" else self._stands_next(token)
        self.push_meaning(found if holds else other)
        return True

    def _stands_next(self, token: str) -> bool:
        frame = self.here()
        found = _SPACE.match(frame.text, frame.place) if frame is not None else None
        if frame is None or found is None:
            return False
        sign = {"\\bgroup": "{"}.get(token, token)
        return frame.text.startswith(sign, found.end())

    def _said(self) -> str:
        """An argument of a test, what is defined replaced once."""
        text = self.argument().strip()
        name = text.lstrip("\\")
        return self.macros[name].body.strip() if name in self.macros else text

    def _ifthenelse(self) -> bool:
        test = self.argument()
        found = re.search(r"\\boolean\s*\{([^{}]*)\}", test)
        holds = self.flags.get(found[1].strip(), False) if found else True
        equal = re.search(r"\\equal\s*\{([^{}]*)\}\s*\{([^{}]*)\}", test)
        if equal:
            sides = [one.strip() for one in equal.groups()]
            holds = (
                len({self.macros[s[1:]].body if s[1:] in self.macros else s for s in sides}) == 1
            )
        return not holds if re.search(r"\\(?:not|NOT)(?![a-zA-Z])", test) else holds

    # input

    def input(self, command: str) -> None:
        """Read another file next."""
        folder = ""
        if command in _IMPORTS:
            folder = self.argument().strip()
        self.skip_space()
        frame = self.here()
        if frame is None:
            return
        if frame.text[frame.place] == "{":
            name = self.argument()
        else:
            found = re.compile(r"[^\s\\{}]+").match(frame.text, frame.place)
            name = found.group() if found else ""
            frame.place = found.end() if found else frame.place
        self.include(posixpath.join(folder, name.strip()) if folder else name)

    def include(self, name: str) -> bool:
        """Read a file of the source next; False where it is not there."""
        here = next((one.file for one in reversed(self.frames) if one.file), "") or ""
        path = self.files.find(name, posixpath.dirname(here))
        if path is None:
            drawing = name.strip().endswith((".pgf", ".tikz", "_tex", ".pdf_t"))
            if name.strip() and not drawing and name not in self._missing:
                self._missing.add(name)
                self.unused.append(Unused(name.strip()[:200], "a file that is not in the source"))
            return False
        depth = sum(one.file is not None for one in self.frames)
        self._inputs += 1
        if any(one.file == path for one in self.frames) or depth > DEEPEST or self._inputs > 3_000:
            self.unused.append(Unused(path, "a file that inputs itself"))
            return False
        self.push(self.files.text(path), path)
        return True

    def end_file(self) -> None:
        """Leave the file that is being read."""
        while len(self.frames) > self.floor:
            frame = self.frames.pop()
            if frame.file is not None:
                frame.place = len(frame.text)
                return

    def load_definitions(self, path: str) -> None:
        """Take simple definitions out of a style file of the source, without running it."""
        text = self.files.text(path)
        if len(text) > 400_000:
            return
        known = frozenset(self.macros)
        frame = Frame(text)
        kept, self.frames, floor = self.frames, [frame], self.floor
        self.floor = 0
        while found := _DEFINITION.search(text, frame.place):
            frame.place = found.end()
            self.define(found[1])
            self.frames = [frame]
        self.frames, self.floor = kept, floor
        for name in [name for name in self.macros if name not in known]:
            if "@" in name or "@" in self.macros[name].body or len(self.macros[name].body) > 2_000:
                del self.macros[name]


def _signature(spec: str) -> tuple[str, ...]:
    """The arguments that a document command says it has: ``s O{x} m``."""
    arguments: list[str] = []
    place = 0
    pattern = re.compile(
        r"\s*[+!>]*(?:(?P<plain>[mv])|(?P<star>s)|(?P<opt>o)|O\s*\{(?P<default>[^{}]*)\}"
        r"|[dr]\s*(?P<two>..)|D\s*(?P<two_default>..)\s*\{[^{}]*\}|(?P<brace>g)|G\s*\{[^{}]*\}"
        r"|t\s*(?P<token>.))"
    )
    while (found := pattern.match(spec, place)) and found.end() > place and len(arguments) < 9:
        place = found.end()
        if found["star"]:
            arguments.append("s")
        elif found["opt"]:
            arguments.append("o" + NO_VALUE)
        elif found["default"] is not None:
            arguments.append("o" + found["default"])
        elif found["two"] or found["two_default"]:
            arguments.append("d" + (found["two"] or found["two_default"]))
        elif not found["token"]:
            arguments.append("m")
    return tuple(arguments)


def filled(body: str, arguments: list[str]) -> str:
    """The body of a macro with its arguments."""

    def one(found: re.Match[str]) -> str:
        if found[1] is None:
            return "#"
        number = int(found[1]) - 1
        return arguments[number] if number < len(arguments) else ""

    return _PARAMETER.sub(one, body)


_IMPORTS = frozenset(
    ("import", "subimport", "includefrom", "inputfrom", "subincludefrom", "subinputfrom")
)
INPUTS = _IMPORTS | {"input", "include", "subfile", "subfileinclude", "@input"}
"""Commands that read another file."""

_Definer = Callable[[Expander, str], None]
_DEFINERS: dict[str, _Definer] = {
    **dict.fromkeys(
        (
            "newcommand",
            "renewcommand",
            "providecommand",
            "DeclareRobustCommand",
            "newcommandx",
            "renewcommandx",
            "providecommandx",
            "newrobustcmd",
            "renewrobustcmd",
            "providerobustcmd",
        ),
        Expander._newcommand,
    ),
    **dict.fromkeys(("def", "gdef", "edef", "xdef", "long\\def"), Expander._def),
    **dict.fromkeys(("let", "glet"), Expander._let),
    **dict.fromkeys(
        (
            "NewDocumentCommand",
            "RenewDocumentCommand",
            "ProvideDocumentCommand",
            "DeclareDocumentCommand",
            "NewExpandableDocumentCommand",
        ),
        Expander._document_command,
    ),
    **dict.fromkeys(("newenvironment", "renewenvironment"), Expander._newenvironment),
    **dict.fromkeys(
        ("NewDocumentEnvironment", "RenewDocumentEnvironment", "DeclareDocumentEnvironment"),
        Expander._document_environment,
    ),
    "newif": Expander._newif,
    **dict.fromkeys(
        ("setboolean", "setbool", "settoggle", "toggletrue", "togglefalse", "booltrue"),
        Expander._flag,
    ),
}
_DEFINITION = re.compile(
    r"\\((?:re)?newcommandx?|DeclareRobustCommand|def|let|newenvironment"
    r"|(?:New|Declare)DocumentCommand)(?![A-Za-z@])"
)


def _by_what_follows(_: Expander) -> bool:
    return False


_TESTS: dict[str, Callable[[Expander], bool]] = {
    "ifthenelse": Expander._ifthenelse,
    **dict.fromkeys(
        ("iftoggle", "ifbool"), lambda one: one.flags.get(one.argument().strip(), False)
    ),
    "ifstrequal": lambda one: one._said() == one._said(),
    "ifdefstring": lambda one: one._said() == one._said(),
    **dict.fromkeys(("ifblank", "ifstrempty", "ifdefempty"), lambda one: not one._said()),
    "ifdef": lambda one: one._known(one.argument().strip()),
    "ifundef": lambda one: not one._known(one.argument().strip()),
    "ifcsdef": lambda one: one._known("\\" + one.argument().strip()),
    "ifcsundef": lambda one: not one._known("\\" + one.argument().strip()),
    "@ifundefined": lambda one: not one._known("\\" + one.argument().strip()),
    **dict.fromkeys(("@ifnextchar", "kernel@ifnextchar"), _by_what_follows),
    "@ifstar": _by_what_follows,
    **dict.fromkeys(
        ("@ifpackageloaded", "@ifclassloaded"), lambda one: one.argument().strip() in one.packages
    ),
    "IfFileExists": lambda one: one.files.find(one.argument()) is not None,
    **dict.fromkeys(
        ("IfBooleanTF", "IfBooleanT", "IfBooleanF"),
        lambda one: one.argument().strip() == "\\BooleanTrue",
    ),
    **dict.fromkeys(
        ("IfNoValueTF", "IfNoValueT", "IfNoValueF"), lambda one: one.argument() == NO_VALUE
    ),
    **dict.fromkeys(("IfValueTF", "IfValueT", "IfValueF"), lambda one: one.argument() != NO_VALUE),
}
