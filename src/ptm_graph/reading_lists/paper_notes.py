"""A note about one paper: its text, links and files are that paper's."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import PurePath
from urllib.parse import unquote

from ptm_graph.reading_lists.blocks import Block, Span
from ptm_graph.reading_lists.document import Document
from ptm_graph.reading_lists.drafts import Draft, Facts
from ptm_graph.reading_lists.headline import heading_name, headline, plain
from ptm_graph.reading_lists.links import is_title_label, label_role
from ptm_graph.reading_lists.note_heads import WIKILINK, file_title, wikilinks
from ptm_graph.words.model import Resource, SeedEntry
from ptm_graph.words.titles import normal

_MARKS = re.compile(r"%%.*?%%|\^[\w-]+\s*$|^\s*\[![\w-]+\][+-]?|\{\{.*?\}\}")
_FIELD = re.compile(r"^[^\n:]{1,40}::.*$", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]{2}")
_ABSTRACT = re.compile(r"\W*(?:abstract(?:note)?|摘要)\W*::", re.IGNORECASE)
_OWN = ("file:", "zotero:", "obsidian:", "message:")


def gather(document: Document, entry: SeedEntry) -> None:
    """Make a paper of the head of a note, and give it what else the document says of it.

    Papers with a title and a link of their own stay what they are.
    """
    paper = _draft(document, entry)
    document.note = paper
    for block in document.blocks:
        facts = document.facts[block]
        for draft in list(facts.drafts):
            _take(paper, draft, facts)
        for link in list(facts.failed):
            if link.url.startswith(_OWN) or link.url.lower().endswith(".pdf"):
                place = link.url if ":" in link.url else _beside(document.file, link.url)
                paper.add_resource(Resource("file", place, link.label or None))
                facts.failed.remove(link)
        if block.kind == "code":
            continue
        if any(map(_is_others, (block, *block.ancestors()))):
            document.claimed.add(block)
            continue
        for target, words in wikilinks(_FIELD.sub("", block.text)):
            paper.add_resource(Resource("note", f"{target}.md", words or target))
        block.spans = _without_marks(block.spans)
        if not _WORD.search(WIKILINK.sub("", block.text)) or label_role(plain(block.text)):
            document.claimed.add(block)
    document.facts[document.root] = Facts([paper])


def _without_marks(spans: list[Span]) -> list[Span]:
    """Without comments, names of blocks, kinds of callouts, and abstracts."""
    kept: list[Span] = []
    for is_break, group in groupby(spans, lambda span: span.text == "\n"):
        line = list(group)
        written = "".join(span.text for span in line)
        text = written if is_break else _MARKS.sub("", written)
        if is_break or text == written:
            kept += [] if _ABSTRACT.match(text) else line
        elif text.strip() and not any(span.url for span in line):
            kept.append(Span(text, line[0].line))
    return kept


def _is_others(block: Block) -> bool:
    """Whether a heading or item stands over what its owner did not write."""
    name = heading_name(block.text.strip("[]")) if block.kind in ("heading", "item") else ""
    return name.casefold() in ("abstract", "摘要", "attachments", "metadata", "bibliography")


def _beside(file: str | None, link: str) -> str:
    """A file named from the folder of the note, as one finds it from here."""
    return PurePath(file).parent.joinpath(unquote(link)).as_posix() if file else link


def _take(paper: Draft, draft: Draft, facts: Facts) -> None:
    """A draft of the note's own paper is it; a link in a sentence leads to another one."""
    links = [span for span in draft.block.spans if span.url is not None]
    rest = "".join(span.text for span in draft.block.spans if span.url is None)
    named = [span for span in links if not span.bare and is_title_label(plain(span.text))]
    title = normal(draft.title or "")
    is_link = links and not named and label_role(plain(rest) or "link") is not None
    is_it = not title or title in normal(paper.title or "") or is_link or _shares(draft, paper)
    if is_it and draft.fits(paper):
        paper.take(draft)
    elif links and not named:
        for span in links:
            paper.add_resource(Resource("paper", span.url or "", None))
    elif draft.linked:
        return
    facts.drafts.remove(draft)


def _shares(draft: Draft, paper: Draft) -> bool:
    return any(paper.identifiers.get(kind) == value for kind, value in draft.identifiers.items())


def _draft(document: Document, entry: SeedEntry) -> Draft:
    paper = Draft(entry.line or 1, document.root, entry.title, list(entry.aliases))
    paper.identifiers.update(entry.identifiers)
    for resource in entry.resources:
        paper.add_resource(resource)
    paper.authors, paper.year, paper.venue = entry.authors, entry.year, entry.venue
    paper.notes, paper.tags = list(entry.notes), list(entry.tags)
    paper.properties, paper.family = dict(entry.properties), entry.family
    paper.linked = True
    return paper


def title_by_file(document: Document) -> None:
    """Give the only paper of a document the title its file is named by, if it has none."""
    drafts, named = document.drafts(), file_title(document.file)
    if len(drafts) == 1 and drafts[0].title is None and named is not None:
        drafts[0].title = headline(named).title
