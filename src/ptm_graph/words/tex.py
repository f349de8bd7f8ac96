"""TeX, character by character: accents, symbols, units; and a text of it as one reads it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    '"': "\u0308",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "d": "\u0323",
    "b": "\u0331",
    "r": "\u030a",
}
_DOTLESS = {"ı": "i", "ȷ": "j", "\\i": "i", "\\j": "j"}


def is_accent(name: str) -> bool:
    """Whether a command puts an accent on what follows."""
    return name in _ACCENTS


def accented(name: str, letters: str) -> str:
    """A letter with its accent; of several the first carries it.

    >>> accented("'", "e"), accented('"', "i")
    ('é', 'ï')
    """
    letters = letters.strip()
    letters = _DOTLESS.get(letters, letters)
    if not letters or not letters[0].isalpha():
        return letters
    return unicodedata.normalize("NFC", letters[0] + _ACCENTS[name]) + letters[1:]


_MORE = {
    "textregistered": "®",
    "texttrademark": "™",
    "textcopyright": "©",
    "textquotesingle": "'",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textdegree": "°",
    "textperiodcentered": "·",
    "guillemotleft": "«",
    "guillemotright": "»",
    "og": "«",
    "fg": "»",
    "flqq": "«",
    "frqq": "»",
    "glqq": "„",
    "grqq": "“",
    "dots": "…",
    "ldots": "…",
    "textellipsis": "…",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "No": "№",
    "numero": "№",
    "cyrdash": "—",
    "newline": " ",
    "linebreak": " ",
    "space": " ",
    "quad": " ",
    "qquad": " ",
    "enspace": " ",
    "slash": "/",
    "etalchar": "",
    "mathchar": "",
    "bibrangedash": "–",
    "bibnamedelima": " ",
    "bibnamedelimb": " ",
    "bibnamedelimi": " ",
    "bibinitdelim": " ",
    "bibinitperiod": ".",
    "bibdash": "–",
    "P": "¶",
    "S": "§",
    "sp": "^",
    "sb": "_",
}


@lru_cache(maxsize=1)
def symbols() -> dict[str, str]:
    """Commands that stand for characters."""
    from pylatexenc.latex2text import get_default_latex_context_db

    known = {
        spec.macroname: spec.simplify_repl
        for spec in get_default_latex_context_db().iter_macro_specs()
        if isinstance(spec.simplify_repl, str) and not set("%<") & set(spec.simplify_repl)
    }
    known.pop("today", None)
    return {**known, **_MORE}


# --- reading ------------------------------------------------------------------------------------

# Signs that mean themselves are put aside, as characters no text has, while the others are read.
_ASIDE = {sign: chr(0xFDD0 + number) for number, sign in enumerate("\\{}~^\"-`'<>,?!$%&#_")}
_PUT_BACK = {ord(aside): sign for sign, aside in _ASIDE.items()}
_ALL_ASIDE = str.maketrans(_ASIDE)
_ADDRESS = re.compile(r"\\(?:url|path|nolinkurl)\s*\{([^{}\s]*)\}")
_ESCAPED_AGAIN = {ord(_ASIDE[sign]): f"\\{sign}" for sign in "{}$%&#_"}
_COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textquotedbl": '"',
    "textdollar": "$",
    "lbrace": "{",
    "rbrace": "}",
}
_MEANT = re.compile(
    rf"\\(?:({'|'.join(_COMMANDS)})(?:\{{\}}|\s+|(?![A-Za-z]))|([{{}}$%&#_])|([~^]|\"(?=\{{\}}))\{{\}})"
    r"|([-`'<>,?!])\{\}"  # apart, so that TeX makes no dash and no quotation mark of two
)


def set_aside(text: str) -> str:
    """The text with the signs that mean themselves put aside; :func:`put_back` ends that."""

    def aside(found: re.Match[str]) -> str:
        command, *signs = found.groups()
        return _ASIDE[_COMMANDS[command] if command else next(filter(None, signs))]

    if "\\" not in text and "{}" not in text:
        return text
    text = _ADDRESS.sub(lambda found: found[1].translate(_ALL_ASIDE), text)
    return _MEANT.sub(aside, text)


def put_back(text: str) -> str:
    """The signs that were put aside."""
    return text if text.isascii() else text.translate(_PUT_BACK)


LONGEST = 20_000
"""Characters of the longest text that is read; a longer one stays as it is."""
_WORTH_READING = re.compile(r"[\\${}~`]|--|''")
_FORMULA = re.compile(
    r"\$\$[^$]{1,2000}\$\$|\$[^$]{1,2000}\$|\\\((?:[^\\]|\\(?![()])){1,1000}+\\\)"
)
_GROUP = r"\{((?:[^{}]++|\{[^{}]*+\})*+)\}"
_ACCENT = re.compile(
    r"\\(?:([\"'`^~=.])\s*|([uvHckdbr])(?:\s+|(?=[{\\])))"
    r"(?:\{\s*(\\?[^\W\d_]+|)\s*\}|(\\[A-Za-z]+)(?:\{\}|\s+)?|([^\W\d_]))"
)
_LETTERS = {
    **{"i": "ı", "j": "ȷ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å", "ae": "æ"},
    **{"AE": "Æ", "oe": "œ", "OE": "Œ", "ss": "ß", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ"},
    **{"dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "SS": "SS"},
}
_CHEMICAL = re.compile(rf"\\(?:ce|chem|cf|ch){_GROUP}")
_QUANTITY = re.compile(
    rf"\\(?:(?:si|unit){_GROUP}|(?:SI|qty)(?:\[[^\]]{{0,200}}\])?{_GROUP}\s*{_GROUP}|num{_GROUP}|ang{_GROUP})"
)
_WITH_ARGUMENT = re.compile(
    r"\\(?:textcolor|color|href|hspace\*?|vspace\*?|label|[cC]ite[a-z]*|ref|index|footnote|foreignlanguage"
    r"|selectlanguage|fontsize|kern|raisebox|includegraphics|thanks|hypertarget|colorbox)"
    rf"(?:\s*\[[^\]]{{0,200}}\])?\s*{_GROUP}"
)
_COMMAND_OF_TEXT = re.compile(r"\\(?:([A-Za-z]+)\*?(\s*(?:\{\})?)(?=(.?))|(.))", re.DOTALL)
_BLANKS = frozenset(re.findall(r"\w+", "par newline linebreak quad qquad enspace hfill space tab"))
_BLANK_SIGNS = frozenset(" ,;:\\\n\t")
_ONLY_UPRIGHT = re.compile(
    r"\\(?:mathrm|mathit|text|textrm|textnormal|textit|rm|it|ensuremath|mbox|hbox|operatorname|mathregular)\b"
)
_WORDS_OF_FORMULA = re.compile(r"[\w\s.,:;/()+=*'–-]*")


@lru_cache(maxsize=4_096)
def readable(text: str) -> str:
    r"""A text of TeX as one reads it: its formulas stay as they are written.

    A formula that only sets words upright, as publishers do with chemistry, becomes text.

    >>> readable(r"{\'E}tude of \emph{Owls} at $\sqrt{s}=13$\,\si{\micro\metre}")
    'Étude of Owls at $\\sqrt{s}=13$ µm'
    >>> readable(r"${\mathrm{SnMo}}_{6}{\mathrm{S}}_{8}$ in \LaTeX{}")
    'SnMo6S8 in LaTeX'
    """
    if len(text) > LONGEST or not _WORTH_READING.search(text):
        return text
    text = set_aside(text)
    if "$" not in text and "\\(" not in text:
        return put_back(_text(text))
    pieces: list[str] = []
    position = 0
    for found in _FORMULA.finditer(text):
        pieces += [_text(text[position : found.start()]), _formula(found[0])]
        position = found.end()
    return put_back("".join([*pieces, _text(text[position:])]))


def _formula(formula: str) -> str:
    if not _ONLY_UPRIGHT.search(formula):
        return formula if formula.isascii() else formula.translate(_ESCAPED_AGAIN)
    words = _ONLY_UPRIGHT.sub("", formula[2:-2] if formula[0] == "\\" else formula.strip("$"))
    words = _text(re.sub(r"[_^]|\\(?=[,;:! ])", "", words).replace("\\ ", " "))
    return words if _WORDS_OF_FORMULA.fullmatch(words) else formula.translate(_ESCAPED_AGAIN)


def _text(text: str) -> str:
    """What stands outside of formulas."""
    if "\\" in text:
        text = _ACCENT.sub(_accented, _ACCENT.sub(_accented, text))  # of two, the inner one first
    if "\\" in text:
        text = _CHEMICAL.sub(lambda found: re.sub(r"[_^{}$]", "", found[1]), text)
        text = _QUANTITY.sub(_quantity, text)
        text = _WITH_ARGUMENT.sub("", text)
        text = _COMMAND_OF_TEXT.sub(_meaning, text)
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    if "``" in text or "''" in text:
        text = text.replace("``", "“").replace("''", "”")
    if "--" in text:
        text = re.sub(r"(?<![-\s])--(?![-\s])|(?<=\s)--(?=\s)", "–", text.replace("---", "—"))
    return text


def _accented(found: re.Match[str]) -> str:
    sign, name, group, command, letter = found.groups()
    inner = letter or group or command or ""
    if inner.startswith("\\"):
        inner = _LETTERS.get(inner[1:], "")
        if not inner:
            return found[0]
    return accented(sign or name, inner)


def _meaning(found: re.Match[str]) -> str:
    name, behind, following, sign = found.groups()
    if sign is not None:
        return " " if sign in _BLANK_SIGNS else sign if sign in "()[]\"'`" else ""
    if name in _BLANKS:
        return " "
    meant = _LETTERS.get(name) or symbols().get(name)
    if meant is None:
        return ""
    goes_on = (
        behind.isspace() and name not in _LETTERS and (following.isalnum() or following == "{")
    )
    return f"{meant} " if goes_on else meant


_PREFIXES_OF_UNITS = {
    **{
        "yocto": "y",
        "femto": "f",
        "pico": "p",
        "nano": "n",
        "micro": "µ",
        "milli": "m",
        "centi": "c",
    },
    **{"deci": "d", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P"},
}
_UNITS = {
    **{"metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K"},
    **{"mole": "mol", "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J"},
    **{"watt": "W", "volt": "V", "ohm": "Ω", "tesla": "T", "electronvolt": "eV", "degree": "°"},
    **{"celsius": "°C", "degreeCelsius": "°C", "percent": "%", "litre": "l", "liter": "L"},
    **{"angstrom": "Å", "minute": "min", "hour": "h", "day": "d", "byte": "B", "bit": "bit"},
    **{"barn": "b", "bar": "bar", "becquerel": "Bq", "sievert": "Sv", "gray": "Gy", "farad": "F"},
    **{"per": "/", "squared": "²", "square": "²", "cubed": "³", "cubic": "³", "um": "µm"},
}


def _quantity(found: re.Match[str]) -> str:
    unit, number, its_unit, alone, angle = found.groups()
    if angle is not None:
        return f"{angle}°"
    if alone is not None:
        return alone
    written = unit if unit is not None else its_unit
    meant = re.sub(r"\\([A-Za-z]+)\s*", _unit, written).replace(".", "·")
    return meant if number is None else f"{number} {meant}"


def _unit(found: re.Match[str]) -> str:
    name = found[1]
    return _PREFIXES_OF_UNITS.get(name) or _UNITS.get(name) or name


_WRITTEN = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "{}$&#%_"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "[": "{[}",  # no option of a command before it
        "]": "{]}",
        '"': "''",
    }
)


def escaped(text: str) -> str:
    r"""Write a text so that LaTeX sets it as it is, with the fonts it begins with.

    >>> print(escaped("50% of a_b & {c}"))
    50\% of a\_b \& \{c\}
    """
    return text.translate(_WRITTEN)
