"""Bytes of a file to text: UTF-8, UTF-16, GB18030, Windows-1252, and files joined of these."""

from __future__ import annotations

import codecs
import re

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.foreign import foreign_bytes
from ptm_graph.reading_lists.formats import refusal
from ptm_graph.reading_lists.limits import LARGEST
from ptm_graph.reading_lists.result import unusable
from ptm_graph.words.model import Problem
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")
_COMMON_CHINESE = re.compile(r"[的是一在有和了不人这中大为上个国我以要他论文模型预训练学习语言]")


def decode(data: bytes, file: str | None = None) -> str:
    """Decode as :func:`decoded` does, without a word on lines in another encoding."""
    return decoded(data, file)[0]


def decoded(data: bytes, file: str | None = None) -> tuple[str, tuple[Problem, ...]]:
    """Decode the bytes of a reading list and unify its line ends.

    Returns
    -------
    str, tuple of Problem
        The text; where files of several encodings were joined, which lines were read in
        which.

    Raises
    ------
    ReadingListError
        If the data is too large, binary, or in no known encoding.
    """
    if len(data) > LARGEST:
        raise ReadingListError(Said("list.too large", {"size": LARGEST // 2**20}), file)
    seen = foreign_bytes(data)
    if seen is not None:
        raise refusal(seen, file)
    text, odd = _decoded(data, file)
    if text.count("\0") > 3:
        raise refusal(Said("seen.binary"), file)
    # each of several files that were joined may begin with a mark
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n\ufeff", "\n"), odd


def glimpse(head: bytes) -> str:
    """The first bytes of a file as text, as far as they are one."""
    bom = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), "utf-8")
    text = head.decode(bom, "replace").replace("\r\n", "\n").replace("\r", "\n")
    return "" if foreign_bytes(head) or "\0" in text else text


def _decoded(data: bytes, file: str | None) -> tuple[str, tuple[Problem, ...]]:
    encoding = next((one for bom, one in _BOMS if data.startswith(bom)), _without_mark(data))
    try:
        return data.decode(encoding or "utf-8"), ()
    except UnicodeDecodeError as error:
        if encoding is not None and encoding != "utf-8-sig":
            raise _undecodable(data, error.start, file) from error
        lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
        texts = list(map(_utf8, lines))
        if any(text and not text.isascii() for text in texts):
            return _joined(lines, texts, file)
        legacy = _legacy(data)
        if legacy is None:
            raise _undecodable(data, error.start, file) from error
        return data.decode(legacy), ()


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of Western text is 0."""
    head = data[:4_000]
    shares = [head[start::2].count(0) / max(1, len(head) // 2) for start in (0, 1)]
    if max(shares) < 0.5 or min(shares) > 0.05 or b"\n" not in data:
        return None
    return "utf-16-be" if shares[0] > shares[1] else "utf-16-le"


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_cut(line: bytes) -> bool:
    """Whether nothing is wrong with UTF-8 but that its last letter is not whole."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return False


def _joined(
    lines: list[bytes], texts: list[str | None], file: str | None
) -> tuple[str, tuple[Problem, ...]]:
    """Lines in UTF-8, and lines that are not, which are read by themselves and told."""
    rest = b"\n".join(line for line, text in zip(lines, texts, strict=True) if text is None)
    if len(_CONTROLS.findall(rest)) > 0.01 * len(rest):
        raise refusal(Said("seen.binary"), file)
    usual = _legacy(rest) or _legacy(rest, most=1.0)
    if texts.count(None) == 1 and texts[-1] is None and _is_cut(lines[-1]):
        usual = "utf-8"
    read: list[str] = []
    odd: dict[str, list[int]] = {}
    for number, (line, text) in enumerate(zip(lines, texts, strict=True), 1):
        encoding = _encoding(line, text, usual)
        read.append(text if encoding is None else line.decode(encoding, "replace"))  # type: ignore[arg-type]
        if text is None:
            odd.setdefault(encoding or "", []).append(number)
    return "\n".join(read), tuple(
        unusable(
            clean(read[numbers[0] - 1]) or "…",
            Said("unused.encoding", {"encoding": _NAMES[encoding], "lines": _runs(numbers)}),
            file,
            numbers[0],
        )
        for encoding, numbers in odd.items()
    )


_NAMES = {"cp1252": "Windows-1252", "gb18030": "GB18030", "utf-8": "UTF-8"}


def _encoding(line: bytes, text: str | None, usual: str | None) -> str | None:
    """What a line is in; None for UTF-8 without a fault, in which ``text`` is."""
    if text is None:
        return usual or _legacy(line, most=1.0) or "utf-8"
    if usual == "gb18030" and not text.isascii() and max(text) < "\u0800":
        # two bytes each: may be UTF-8 of letters nobody uses, or Chinese
        return _legacy(line) if _legacy(line) == usual else None
    return None


def _runs(numbers: list[int]) -> str:
    """Numbers as people write them: ``2–5, 9``; of many only the first."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    shown = ["–".join(map(str, run)) for run in runs[:8]]
    return ", ".join(shown + ["…"] * (len(runs) > 8))


def _legacy(data: bytes, most: float = 0.3) -> str | None:
    """GB18030 if it makes sense as Chinese, else Windows-1252 if it makes sense as that.

    ``most`` is the share of letters outside of ASCII that makes sense.
    """
    if b"\0" in data:
        return None
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        chinese = None
    if chinese is not None and _is_chinese(chinese):
        return "gb18030"
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        return None if chinese is None else "gb18030"
    foreign = [char for char in western if ord(char) > 127]
    letters = sum(char.isalpha() or char in "‘’“”–—…©®°·«»€£" for char in foreign)
    if letters >= 0.9 * len(foreign) and len(foreign) <= most * len(western):
        return "cp1252"
    return None


def _is_chinese(text: str) -> bool:
    """Whether a decoded text reads like Chinese: common characters among the foreign ones.

    A Latin text with a few accents decodes as GB18030 too, into rare characters.
    """
    foreign = [char for char in text if ord(char) > 127]
    if not foreign:
        return True
    usual = sum("\u4e00" <= char <= "\u9fff" or "\u3000" <= char <= "\uffef" for char in foreign)
    return usual >= 0.8 * len(foreign) and (
        len(_COMMON_CHINESE.findall(text)) >= 0.02 * len(foreign)
    )


def _undecodable(data: bytes, position: int, file: str | None) -> ReadingListError:
    if len(_CONTROLS.findall(data)) > 0.01 * len(data):
        return refusal(Said("seen.binary"), file)
    return ReadingListError(Said("list.encoding"), file, data.count(b"\n", 0, position) + 1)
