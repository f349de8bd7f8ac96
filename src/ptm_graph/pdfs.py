"""What a PDF says about itself: title and identifiers, on evidence, without a model.

Metadata are believed where they can be a title, and the page rather than them where both speak.
An identifier is taken from the metadata, from the stamp of arXiv, and from where a paper prints
its own: in header and footer, or before its abstract. A wrong one is worse than none.

Files are read by a process of their own, so that one that was made to take all memory, or to
crash what reads it, costs only itself. It ends with the process that asks it.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import importlib.util
import itertools
import json
import math
import os
import re
import statistics
import subprocess
import sys
import threading
import time
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any

from defusedxml import ElementTree

from ptm_graph.errors import InputError
from ptm_graph.words.identifiers import Identifier, find_identifier, with_implied
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said

LONGEST_PAGE = 20_000
"""Characters of the first page that are read."""
LARGEST_XMP = 1024 * 1024
SAMPLES = 5
"""Letters of a line that are measured."""

MOST_SECONDS = 4
"""Of computing, for one file."""
MOST_MEMORY = 512 * 1024 * 1024
"""Bytes of address space for one file, beside three times its size."""
LONGEST_READING = 60.0
"""Seconds after which a file is given up where the system does not count computing."""

DOUBLE_SPACED = 1.75
"""Heights of letters from one line of a title to the next, at most."""

_BOLD = re.compile(r"bold|black|heavy|medi(?!ci)|cmbx|cmssbx|-b\b", re.IGNORECASE)
_COUNTED = importlib.util.find_spec("resource") is not None
"""Whether the system counts what a process takes, and ends it."""
_READY = b"ready\n"
_LOCK = threading.Lock()
_HELPERS: list[subprocess.Popen[bytes]] = []
_PASSWORD = 4
"""pdfium's number for a file that needs a password."""
_HYPHEN = "\ufffe"
"""What pdfium makes of a hyphen at the end of a line."""
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|\b)10\.\d{4,9}/[^\s\"'“”]+")
_ARXIV = re.compile(r"\barXiv:\s*((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?)", re.I)
_STAMP = re.compile(_ARXIV.pattern + r"\s*(?:\[[A-Za-z.-]+\]|\d{1,2} [A-Z][a-z]{2} \d{4})", re.I)
_NO_TITLE = re.compile(
    r"untitled|microsoft|\.(?:docx?|tex|dvi|pdf|indd|rtf|pptx?|ps|eps|qxd)\b|\blayout\b|paper\s*id|"
    r"^\s*(?:arxiv|doi|pii|isbn|issn|https?)\s*:|\btemplate\b|instructions for|^(?:slide|page) \d|"
    r"^title\b|^(?:lncs|lnai) \d|camera.?ready|full page (?:photo|fax)|^print|^\W*\d[\d\W]*$",
    re.IGNORECASE,
)
_NO_TITLE_OF_PAGE = re.compile(
    r"^(?:the )?(?:(?:international )?journal|proceedings|transactions|annals|letters|archives)\b|"
    r"\bissn\b|\bvol(?:ume)?\b\.? ?\d|www\.|https?:|"
    r"^(?:original |research |review )?(?:article|paper)s?$|published as|"
    r"^(?:abstract|contents|introduction|references|open access)$|et al\.",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(
    r"\W*(?:abstract|a ?b ?s ?t ?r ?a ?c ?t|summary|摘\s*要|(?:1|I)?[. ]*introduction)\b", re.I
)
_OF_ANOTHER = re.compile(
    r"\b(?:comment(?:ary)? (?:on|to)|repl(?:y|ies) to|respon[sd]\w* to|correct(?:s|ion)|errat\w+|"
    r"see also|original article|data ?sets?|data (?:is|are)|code|"
    r"supplement\w*|retract\w+|companion)\b",
    re.IGNORECASE,
)
_SUPPLEMENT = re.compile(
    r"^\W*(?:(?:electronic )?supplement(?:ary|al)?|supporting|appendix)"
    r"(?: (?:online )?(?:materials?|information|text|data|appendix|file|notes?))?"
    r"(?:\s*(?:for|to|of)\b|\s*[:–—-]|$)[\s:“\"]*(?:the paper)?[\s:“\"]*",
    re.IGNORECASE,
)
_INFO = ("Title", "Subject", "Keywords", "doi", "DOI", "arXivID", "WPS-ARTICLEDOI", "PTEX.DOI")
_XMP = re.compile(rb"<x:xmpmeta\b.{0,1048576}?</x:xmpmeta>", re.DOTALL)
_PACKED = re.compile(rb"/Type\s*/Metadata\b[^>]{0,500}>>\s*stream\r?\n")
_CROSSMARK = re.compile(r"crossmark[\w.-]*/.*[?&]doi=([^&]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PdfHead:
    """What a PDF says about itself."""

    title: str | None = None
    identifiers: dict[str, str] = field(default_factory=dict)
    has_text: bool = True
    """Whether its first page has letters; a scan has none."""
    supplement: bool = False
    """Whether it is what was published beside a paper; the title is then the paper's."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the first page, or its part before a hyphen."""

    text: str
    size: float
    """Height of its letters, of that of the page; 0 where they are turned."""
    top: float
    """How high it stands, 0 the lower edge, 1 the upper."""
    bold: bool = False
    broken: bool = False
    """Whether a hyphen divides its last word."""


@dataclass(frozen=True, slots=True)
class _Raw:
    fields: list[str]
    """Values of the metadata."""
    title: str
    xmp: tuple[str, ...]
    xmp_title: str
    links: list[tuple[str, float]]
    """Addresses that the page links, and where."""
    lines: list[_Line]


def read_head(data: bytes, name: str | None = None) -> PdfHead:
    """Read what a PDF says about itself: metadata, XMP, first page, name of its file.

    Raises
    ------
    InputError
        If it is no PDF, damaged, needs a password, or takes more than :data:`MOST_SECONDS` or
        :data:`MOST_MEMORY`.
    """
    with _LOCK:
        _HELPERS[:] = [one for one in _HELPERS if one.poll() is None] or _helper()
        if not _HELPERS:
            return head_of(data, name)
        told = _told(_HELPERS[0], data, name)
    if told is None:
        raise InputError(Said("unused.pdf heavy"))
    if "refused" in told:
        raise InputError(Said(told["refused"]))
    return PdfHead(**told)


def _helper() -> list[subprocess.Popen[bytes]]:
    """Start the process that reads; none where it cannot be started."""
    here = str(Path(__file__).parents[1])
    known = os.environ.get("PYTHONPATH")
    try:
        helper = subprocess.Popen(
            [sys.executable, "-m", "ptm_graph.pdfs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{known}" if known else here},
        )
    except OSError:
        return []
    if helper.stdout is not None and helper.stdout.readline() == _READY:
        atexit.register(helper.kill)
        return [helper]
    helper.kill()
    helper.communicate()
    return []


def _told(helper: subprocess.Popen[bytes], data: bytes, name: str | None) -> dict[str, Any] | None:
    """What the helper tells of a file; None if it did not survive."""
    assert helper.stdin is not None  # noqa: S101 (both are pipes)
    assert helper.stdout is not None  # noqa: S101
    guard = threading.Timer(LONGEST_READING, helper.kill)
    if not _COUNTED:
        guard.start()
    try:
        head = json.dumps({"name": name, "size": len(data)}).encode()
        helper.stdin.write(head + b"\n" + data)
        helper.stdin.flush()
        answer = helper.stdout.readline()
        found = json.loads(answer) if answer else None
    except (OSError, ValueError):
        found = None
    finally:
        guard.cancel()
    if found is None:
        helper.kill()
        helper.communicate()
    return found


def _help() -> None:
    """Read files that come on standard input, until there is no more."""
    import pypdfium2  # noqa: F401 (before the first file, which it should not cost)

    source, out = sys.stdin.buffer, sys.stdout.buffer
    out.write(_READY)
    out.flush()
    while line := source.readline():
        asked = json.loads(line)
        data = source.read(asked["size"])
        _limit(len(data))
        try:
            told = asdict(head_of(data, asked["name"]))
        except InputError as error:
            told = {"refused": error.args[0].code}
        except MemoryError:
            return
        out.write(json.dumps(told).encode() + b"\n")
        out.flush()


def _limit(size: int) -> None:
    """Let the system end this process if the next file takes too much, where it can."""
    try:
        import resource
    except ImportError:
        return
    seconds = math.ceil(time.process_time()) + MOST_SECONDS
    most = MOST_MEMORY + 3 * size
    for limit, value in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, most)):
        hard = resource.getrlimit(limit)[1]
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value if hard < 0 else min(value, hard), hard))


def head_of(data: bytes, name: str | None = None) -> PdfHead:
    """What :func:`read_head` does, within this process and without its guard."""
    raw = _raw(data)
    told = next((one for one in (raw.title, raw.xmp_title) if _is_title(one)), None)
    printed = _printed_title(raw.lines)
    text = " ".join(line.text for line in raw.lines)
    found = dict[str, str]()
    for known in _identifiers(raw, name):
        found.setdefault(known.kind, known.value)
    if told and printed and not raw.xmp and _squeezed(told) not in _squeezed(text):
        told = None  # left over from a template or another paper
    title = told or printed or _title_in_name(name)
    supplement = False
    if title and (said := _SUPPLEMENT.match(title)) is not None:
        supplement, rest = True, title[said.end() :].strip(' ”"')
        title = rest if _is_title(rest) else None
    return PdfHead(title, with_implied(found), any(map(str.isalpha, text)), supplement)


def _raw(data: bytes) -> _Raw:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        raise InputError(Said("unused.pdf locked" if locked else "unused.pdf damaged")) from error
    try:
        if not len(document):
            raise InputError(Said("unused.pdf damaged"))
        fields = {one: document.get_metadata_value(one) or "" for one in _INFO}
        xmp_title, xmp = _xmp(data)
        page = document[0]
        links = list(_links(document, page))
        return _Raw(list(fields.values()), fields["Title"], xmp, xmp_title, links, _lines(page))
    except pypdfium2.PdfiumError as error:
        raise InputError(Said("unused.pdf damaged")) from error
    finally:
        document.close()


def _lines(page: Any) -> list[_Line]:
    from pypdfium2 import raw

    text_page = page.get_textpage()
    height = page.get_height() or 1.0
    text = text_page.get_text_range(0, min(text_page.count_chars(), LONGEST_PAGE))
    box, start = raw.FS_RECTF(), 0
    found: list[_Line] = []
    for piece in re.split(f"(\r\n|{_HYPHEN})", text):
        places = [start + at for at, letter in enumerate(piece) if not letter.isspace()]
        start += len(piece)
        if piece == _HYPHEN and found:
            found[-1] = replace(found[-1], broken=True)
        if piece in ("\r\n", _HYPHEN) or not places:
            continue
        sizes, tops = [], []
        for at in places[:: max(1, len(places) // SAMPLES)][: SAMPLES + 1]:
            if raw.FPDFText_GetLooseCharBox(text_page, at, ctypes.byref(box)):
                turned = abs(raw.FPDFText_GetCharAngle(text_page, at)) > 0.1
                sizes.append(0.0 if turned else (box.top - box.bottom) / height)
                tops.append(box.top / height)
        if sizes:
            bold = _BOLD.search(_font(text_page, places[0])) is not None
            found.append(_Line(piece, statistics.median(sizes), max(tops), bold))
    return found


def _font(text_page: Any, at: int) -> str:
    """Name of the font of a letter."""
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(128)
    size = raw.FPDFText_GetFontInfo(text_page, at, name, len(name), ctypes.c_int())
    return name.value.decode("latin-1") if 0 < size <= len(name) else ""


def _links(document: Any, page: Any) -> Iterator[tuple[str, float]]:
    """Addresses that the first page links, and how high they stand."""
    from pypdfium2 import raw

    position, link, height = ctypes.c_int(0), raw.FPDF_LINK(), page.get_height() or 1.0
    for _ in range(500):
        if not raw.FPDFLink_Enumerate(page, position, link):
            return
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if not 0 < size < 4_096:
            continue
        address, box = ctypes.create_string_buffer(size), raw.FS_RECTF()
        raw.FPDFAction_GetURIPath(document, action, address, size)
        raw.FPDFLink_GetAnnotRect(link, box)
        yield address.value.decode("utf-8", "replace"), max(box.top, box.bottom) / height


def _xmp(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The title in the XMP data of the document, and what may be an identifier in it."""
    packets = _XMP.findall(data)
    for begun in _PACKED.finditer(data):
        try:
            packets.append(zlib.decompressobj().decompress(data[begun.end() :], LARGEST_XMP))
        except zlib.error:
            continue
    titles, values = [], []
    for packet in packets[:50]:
        try:
            root = ElementTree.fromstring(packet)
        except Exception:  # noqa: S112 (whatever an XML parser says of a hostile packet)
            continue
        for one in root.iter():
            name = str(one.tag).rpartition("}")[2].lower()
            pairs = [(name, "".join(one.itertext()))]
            pairs += [(str(key).rpartition("}")[2].lower(), text) for key, text in one.items()]
            values += [text for key, text in pairs if key.endswith("doi") and "journal" not in key]
            values += [text for key, text in pairs if key == "identifier"]
            if name == "title":
                titles.append(clean("".join(one.itertext())))
    # figures bring packets of their own
    distinct = dict.fromkeys(filter(_is_title, titles))
    return (next(iter(distinct)) if len(distinct) == 1 else ""), tuple(values)


def _is_title(text: str) -> bool:
    said = clean(text)
    letters = sum(map(str.isalpha, said))
    wide = sum(letter > "\u2e80" for letter in said)
    long_enough = (letters in range(10, 300) and len(said.split()) > 1) or 5 <= wide <= 120
    return long_enough and _NO_TITLE.search(said) is None


def _printed_title(lines: list[_Line]) -> str | None:
    """The largest text in the upper part of the page that can be a title."""
    upright = [line for line in lines if line.size]
    if not upright:
        return None
    letters = [(line.size, len(line.text)) for line in upright]
    body = statistics.median([size for size, length in letters for _ in range(min(length, 200))])
    groups: list[list[_Line]] = []
    for line in upright:
        if line.top < 0.4:
            continue
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and 0 <= last.top - line.top <= DOUBLE_SPACED * line.size
            and abs(last.size - line.size) <= 0.06 * line.size
            and last.bold is line.bold
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    # of two of one size the upper one
    groups.sort(key=lambda group: (-round(group[0].size, 3), -group[0].top))
    for group in groups[:6]:
        if group[0].size < 1.12 * body and len(groups) > 1:
            return None
        said = _mended(group, lines).rstrip(" *∗†‡§¶¹²³.,")
        if _is_title(said) and not _NO_TITLE_OF_PAGE.search(said):
            return said
    return None


def _mended(group: list[_Line], lines: list[_Line]) -> str:
    """Lines as one text; a divided word gets its hyphen back only if the page writes it so."""
    page = " ".join(line.text for line in lines).casefold()
    said = group[0].text
    for last, line in itertools.pairwise(group):
        if not last.broken:
            said += f" {line.text}"
            continue
        ends, begins = re.search(r"\w+$", said), re.match(r"\w+", line.text)
        whole = f"{ends[0] if ends else ''}-{begins[0] if begins else ''}".casefold()
        said += f"-{line.text}" if whole in page else line.text
    return clean(unicodedata.normalize("NFKC", said))


def _identifiers(raw: _Raw, name: str | None) -> Iterator[Identifier]:
    """The paper's own, the surest first."""
    yield from _one_doi([*raw.xmp, *raw.fields])
    yield from _one_doi(
        found[1].replace("%2F", "/") for url, _ in raw.links if (found := _CROSSMARK.search(url))
    )
    for text in [*raw.fields, *raw.xmp]:
        if known := _ARXIV.search(text) or re.search(r"arxiv\.org/abs/(\S+)", text):
            yield from _known(f"arxiv:{known[1]}")
    for line in raw.lines:
        if stamp := _STAMP.search(line.text) or (not line.size and _ARXIV.search(line.text)):
            yield from _known(f"arxiv:{stamp[1]}")
    yield from _in_name(name)
    begins = next((at for at, line in enumerate(raw.lines) if _ABSTRACT.match(line.text)), None)
    before = 0 if begins is None else begins
    own = [
        line.text
        for at, line in enumerate(raw.lines)
        if at < before or _in_margin(line) or (begins is None and _heads(line))
    ]
    above = 0.9 if begins is None else raw.lines[begins].top
    linked = [url for url, top in raw.links if "doi.org/" in url and not 0.1 < top < above]
    yield from _one_doi([*filter(_of_itself, own), *linked])


def _of_itself(line: str) -> bool:
    return _OF_ANOTHER.search(line) is None


def _in_margin(line: _Line) -> bool:
    """Whether a line stands in header or footer and says little beside a DOI."""
    named = "digital object identifier" in line.text.casefold()
    return named or (not 0.1 < line.top < 0.9 and _beside(line) < 80)


def _heads(line: _Line) -> bool:
    """Whether a line high on the page, where no abstract begins, is a DOI and not its text."""
    return line.top > 0.6 and _beside(line) < 20


def _beside(line: _Line) -> int:
    """Letters beside the DOI."""
    return sum(map(str.isalpha, _DOI.sub("", line.text)))


def _one_doi(texts: Iterable[str]) -> Iterator[Identifier]:
    """The DOI of texts in which there is only one."""
    written = (found for text in texts for found in _DOI.findall(text))
    whole = (one for one in written if _HYPHEN not in one and one[-1] not in "-/_")
    known = {one for text in whole if (one := find_identifier(text)) is not None}
    if len(known) == 1:
        yield known.pop()


def _known(text: str) -> Iterator[Identifier]:
    found = find_identifier(text)
    if found is not None:
        yield found


def _in_name(name: str | None) -> Iterator[Identifier]:
    """Identifiers that files are called by: arXiv's, the ACL Anthology's, PMC, DOIs."""
    stem = PurePath(name or "").stem
    if said := re.fullmatch(r"(?:arxiv[-_: ]*)?(\d{4}\.\d{4,5}(?:v\d+)?)(?: \(\d+\))?", stem, re.I):
        yield from _known(f"arxiv:{said[1]}")
    elif re.fullmatch(r"[A-Z]\d\d-\d{4}|20\d\d\.[a-z0-9]+-[a-z]+\.\d+", stem):
        yield from _known(f"acl:{stem}")
    elif re.fullmatch(r"PMC\d{4,9}", stem):
        yield from _known(f"pmcid:{stem}")
    elif said := re.fullmatch(r"(10\.\d{4,9})[_@:](\S+)", stem):
        yield from _known(f"doi:{said[1]}/{said[2]}")


def _title_in_name(name: str | None) -> str | None:
    """The title in the name that a reference manager, or a person, gave a file."""
    stem = clean(PurePath(name or "").stem)
    parts = re.split(r" - (?:(?:19|20)\d\d) - ", stem, maxsplit=1)
    said = parts[-1] if len(parts) > 1 else re.sub(r"[_+]+|(?<=\w)-(?=\w)", " ", stem)
    words = re.findall(r"[^\W\d_]{2,}", said)
    whole = len(words) > 3 or (len(parts) > 1 and len(words) > 1)
    return said if whole and _is_title(said) and not said.endswith(("…", "...")) else None


def _squeezed(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(filter(str.isalnum, folded))


if __name__ == "__main__":
    _help()
