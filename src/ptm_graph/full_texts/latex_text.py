"""LaTeX, character by character: encodings, comments, accents, symbols, formulae."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from ptm_graph.errors import ReadingListError
from ptm_graph.full_texts.latex_vocabulary import LAYOUT
from ptm_graph.reading_lists.decoding import decode
from ptm_graph.reading_lists.limits import LARGEST
from ptm_graph.words.tex import symbols

_ENCODINGS = {
    "latin1": "cp1252",
    "latin2": "iso8859-2",
    "latin5": "iso8859-9",
    "latin9": "iso8859-15",
    "ansinew": "cp1252",
    "applemac": "mac-roman",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "iso88595": "iso8859-5",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "bg5": "big5",
    "sjis": "shift-jis",
}
_DECLARED = re.compile(
    rb"\\(?:usepackage|RequirePackage)\s*\[([\w-]+)[^\]]*\]\s*\{inputen[cx]\}"
    rb"|\\inputencoding\{([\w-]+)\}|\\begin\{CJK\*?\}(?:\[\w*\])?\{(\w+)\}"
    rb"|%\s*!TEX\s+encoding\s*=\s*([\w-]+)|-\*-\s*coding:\s*([\w-]+)",
    re.IGNORECASE,
)
_CYRILLIC = re.compile(rb"russian|ukrainian|bulgarian|T2A", re.IGNORECASE)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a document says it is written in, by its name in Python."""
    for found in _DECLARED.finditer(data[:100_000]):
        name = next(filter(None, found.groups())).decode("ascii", "replace").lower()
        name = _ENCODINGS.get(name, name)
        try:
            if name not in ("utf8x", "utf-8", "utf8", "ascii"):
                return codecs.lookup(name).name
        except LookupError:
            continue
    return None


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text of a file of TeX; what no encoding explains becomes U+FFFD."""
    data = data[:LARGEST]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _old(data, declared_encoding(data) or declared)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _old(data: bytes, declared: str | None) -> str:
    if declared is None and _CYRILLIC.search(data):
        lower_koi = sum(data.count(byte) for byte in range(0xC0, 0xE0))
        lower_windows = sum(data.count(byte) for byte in range(0xE0, 0x100))
        declared = "koi8-r" if lower_koi > lower_windows else "cp1251"
    if declared is not None:
        return data.decode(declared, "replace")
    if len(data) - len(data.decode("utf-8", "ignore").encode()) < 1 + len(data) // 1000:
        return data.decode("utf-8", "replace")  # a few broken bytes in UTF-8
    try:
        return decode(data)
    except ReadingListError:
        return data.decode("latin-1")


ASIDE = {ord(sign): chr(0xE020 + number) for number, sign in enumerate("\\{}$&~%#^_`'-[]")}
"""Signs within what is printed as it is written, put aside so that they mean nothing."""
PUT_BACK = {ord(aside): chr(sign) for sign, aside in ASIDE.items()}

_VERBATIM = (
    r"verbatim|Verbatim|BVerbatim|LVerbatim|lstlisting|minted|comment|alltt|filecontents"
    r"|tcblisting|pyconsole|Sinput|Soutput|Schunk"
)
_MARK = re.compile(
    rf"\\begin\s*\{{(?P<block>(?:{_VERBATIM})\*?)\}}"
    r"|\\(?:verb\*?|lstinline)(?P<sign>[^\sA-Za-z*\[{])"
    r"|\\(?:url|path|nolinkurl|href)\s*(?P<address>\{[^{}\s]*\})"
    r"|\\(?:[A-Za-z@]+|.)"
    r"|(?P<note>%[^\n]*(?:\n[ \t]*(?P<blank>\n\s*)?)?)",
    re.DOTALL,
)


def without_comments(text: str) -> str:
    """Leave out comments and listings; what is printed verbatim is put aside.

    Linear: of a listing that is never closed only the beginning is left out.
    """
    if "%" not in text and "verb" not in text and "\\begin" not in text:
        return text
    pieces: list[str] = []
    place = 0
    unclosed: set[str] = set()
    while found := _MARK.search(text, place):
        start, end = found.span()
        new: str | None = None
        if found["block"] is not None:
            closing = f"\\end{{{found['block']}}}"
            close = -1 if closing in unclosed else text.find(closing, end)
            if close < 0:
                unclosed.add(closing)
                new = ""
            else:
                end, new = close + len(closing), "\n"
        elif found["sign"] is not None:
            close = text.find(found["sign"], end, text.find("\n", end) % (len(text) + 1))
            if close >= 0:
                new, end = text[end:close].translate(ASIDE), close + 1
        elif found["note"] is not None:
            new = "\n\n" if found["blank"] else ""
        pieces.append(text[place:start])
        pieces.append(text[start:end] if new is None else new)
        place = end
    pieces.append(text[place:])
    return "".join(pieces)


_DROPPED = re.compile(
    r"\\(?:[A-Za-z]*label|tag|begin|end|vspace|hspace|color|ref|eqref)\*?\s*\{[^{}]*\}(?:\{[lcr|\s]*\})?"
)
_WORDS = re.compile(r"\\(?:text|mbox|textrm|intertext|hbox|textit|textnormal)\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*|\\(.)", re.DOTALL)
_FRACTION = re.compile(r"\}\s*\{")
_SPACES = re.compile(r"[ \t\n]+")
_BRACES = str.maketrans({"{": None, "}": None, "$": None, "&": None, "~": None})


def plain_formula(tex: str, own: Callable[[str], str | None] | None = None) -> str:
    r"""A formula as short plain text, without blanks so that no sentence ends in it.

    Parameters
    ----------
    tex : str
        What stands between its delimiters.
    own : callable, optional
        Name of a command → what the paper defines it as.

    Examples
    --------
    >>> plain_formula(r"\alpha_1 \in \mathbb{R}^{n}")
    'α_1∈R^n'
    """
    if tex.isalnum():
        return tex
    text = _WORDS.sub(lambda found: found[1].replace(" ", "\xa0"), _DROPPED.sub("", tex[:2_000]))
    text = _FRACTION.sub("}/{", text)
    table = symbols()

    def meant(found: re.Match[str]) -> str:
        name, sign = found.groups()
        if sign is not None:
            return sign if sign in "%#&_$" else ""
        if name in LAYOUT:
            return ""
        defined = own(name) if own is not None else None
        if defined is not None:
            return _COMMAND.sub(
                lambda one: "" if one[1] in LAYOUT else table.get(one[1] or one[2], one[1] or ""),
                defined,
            )
        return table.get(name, name)

    if "\\" in text:
        text = _COMMAND.sub(meant, text)
    return _SPACES.sub("", text.translate(_BRACES))
