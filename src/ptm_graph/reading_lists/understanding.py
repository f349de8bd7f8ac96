"""From the tree of a document to entries, mentions, and what is left over.

A paper's title may stand on a heading and its link below, its link in a nested
item, its code under a heading of its own: structure decides, in one place for
every text format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ptm_graph.reading_lists.belongings import ResourceGiver
from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.document import Document
from ptm_graph.reading_lists.drafts import Draft
from ptm_graph.reading_lists.headline import heading_name, plain
from ptm_graph.reading_lists.mentions import NameIndex, mentions_in
from ptm_graph.reading_lists.named_papers import NameFinder
from ptm_graph.reading_lists.paper_notes import gather, title_by_file
from ptm_graph.reading_lists.remarks import RemarkGiver
from ptm_graph.reading_lists.result import Mention, ReadingList, unusable
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


class _Report:
    """Entries, mentions, and everything that was not used, with its reason."""

    def __init__(self, document: Document):
        self.document = document
        self.unused: list[Problem] = []

    def result(self) -> ReadingList:
        self._report()
        entries = tuple(map(self._entry, self.document.drafts()))
        mentions, told = mentions_in(self.document, entries)
        mentions, remarks = self._with_remarks(mentions)
        entries = tuple(
            self._entry(draft) if draft.notes or draft.tags or draft.properties else entry
            for draft, entry in zip(self.document.drafts(), entries, strict=True)
        )
        self._report_silent_items(told | remarks)
        unused = sorted(self.unused, key=lambda problem: problem.line or 0)
        return ReadingList(entries, mentions, tuple(unused))

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

    def _report_silent_items(self, told: Iterable[Block]) -> None:
        used = set(told)
        for block in self.document.blocks:
            facts = self.document.facts[block]
            if block.kind not in ("item", "row") or block in used or block in self.document.claimed:
                continue
            text = plain(block.text)
            if facts.drafts or facts.loose or facts.failed or facts.merged:
                continue
            if any(span.url for span in block.spans):
                continue
            if (
                block.kind == "item"
                and block.children
                and any(self.document.facts[child].drafts for child in block.children)
            ):
                continue
            self._refuse(text, None, block.line)

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
