"""LaTeX as arXiv serves it: a folder, an archive or one file, read without running TeX."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from ptm_graph.full_texts.assembling import Header, Paragraph, full_text
from ptm_graph.full_texts.full_text import FullText, ListedReference, Unused
from ptm_graph.full_texts.latex_archive import Sources, is_tex, refused, sources_in
from ptm_graph.full_texts.latex_body import Reader
from ptm_graph.full_texts.latex_macros import Files, TooMuchError
from ptm_graph.full_texts.latex_references import (
    ItemReader,
    listed_in,
    of_biber,
    of_record,
)
from ptm_graph.full_texts.latex_text import without_comments
from ptm_graph.reading_lists.bibliography import Record
from ptm_graph.reading_lists.bibtex import keyed
from ptm_graph.reading_lists.printed_references import names_in
from ptm_graph.words.identifiers import find_identifier

_CLASS = re.compile(r"\\document(?:class|style)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_INPUT = re.compile(r"\\(?:input|include|subfile)\s*\{?\s*([^\s{}\\]+)")
_TOPLEVEL = re.compile(
    r"filename:\s*(\S+)\s*\n\s*usage:\s*toplevel|usage:\s*toplevel\s*\n\s*filename:\s*(\S+)"
)
_BESIDE = re.compile(
    r"suppl|appendix|response|cover|template|sample|rebuttal|letter_to|diff|example"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def read_latex(source: Path | bytes, name: str | None = None) -> FullText:
    """Read a LaTeX paper.

    Parameters
    ----------
    source : Path or bytes
        A folder, an archive (``.tar.gz``, ``.zip``), or one file of TeX, gzipped or not.
    name : str, optional
        What messages call it.

    Raises
    ------
    FullTextError
        If no LaTeX is in it, or it is broken or larger than any paper.
    """
    sources = sources_in(source, name)
    main, others = main_file(sources)
    files = Files(sources, main)
    reader = Reader(files)
    reader.unused += [Unused(one, "another document of the same source") for one in others]
    try:
        reader.push(files.text(main), main)
        reader.run()
    except TooMuchError:
        reader.unused.append(Unused(main, "expands to more than any paper; cut off"))
    reader.frames, reader.floor, reader.work = [], 0, 10_000_000
    reader.flush()
    return _assembled(reader, files, main, sources)


def _assembled(reader: Reader, files: Files, main: str, sources: Sources) -> FullText:
    paragraphs = reader.paragraphs
    try:
        listed = list(_References(reader, files, main).all())
        names = {one.key.lower(): one.key for one in listed}
        paragraphs = list(_with_keys(paragraphs, {one.key for one in listed}, names))
    except TooMuchError:
        listed = []
        reader.unused.append(Unused(main, "a reference list that expands without end"))
    try:
        header = _header(reader)
    except TooMuchError:
        header = Header()
    return full_text(header, paragraphs, listed, [*sources.unused, *reader.unused])


def _header(reader: Reader) -> Header:
    dates = (_YEAR.search(reader.said(date)) for date in reader.dates)
    year = next((int(found[1]) for found in dates if found), None)
    identifiers = {}
    for text in reader.dois:
        found = find_identifier(text.strip())
        if found is not None:
            identifiers[found.kind] = found.value
    abstract = next((text for text in reader.abstracts if text), None)
    return Header(reader.title(), abstract, tuple(_authors(reader)), year, identifiers)


def _authors(reader: Reader) -> Iterator[str]:
    """Names: of each group the first line, without the marks of footnotes."""
    for text in reader.authors[:2_000]:
        for one in re.split(r"\\(?:and|And|AND)(?![A-Za-z])", text):
            line = re.split(r"\\\\|\n\s*\n|\\(?:affil|inst|email)", one, maxsplit=1)[0]
            for part in re.split(r"\\q?quad(?![A-Za-z])", line):
                yield from names_in(re.sub(r"\^[^\s^]*|[\d*†‡§]+", " ", reader.said(part)))


def _with_keys(
    paragraphs: Iterable[Paragraph], listed: set[str], names: Mapping[str, str]
) -> Iterator[Paragraph]:
    """Cite each reference by the key it is listed under: letter case does not count."""
    for one in paragraphs:
        parts = [
            part
            if isinstance(part, str)
            else tuple(key if key in listed else names.get(key.lower(), key) for key in part)
            for part in one.parts
        ]
        yield Paragraph(parts, one.headings, one.kind, one.whole)


class _References:
    """The reference list, from whatever says it."""

    def __init__(self, reader: Reader, files: Files, main: str) -> None:
        self._reader = reader
        self._files = files
        self._main = main
        self._items = ItemReader(files, reader.macros)
        self._bases: list[dict[str, Callable[[], Record]]] | None = None

    def all(self) -> list[ListedReference]:
        """The list as the paper prints it."""
        listed: dict[str, ListedReference] = {}
        written = [one for text in self._reader.lists for one in listed_in(text, self._items)]
        made = self._made(bool(written))
        for one in (*written, *made):
            listed.setdefault(one.key, one)
        lower = {key.lower() for key in listed}
        missing = [key for key in self._reader.cited if key.lower() not in lower]
        found = [each for key in missing if (each := self._of_base(key)) is not None]
        if not listed:
            found = list({one.key.lower(): one for one in [*found, *self._not_cited()]}.values())
        if found and made:
            self._drop_stale(listed, made)
        for one in found:
            if one.key.lower() not in lower:
                lower.add(one.key.lower())
                listed[one.key] = one
        return list(listed.values())

    def _drop_stale(self, listed: dict[str, ListedReference], made: list[ListedReference]) -> None:
        """A list made before the text was changed: what is not cited now is not printed."""
        wanted = {key.lower() for key in (*self._reader.cited, *self._reader.not_cited)}
        if "*" in wanted:
            return
        for one in made:
            if one.key.lower() not in wanted and self._of_base(one.key) is not None:
                listed.pop(one.key, None)
                self._reader.unused.append(Unused(one.key, "in an older list, no longer cited"))

    def _made(self, has_list: bool) -> list[ListedReference]:
        """What BibTeX or biber made."""
        found: list[ListedReference] = []
        for number, path in enumerate(self._paths()):
            text = self._files.text(path)
            if "\\endentry" in text:
                found += of_biber(text, self._reader.said)
            elif not has_list or number > 0:
                found += listed_in(text, self._items)
        return found

    def _paths(self) -> list[str]:
        """Lists beside the paper: that of its own name, else those that hold what it cites."""
        paths = sorted(
            path
            for path in self._files.sources
            if path.lower().endswith(".bbl") and not _is_extra(path)
        )
        own = posixpath.splitext(self._main)[0] + ".bbl"
        if own in paths or len(paths) < 2:
            first = [own] if own in paths else paths
        else:
            cited = set(self._reader.cited)
            first = sorted(
                paths, key=lambda path: -sum(key in self._files.text(path) for key in cited)
            )[:1]
        suffixes = [path for path in paths if path not in first and self._adds(path, first)]
        return [*first, *suffixes]

    def _adds(self, path: str, first: list[str]) -> bool:
        """Whether another list has what is cited and is not in the first."""
        known = "".join(self._files.text(one) for one in first)
        text = self._files.text(path)
        return any(f"{{{key}}}" in text and f"{{{key}}}" not in known for key in self._reader.cited)

    def _of_base(self, key: str) -> ListedReference | None:
        for base in self._databases():
            record = base.get(key.lower())
            if record is not None:
                return of_record(key, record())
        return None

    def _not_cited(self) -> Iterator[ListedReference]:
        for key in self._reader.not_cited:
            if key == "*":
                for base in self._databases():
                    yield from (of_record(each, record()) for each, record in base.items())
            elif (one := self._of_base(key)) is not None:
                yield one

    def _databases(self) -> list[dict[str, Callable[[], Record]]]:
        if self._bases is None:
            named = (
                self._files.find(name, suffixes=(".bib", "")) for name in self._reader.databases
            )
            paths = [path for path in named if path is not None]
            others = sorted(
                path
                for path in self._files.sources
                if path.lower().endswith(".bib") and path not in paths and not _is_extra(path)
            )
            paths = list(dict.fromkeys([*paths, *others]))
            self._bases = [keyed(self._files.raw(path)) for path in paths]
        return self._bases


def _is_extra(path: str) -> bool:
    return path.split("/", 1)[0].lower() == "anc"


# the main file


def main_file(sources: Sources) -> tuple[str, list[str]]:
    """The file that TeX would be run on, and others that could be.

    Raises
    ------
    FullTextError
        If there is no document in the source.
    """
    heads: dict[str, str] = {}
    for path, data in sources.files.items():
        if is_tex(path) and not _is_extra(path):
            text = without_comments(data.decode("latin-1"))
            heads[path] = text
    told = _told(sources)
    named = [path for path in told if path in heads]
    if named:
        return named[0], named[1:]
    documents = {path: text for path, text in heads.items() if _is_document(text)}
    if not documents:
        documents = {
            path: text
            for path, text in heads.items()
            if re.search(r"\\(?:begin\{document\}|bye(?![a-z])|input\s+\w*tex)", text)
        }
    if not documents:
        documents = {
            path: text for path, text in heads.items() if "\\" in text and path.endswith(".tex")
        }
    if not documents:
        raise refused("full text.no document", sources.name or "source")
    inputs = {_stem(name) for text in documents.values() for name in _INPUT.findall(text)}
    size = {path: _length(path, heads) for path in documents}

    def rank(path: str) -> tuple[object, ...]:
        stem = posixpath.splitext(path)[0]
        text = documents[path]
        return (
            _stem(path) in inputs,
            "\\begin{document}" not in text,
            f"{stem}.bbl" not in sources.files,
            _BESIDE.search(stem.lower()) is not None,
            -min(1, size[path] // max(1, max(size.values()) // 2)),
            path.count("/"),
            _stem(path) not in ("main", "ms", "paper", "article", "thesis"),
            -size[path],
            path,
        )

    main, *others = sorted(documents, key=rank)
    return main, [path for path in others if _stem(path) not in inputs]


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].lower()


def _is_document(text: str) -> bool:
    found = _CLASS.search(text)
    return found is not None and found[1].strip() not in ("subfiles", "standalone")


def _length(path: str, texts: Mapping[str, str]) -> int:
    """Characters of a file and of what it inputs."""
    seen: set[str] = set()
    waiting = [path]
    total = 0
    while waiting and len(seen) < 2_000:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        total += len(texts[one])
        for name in _INPUT.findall(texts[one]):
            beside = posixpath.join(posixpath.dirname(path), f"{name}.tex")
            for tried in (name, f"{name}.tex", beside):
                if posixpath.normpath(tried) in texts:
                    waiting.append(posixpath.normpath(tried))
    return total


def _told(sources: Sources) -> list[str]:
    """What the README of an arXiv source names as to be compiled."""
    for path, data in sources.files.items():
        name = posixpath.basename(path).lower()
        text = data[:100_000].decode("utf-8", "replace")
        if name == "00readme.json":
            try:
                listed = json.loads(text).get("sources", [])
                return [str(one["filename"]) for one in listed if one.get("usage") == "toplevel"]
            except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
                return []
        if name.startswith("00readme"):
            return re.findall(r"^\s*(\S+)\s+toplevelfile", text, re.MULTILINE) or [
                one or two for one, two in _TOPLEVEL.findall(text)
            ]
    return []
