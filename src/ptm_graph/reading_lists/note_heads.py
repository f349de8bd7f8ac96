"""The head of a note: front matter of Obsidian and Quarto, properties of Logseq and Dataview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from urllib.parse import unquote

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.bibliography import Record, entry_of, split_authors
from ptm_graph.reading_lists.headline import is_name, is_title
from ptm_graph.reading_lists.json_records import record_of
from ptm_graph.reading_lists.vocabulary import BOOKKEEPING
from ptm_graph.reading_lists.yaml_nodes import Mapping, Node, Scalar, Sequence, data_of, nodes
from ptm_graph.words import lists
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, find_identifier
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import clean

LONGEST_HEAD = 100_000
"""Characters of a head that are read."""

_YAML = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_PROPERTY = re.compile(r"(?:- |  )?([^\s:][^:\n]{0,60}?)::[ \t]*(.*)")
_INLINE = re.compile(
    r"^(?![ \t]+- )[> \t-]{0,20}[*_]{0,2}([^\s:*_][^:\n*]{0,40}?)[*_]{0,2}::[*_]{0,2}[ \t]*(.*)$",
    re.M,
)
_LINE = re.compile(r"([^\s:#\-][^:\n]{0,60}?)[ \t]*[:=](?:[ \t]+(.*)|[ \t]*)$")
WIKILINK = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]*))?\]\]")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")
_CITEKEY = re.compile(r"@[\w:.+-]+|[a-z][a-z-]*(?:\d{4})[\w-]*", re.IGNORECASE)

_FIELDS = {
    "title": "originaltitle title papertitle fulltitle articletitle 标题 题目 论文标题",
    "short": "shorttitle titleshort acronym model aliases alias",
    "authors": "authors author creators creator firstauthor authorlist 作者",
    "year": "year issued publicationdate publishdate published pubdate datepublished 年份 date",
    "venue": "publication publicationtitle journal journaltitle containertitle conference venue "
    "booktitle proceedings proceedingstitle 期刊 会议 来源",
    "urls": "url link links pdf source website arxivurl paperurl 链接",
    "tags": "tags tag keywords keyword topics categories 标签 关键词",
    "family": "collections collection category family project",
    "notes": "note notes summary tldr comment comments takeaway takeaways 笔记 备注 总结",
    "citekey": "citekey citationkey bibtexkey bibkey",
    "kind": "itemtype type notetype",
    "zotero": "zoterokey zotero zoteroitem zoterolink zoteroselect desktopuri libraryid "
    "locallibrary weblibrary desktoplink",
}
_MEANT = {name: field for field, names in _FIELDS.items() for name in names.split()}
_PAPERS = re.compile(
    r"paper|article|literature|reference|preprint|thesis|proceedings|论文|文献", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a note."""

    fields: dict[str, tuple[str, list[str]]]
    """Name without marks and capitals → name as written, and its texts."""
    references: tuple[SeedEntry, ...]
    """Papers that the head lists, as pandoc reads them."""
    lines: int
    """How many lines it takes."""

    def texts(self, field: str) -> list[str]:
        """What its fields of one meaning say, in the order of :data:`_FIELDS`."""
        found = (self.fields.get(name, ("", []))[1] for name in _FIELDS[field].split())
        return [text for texts in found for text in texts if text]

    def first(self, field: str) -> str:
        """The first of :meth:`texts`, or nothing."""
        return next(iter(self.texts(field)), "")


def head_of(text: str, file: str | None = None) -> Head:
    """Read the head of a note; one that is no valid YAML is read line by line."""
    head = _front_matter(text, file) or _properties(text)
    inline: dict[str, list[str]] = {}
    for name, value in _INLINE.findall(text[:LONGEST_HEAD]):
        inline.setdefault(name, []).append(_bare(value))
    once = _named([(name, texts) for name, texts in inline.items() if len(texts) == 1])
    known = {
        name: told for name, told in once.items() if name in _MEANT or name in IDENTIFIER_KINDS
    }
    return replace(head, fields={**known, **head.fields})


def _front_matter(text: str, file: str | None) -> Head | None:
    found = _YAML.match(text) or _TOML.match(text)
    if found is None:
        return None
    inner, lines = found.group(1) or "", found.group().count("\n")
    if not re.search(r"^references:", inner, re.MULTILINE):  # a whole bibliography may be long
        inner = inner[:LONGEST_HEAD]
    try:
        top = nodes(inner, file)[0] if text.startswith("-") else None
    except ReadingListError:
        top = None
    if isinstance(top, Mapping):
        pairs = [(key.text, node) for key, node in top.pairs]
        named = [(key, [clean(one) for one in _texts(node)]) for key, node in pairs]
        listed = [one for key, node in pairs if key == "references" for one in _listed(node, file)]
        return Head(_named(named), tuple(listed), lines)
    matches = map(_LINE.match, inner.split("\n"))
    told = [(one[1], [_bare(one[2] or "")]) for one in matches if one is not None]
    return Head(_named(told), (), lines if told or not inner.strip() else 0)


def _properties(text: str) -> Head:
    """Lines like ``doi:: 10.1000/182`` before anything else."""
    told: list[tuple[str, list[str]]] = []
    for line in text[:LONGEST_HEAD].split("\n"):
        found = _PROPERTY.fullmatch(line)
        if found is None:
            break
        told.append((found[1], [clean(found[2])]))
    return Head(_named(told), (), len(told))


def _named(told: list[tuple[str, list[str]]]) -> dict[str, tuple[str, list[str]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    for name, texts in told:
        found.setdefault(re.sub(r"[\W_]+", "", name).casefold(), (clean(name), texts))
    return found


def _bare(text: str) -> str:
    bare = clean(text)
    quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\""
    return bare[1:-1] if quoted else bare


def _texts(node: Node) -> Iterator[str]:
    """Every text of a value; ``[[A page]]`` is a list in a list to YAML, and a link to Obsidian."""
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    else:
        parts = {key.text.casefold(): value for key, value in node.pairs}
        name = [text for key in ("given", "family") if key in parts for text in _texts(parts[key])]
        whole = (parts[key] for key in ("name", "literal", "doi", "url") if key in parts)
        yield from [" ".join(name)] if name else [text for one in whole for text in _texts(one)]


def _listed(node: Node, file: str | None) -> Iterator[SeedEntry]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Mapping):
            entry, _ = entry_of(record_of(data_of(item), item.line + 1), file)
            if entry is not None:
                yield entry


def paper_of(head: Head, file: str | None, heading: str | None) -> SeedEntry | None:
    """The paper a note is about; None for a note, list or post that is about none.

    Parameters
    ----------
    head : Head
        Of the note.
    file : str, optional
        Its name, which is the title where nothing better stands.
    heading : str, optional
        The first heading of the note.
    """
    identifiers, authors = list(_identifiers(head)), list(_authors(head))
    if not identifiers and not _is_literature(head, file, authors):
        return None
    long = (text for text in head.texts("short") if is_title(text))
    titles = map(_plain, (head.first("title"), heading or "", *long, _file_title(file) or ""))
    title = next((one for one in titles if one and not _CITEKEY.fullmatch(one)), "")
    record = Record(
        title=title.lstrip("@").rstrip(" :："),
        aliases=tuple(one for one in map(_plain, head.texts("short")) if is_name(one)),
        authors=tuple(authors),
        year=head.first("year"),
        venue=_plain(head.first("venue")),
        identifiers=tuple(identifiers),
        urls=tuple(url for text in head.texts("urls") for url in _ADDRESS.findall(text)),
        tags=tuple(map(_plain, head.texts("family"))),
        keywords=tuple(_tags(head)),
        properties=dict(_own_properties(head)),
        note="\n".join(map(_plain, head.texts("notes"))),
        line=1,
    )
    return entry_of(record, file)[0]


def _is_literature(head: Head, file: str | None, authors: list[str]) -> bool:
    """Whether a head without an identifier is that of a paper, and no post's or page's."""
    if head.texts("citekey") or head.texts("zotero"):
        return True
    stem = _file_title(file) or ""
    kinds = " ".join([*head.texts("kind"), *head.texts("tags")])
    is_dated = "authors" in head.fields and "year" in head.fields
    told = head.texts("venue") or is_dated or _PAPERS.search(kinds) or _CITEKEY.fullmatch(stem)
    return bool(authors and told)


def file_title(file: str | None) -> str | None:
    """The title a file is named by; None for a citation key or a name of one word."""
    found = _file_title(file)
    return found if found and len(found.split()) > 1 and not _CITEKEY.fullmatch(found) else None


def _file_title(file: str | None) -> str | None:
    if file is None:
        return None
    stem = unquote(PurePath(file.replace("\\", "/")).stem).replace("___", "/")
    return clean(stem.replace("_", " ") if " " not in stem else stem) or None


def _identifiers(head: Head) -> Iterator[str]:
    for kind in ("doi", "arxiv", "arxivid", "eprint", *IDENTIFIER_KINDS):
        for text in head.fields.get(kind, ("", []))[1]:
            kind_name = kind if kind in IDENTIFIER_KINDS else "arxiv"
            found = find_identifier(text) or (text and find_identifier(f"{kind_name}:{text}"))
            if found:
                yield str(found)
    for text in (*head.texts("urls"), *head.fields.get("citation", ("", []))[1]):
        found = find_identifier(text)
        if found is not None:
            yield str(found)


def _authors(head: Head) -> Iterator[str]:
    texts = [_plain(text) for text in head.texts("authors")]
    if len(texts) == 1:
        yield from split_authors(texts[0])
    else:
        yield from (name for text in texts if text for name in split_authors(text)[:1])


def _tags(head: Head) -> Iterator[str]:
    for text in head.texts("tags"):
        links = [one or other for one, other in WIKILINK.findall(text)]
        rest = WIKILINK.sub("", text)
        words = rest.split() if "#" in rest else lists.split_keywords(rest)
        yield from filter(None, (clean(one.strip("#,; ")) for one in (*links, *words)))


def _own_properties(head: Head) -> Iterator[tuple[str, str]]:
    """What the owner states of a paper in fields of her own."""
    for name, (written, texts) in head.fields.items():
        value = "; ".join(map(_plain, filter(None, texts)))
        known = name in _MEANT or name in BOOKKEEPING or name in IDENTIFIER_KINDS
        if value and len(value) <= 200 and "://" not in value and not known:
            yield written, value


def _plain(text: str) -> str:
    """A text with the names of links in place of the links."""
    return clean(WIKILINK.sub(lambda found: found[2] or found[1], text))


def wikilinks(text: str) -> Iterator[tuple[str, str | None]]:
    """Notes that a text links to, with what it calls them; pictures and parts are not notes."""
    for found in WIKILINK.finditer(text):
        target = clean(found[1].partition("#")[0])
        if target and (not found.start() or text[found.start() - 1] != "!"):
            yield target, clean(found[2] or "") or None
