"""Titles as publishers typeset them – HTML, MathML, TeX – as one line of Unicode."""

from __future__ import annotations

import html
import logging
import re
import unicodedata
from functools import lru_cache
from typing import Any

from ptm_graph.words.titles import clean

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:\w{1,10}:)?(?:i|b|u|em|strong|sub|sup|tt|sc|scp|small|span|p|br|inf|it|italic|bold|roman"
    r"|monospace|sans-serif|underline|overline|strike|strong|named-content|styled-content|title"
    r"|inline-formula|disp-formula|alternatives|tex-math|annotation|annotation-xml|semantics|math"
    r"|m(?:i|n|o|row|text|sub|sup|subsup|frac|sqrt|root|over|under|underover|space|style|fenced"
    r"|padded|phantom|error|table|tr|td|multiscripts|prescripts|enclose|s))"
    r"(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_TAG_NAME = re.compile(r"^(</?)(?:\w+:)?([\w-]+)")
_MEANING = re.compile(r"su[bp]$|inf$|br$|tex-math$|annotation|math$|m(?:sub|sup|frac|sqrt)$")
_FORMULA = re.compile(
    r"\\\((.{1,500}?)\\\)|\$\$([^$]{1,500})\$\$|(?<!\\)\$(?=\S)([^$]{1,500})(?<=[^\s\\])\$(?!\d)"
)
_MATHEMATICAL = re.compile(r"[\\^_{}=<>+*/|~()\[\]]|^[A-Za-z0-9,.'-]{1,4}$")
_RAISED = re.compile(r"([_^])(?:\{([^{}]{1,20})\}|(\w))")
_LONGEST = 5_000
"""Characters of a title that are looked at: no title of a work is longer."""
_UP = dict(zip("0123456789+-=()nijrstaeoxm", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱʲʳˢᵗᵃᵉᵒˣᵐ", strict=True))
_DOWN = dict(zip("0123456789+-=()aeoxijkmnprst", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼₖₘₙₚᵣₛₜ", strict=True))
_PLAIN = {
    sign: (kind, char) for kind, signs in (("^", _UP), ("_", _DOWN)) for char, sign in signs.items()
}
_ONLY_MATHEMATICAL = re.compile(
    f"[{''.join(_UP.values())}]+|[{''.join(_DOWN.values())}]+|[\U0001d400-\U0001d7ff\u2102\u2107\u210b-\u2112\u2115\u2119-\u211d\u2124\u2128-\u2133]"
)


def plain(text: str) -> str:
    r"""One line of Unicode for a person: no tags, entities or TeX.

    What only looks like markup (``<mask>``, ``$5 to $10``) stays as it is.

    >>> plain("Widgets in <i>Drosophila</i> &amp; CO<sub>2</sub>")
    'Widgets in Drosophila & CO₂'
    >>> plain(r"Attention in $\mathcal{O}(n^2)$")
    'Attention in 𝒪(n²)'
    """
    text = untagged(text)
    if "$" not in text and "\\(" not in text:
        return text
    return clean(_FORMULA.sub(_formula, text[:_LONGEST]) + text[_LONGEST:])


def untagged(text: str) -> str:
    """The text without HTML, MathML and entities; formulas of TeX stay as they are written."""
    if "&" in text:
        # twice: services escape what publishers have escaped before
        text = _ENTITY.sub(_entity, _ENTITY.sub(_entity, text))
    if "<" in text and _TAG.search(text):
        text = _without_tags(text[:_LONGEST]) + text[_LONGEST:]
    return clean(text)


def formulas(text: str) -> list[tuple[str, bool]]:
    """Divide a text into pieces, and say of each whether it is a formula with its dollars."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _FORMULA.finditer(text):
        if match[3] is not None and _MATHEMATICAL.search(match[3]):
            found += [(text[end : match.start()], False), (match[0], True)]
            end = match.end()
    return [*found, (text[end:], False)]


def as_formulas(text: str) -> str:
    r"""Write letters and signs that only mathematics has as formulas of TeX.

    >>> as_formulas("Attention in 𝒪(n²)")
    'Attention in $\\mathcal{O}$(n$^{2}$)'
    """
    if text.isascii():
        return text
    return _ONLY_MATHEMATICAL.sub(lambda match: _as_formula(match[0]), text)


def _entity(match: re.Match[str]) -> str:
    return html.unescape(match[0])


def _without_tags(text: str) -> str:
    from lxml import html as lxml_html
    from lxml.etree import ParserError

    known = _TAG.split(text)
    tags = _TAG.findall(text)
    escaped = [html.escape(known[0], quote=False)]
    for tag, after in zip(tags, known[1:], strict=True):
        escaped += [_TAG_NAME.sub(_element, tag), html.escape(after, quote=False)]
    try:
        root = lxml_html.fragment_fromstring("".join(escaped), create_parent="div")
    except (ParserError, ValueError):
        return _TAG.sub("", text)
    return _text(root, 0)


def _element(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    # HTML has rules of its own for what may stand in a title, a cell or a paragraph
    return tag[1] + (name if _MEANING.match(name) else "span")


def _text(element: Any, depth: int) -> str:
    if not isinstance(element.tag, str) or depth > 50:
        return ""
    children = [_text(child, depth + 1) for child in element]
    name = element.tag.lower()
    if name.startswith("annotation") or (name == "tex-math" and _stands_beside_mathml(element)):
        return ""  # the same formula once more
    if name in ("msub", "msup") and len(children) == 2:
        return children[0] + _raised("_" if name == "msub" else "^", children[1])
    if name == "mfrac" and len(children) == 2:
        return "/".join(children)
    own = (element.text or "") + "".join(
        f"{text}{child.tail or ''}" for text, child in zip(children, element, strict=True)
    )
    if name in ("sub", "inf", "sup"):
        return _raised("^" if name == "sup" else "_", own.strip(), mark=False)
    if name == "msqrt":
        return f"√{own}"
    return " " if name == "br" else own


def _stands_beside_mathml(element: Any) -> bool:
    return any(child.tag == "math" for child in element.getparent())


def _raised(kind: str, text: str, *, mark: bool = True) -> str:
    signs = _UP if kind == "^" else _DOWN
    if text and all(char in signs for char in text):
        return "".join(signs[char] for char in text)
    return f"{kind}{text}" if mark else text


def _formula(match: re.Match[str]) -> str:
    inner = match[1] or match[2] or match[3]
    if not _MATHEMATICAL.search(inner):
        return match[0]
    read = _decoded(inner) if "\\" in inner else inner
    return re.sub(r"[{}]", "", _RAISED.sub(lambda one: _raised(one[1], one[2] or one[3]), read))


def _decoded(formula: str) -> str:
    try:
        return str(_decoder().latex_to_text(formula, tolerant_parsing=True))
    except (ValueError, IndexError, RecursionError, AttributeError, TypeError):
        return formula


@lru_cache(maxsize=1)
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
    return LatexNodes2Text(math_mode="with-delimiters", keep_braced_groups=True)


def _as_formula(signs: str) -> str:
    if signs[0] in _PLAIN:
        bare = "".join(_PLAIN[sign][1] for sign in signs)
        return f"${_PLAIN[signs[0]][0]}{{{bare}}}$"
    name = unicodedata.name(signs, "")
    bare = unicodedata.normalize("NFKC", signs)
    command = next((tex for word, tex in _ALPHABETS if word in name), None)
    return f"$\\{command}{{{bare}}}$" if command and bare.isascii() else signs


_ALPHABETS = (
    ("SCRIPT", "mathcal"),
    ("DOUBLE-STRUCK", "mathbb"),
    ("FRAKTUR", "mathfrak"),
    ("SANS-SERIF", "mathsf"),
    ("MONOSPACE", "mathtt"),
    ("BOLD", "mathbf"),
    ("ITALIC", "mathit"),
)
