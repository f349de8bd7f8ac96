"""What a file is that is no reading list, by its first bytes or words."""

from __future__ import annotations

import re

from ptm_graph.words.wording import Said

_SIGNATURES = (
    (rb"%PDF-", Said("seen.pdf")),
    (rb"PK(?s:.){28}(?:mimetypeapplication/epub|META-INF/container)", Said("seen.book")),
    (rb"PK\x03\x04(?s:.)*xl/", Said("seen.workbook")),
    (rb"PK\x03\x04(?s:.)*(?:word/|opendocument\.text)", Said("seen.document")),
    (rb"PK\x03\x04|PK\x05\x06|\x1f\x8b|BZh\d1AY|\xfd7zXZ|7z\xbc\xaf|Rar!", Said("seen.archive")),
    (rb"\x28\xb5\x2f\xfd|(?s:.){257}ustar", Said("seen.archive")),
    (rb"\xd0\xcf\x11\xe0(?s:.)*W\0o\0r\0k\0b\0o\0o\0k", Said("seen.workbook")),
    (rb"\xd0\xcf\x11\xe0", Said("seen.document")),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF(?s:.){4}WEBP|II\*\0|MM\0\*|AT&TFORM", Said("seen.image")),
    (rb"SQLite format 3|PAR1|ARROW1|\x89HDF", Said("seen.database")),
    (rb"\x7fELF|MZ\x90|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe", Said("seen.program")),
)
_SIGNS = tuple((re.compile(sign), seen) for sign, seen in _SIGNATURES)
_WORDS = (
    (re.compile(r"\{\\rtf"), Said("seen.rtf")),
    (re.compile(r"%!PS"), Said("seen.postscript")),
    (re.compile(r"(?>[ \t]*(?:%.*)?\n)*+[ \t]*\\document(?:class|style)\b"), Said("seen.latex")),
    (re.compile(r"BEGIN:V(?:CARD|CALENDAR)\b"), Said("seen.card")),
    (
        re.compile(
            r"(?:From \S+@\S+.*\n)?(?:(?:[A-Z][\w-]+: .*|[ \t]+\S.*)\n){0,40}"
            r"(?:Received|Message-ID|MIME-Version): "
        ),
        Said("seen.mail"),
    ),
)
_TAGGED = tuple(
    re.compile(rf"^(?:{tags}) {{0,3}}[-:] ", re.MULTILINE)
    for tags in ("T[I1]|TITLE", "A[U1]|AUTHORS?", "PY|Y1|YR|DP|SO|J[FO]|DO|YEAR|SOURCE")
)
"""Tags that only records have, all of them."""
_ROOT = re.compile(
    r"\ufeff?(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>)*+"
    r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*+)[\s/>]",
    re.DOTALL | re.IGNORECASE,
)
_DECLARED = re.compile(r"\s*<(?:\?xml|!DOCTYPE)\b", re.IGNORECASE)
_OF_A_PAGE = frozenset(("html", "head", "body"))
_IN_MARKDOWN = re.compile(
    r"a|b|blockquote|br|center|details|div|em|font|h[1-6r]|i|img|li|ol|p|picture|pre|section"
    r"|span|strong|style|sub|summary|sup|table|ul",
    re.IGNORECASE,
)


def foreign_bytes(data: bytes) -> Said | None:
    """What bytes are that are no text; None where nothing tells."""
    return next((seen for sign, seen in _SIGNS if sign.match(data)), None)


def root_of(text: str) -> str | None:
    """Name of the outermost element of XML or HTML, without prefix; None for other texts."""
    found = _ROOT.match(text)
    return found[1] if found else None


def foreign_text(text: str) -> Said | None:
    """What a text is that nobody writes as a list: a web page, XML, a letter."""
    for words, seen in _WORDS:
        if words.match(text):
            return seen
    head = text[:20_000]
    if all(sign.search(head) for sign in _TAGGED):
        return Said("seen.tagged")
    root = root_of(text)
    if root is None:
        return None
    if root.lower() in _OF_A_PAGE:
        return Said("seen.page")
    closed = not _IN_MARKDOWN.fullmatch(root) and text.rstrip().endswith((f"{root}>", "/>"))
    return Said("seen.xml", {"root": root[:40]}) if closed or _DECLARED.match(text) else None
