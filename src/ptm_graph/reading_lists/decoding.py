"""Bytes of a file to text: UTF-8 with or without BOM, UTF-16 with BOM, GB18030."""

from __future__ import annotations

import codecs
import re

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.foreign import foreign_bytes
from ptm_graph.reading_lists.formats import refusal
from ptm_graph.words.wording import Said

LARGEST = 32 * 1024 * 1024
"""Bytes of the largest reading list that is read; larger ones are refused."""

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
    """Decode the bytes of a reading list and unify its line ends.

    Raises ReadingListError if the data is too large, binary, or in no known encoding.
    """
    if len(data) > LARGEST:
        raise ReadingListError(Said("list.too large", {"size": LARGEST // 2**20}), file)
    seen = foreign_bytes(data)
    if seen is not None:
        raise refusal(seen, file)
    text = _decoded(data, file)
    if text.count("\0") > 3:
        raise refusal(Said("seen.binary"), file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def glimpse(head: bytes) -> str:
    """The first bytes of a file as text, as far as they are one."""
    bom = next((encoding for bom, encoding in _BOMS if head.startswith(bom)), "utf-8")
    text = head.decode(bom, "replace").replace("\r\n", "\n").replace("\r", "\n")
    return "" if foreign_bytes(head) or "\0" in text else text


def _decoded(data: bytes, file: str | None) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _undecodable(data, error.start, file) from error
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _legacy(data)
        if text is None:
            raise _undecodable(data, error.start, file) from error
        return text


def _legacy(data: bytes) -> str | None:
    """GB18030 if it makes sense as Chinese, else Windows-1252 if it makes sense as that."""
    if b"\0" in data:
        return None
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        chinese = None
    if chinese is not None and _is_chinese(chinese):
        return chinese
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        return chinese
    foreign = [char for char in western if ord(char) > 127]
    letters = sum(char.isalpha() or char in "‘’“”–—…©®°·«»€£" for char in foreign)
    if letters >= 0.9 * len(foreign) and len(foreign) <= 0.3 * len(western):
        return western
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
