"""From the tree of a document to entries, mentions, and what is left over.

A paper's title may stand on a heading and its link below, its link in a nested
item, its code under a heading of its own: structure decides, in one place for
every text format.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ptm_graph.reading_lists.belongings import ResourceGiver
from ptm_graph.reading_lists.blocks import Block, Span
from ptm_graph.reading_lists.document import Document
from ptm_graph.reading_lists.drafts import Draft
from ptm_graph.reading_lists.headline import heading_name, plain
from ptm_graph.reading_lists.lines import bare_titles
from ptm_graph.reading_lists.mentions import NameIndex, mentions_in
from ptm_graph.reading_lists.named_papers import NameFinder
from ptm_graph.reading_lists.paper_notes import gather, title_by_file
from ptm_graph.reading_lists.remarks import RemarkGiver
from ptm_graph.reading_lists.result import USES, Mention, ReadingList, unusable
from ptm_graph.reading_lists.titles_around import TitleFinder
from ptm_graph.words.model import IDENTIFIER_KINDS, Problem, SeedEntry
from ptm_graph.words.wording import Said


def understood(
    root: Block,
    file: str | None = None,
    each_line_a_title: bool = False,
    note: SeedEntry | None = None,
) -> ReadingList:
    """Read the tree of a document.

    ``each_line_a_title`` is for plain text; ``note`` is the paper it is a note about.
    """
    document = Document(root, file)
    TitleFinder(document, each_line_a_title).find()
    NameFinder(document).find()
    if note is not None:
        gather(document, note)
    ResourceGiver(document).attach()
    if note is None:
        title_by_file(document)
    return _Report(document).result()


_WORDS = re.compile(r"\w")


def _says_something(block: Block) -> bool:
    """Whether a block has words but for those of links within the document and of badges."""
    return any(
        _WORDS.search(span.text) and not span.image and not (span.url or "").startswith("#")
        for span in block.spans
    )


def _words_of(text: str) -> set[str]:
    return set(re.findall(r"\w{2,}", text.casefold()))


def _words_kept(entries: Sequence[SeedEntry], mentions: Sequence[Mention]) -> Iterator[str]:
    """Every word that was kept of a list."""
    for entry in entries:
        people = " ".join(entry.authors or ())
        for text in (entry.title, people, entry.venue, *entry.aliases, *entry.tags):
            yield from _words_of(text or "")
        yield from (word for note in entry.notes for word in _words_of(note.text))
    for mention in mentions:
        yield from _words_of(mention.text)
        yield from (word for note in mention.notes for word in _words_of(note.text))


class _Report:
    """Entries, mentions, and everything that was not used, with its reason."""

    def __init__(self, document: Document):
        self.document = document
        self.unused: list[Problem] = []
        self.uses: dict[int, str] = {}
        """Line → what it is used for, the first of :data:`.result.USES` that fits."""

    def result(self) -> ReadingList:
        self._report()
        entries = tuple(map(self._entry, self.document.drafts()))
        mentions, told = mentions_in(self.document, entries)
        mentions, remarks = self._with_remarks(mentions)
        entries = tuple(
            self._entry(draft) if draft.notes or draft.tags or draft.properties else entry
            for draft, entry in zip(self.document.drafts(), entries, strict=True)
        )
        for block in self.document.blocks:
            self._account(block, self._use(block, told, remarks))
        self._report_lost(entries, mentions)
        unused = sorted(self.unused, key=lambda problem: problem.line or 0)
        counts = Counter(self.uses.values())
        return ReadingList(entries, mentions, tuple(unused), dict(counts))

    def _refuse(self, text: str, reason: Said | None, line: int) -> None:
        said = reason or Said("unused.no paper" if text else "unused.empty")
        self.unused.append(unusable(text, said, self.document.file, line))

    def _report(self) -> None:
        for block in self.document.blocks:
            facts = self.document.facts[block]
            for link in facts.failed:
                self._refuse(link.label or link.url, link.use.reason, link.line)
            for link in facts.loose:
                label = link.label or self.document.labels.get(block, "")
                shown = f"{label} {link.url}".strip()
                self._refuse(shown, Said("unused.loose link"), link.line)

    def _use(self, block: Block, told: set[Block], remarks: set[Block]) -> str:
        """What a block is used for; one that is used for nothing is told."""
        facts = self.document.facts[block]
        if facts.drafts or facts.merged or block in self.document.labels:
            return "entries"
        if block in self.document.claimed:
            return "notes" if self.document.note else "entries"
        if block in remarks or block in told:
            return "notes" if block in remarks else "mentions"
        if facts.loose or facts.failed or facts.given:
            return "entries" if facts.given else "unused"
        parts = any(self.document.facts[child].drafts for child in block.children)
        if block.kind == "heading" or (block.kind == "item" and parts):
            return "families"
        if block.kind != "item" and not _says_something(block):
            return "markup"
        if block.kind == "item" and block.spans and not _says_something(block):
            return "markup"
        self._refuse(plain(block.text[:1_000]), None, block.line)
        return "unused"

    def _report_lost(self, entries: Sequence[SeedEntry], mentions: Sequence[Mention]) -> None:
        """Tell of lines like titles of which little was kept, though their paragraph was used."""
        kept = set(_words_kept(entries, mentions))
        for block in self.document.blocks:
            for line, text in bare_titles(block):
                words = _words_of(text)
                lost = len(words & kept) * 2 <= len(words)
                if lost and self.uses.get(line) in ("entries", "mentions"):
                    self._refuse(text, None, line)
                    self.uses[line] = "unused"

    def _account(self, block: Block, use: str) -> None:
        """Note the use of each line of a block."""
        empty = [Span("", block.line, "#")] if block.kind == "item" and not block.spans else []
        for span in empty or block.spans:
            if not (span.text.strip() or span.url):
                continue
            for line in range(span.line, span.line + span.text.strip("\n").count("\n") + 1):
                other = self.uses.setdefault(line, use)
                self.uses[line] = min(other, use, key=USES.index)

    def _with_remarks(self, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], set[Block]]:
        """Give what is said to whom it is said of, those that are only named included."""
        named = [Draft(0, self.document.root, aliases=[one.text]) for one in mentions]
        names = NameIndex(named)

        def subject(section: Block) -> Draft | None:
            found = self.document.subject(section)
            return found or names.called(heading_name(section.text))

        giver = RemarkGiver(self.document, [*self.document.drafts(), *named], subject)
        giver.give()
        told = zip(mentions, named, strict=True)
        return tuple(
            replace(
                one,
                notes=tuple(draft.notes),
                tags=tuple(draft.tags),
                properties=draft.properties,
            )
            for one, draft in told
        ), giver.told

    def _entry(self, draft: Draft) -> SeedEntry:
        identifiers = {
            str(kind): draft.identifiers[kind]
            for kind in IDENTIFIER_KINDS
            if kind in draft.identifiers
        }
        return SeedEntry(
            title=draft.title,
            aliases=tuple(draft.aliases),
            identifiers=identifiers,
            family=draft.family or self.document.family(draft.block),
            resources=tuple(draft.resources),
            notes=tuple(sorted(draft.notes, key=lambda note: note.line or 0)),
            tags=tuple(draft.tags),
            properties=draft.properties,
            authors=draft.authors,
            year=draft.year,
            venue=draft.venue,
            file=self.document.file,
            line=draft.line,
        )
