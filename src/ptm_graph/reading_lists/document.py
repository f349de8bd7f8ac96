"""The state of reading one document: its blocks, what each says, and its sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.drafts import Draft, Facts
from ptm_graph.reading_lists.headline import heading_name, is_name, plain
from ptm_graph.reading_lists.lines import part_paragraphs
from ptm_graph.reading_lists.links import label_role
from ptm_graph.reading_lists.records import facts_of


class Document:
    """One document while it is being understood."""

    def __init__(self, root: Block, file: str | None):
        self.parted = part_paragraphs(root)
        """Lines of a paragraph that are papers of their own."""
        self.root = root
        self.file = file
        self.blocks = [block for block in root.walk() if block.kind != "root"]
        self.facts: dict[Block, Facts] = {block: self._facts(block) for block in self.blocks}
        self.claimed: set[Block] = set()
        """Paragraphs that serve as title or label of a neighbour."""
        self.labels: dict[Block, str] = {}
        """Label that a neighbouring paragraph gives to a bare address."""
        self.topics: set[Block] = set()
        """Sections named by a plain word: only links that say the word belong to it."""
        self.roles: dict[Block, str] = {}
        """Headings that only say what is under them: Paper, Code, Article …"""
        self.note: Draft | None = None
        """The paper that the whole document is a note about."""
        self._families: dict[Block, str | None] = {}
        self._find_roles()

    def _facts(self, block: Block) -> Facts:
        return self._code(block) if block.kind == "code" else facts_of(block)

    def _code(self, block: Block) -> Facts:
        text = block.text
        if not re.search(r"^\s*@\w+\s*\{", text, re.MULTILINE):
            return Facts()
        from ptm_graph.reading_lists.bibtex import read

        facts = Facts()
        for entry in read(text, self.file).entries:
            draft = Draft(block.line + (entry.line or 1) - 1, block, entry.title)
            draft.aliases.extend(entry.aliases)
            draft.identifiers.update(entry.identifiers)
            draft.authors, draft.year, draft.venue = entry.authors, entry.year, entry.venue
            draft.linked = bool(entry.identifiers)
            facts.drafts.append(draft)
        return facts

    def drafts(self) -> list[Draft]:
        """All papers found so far, by their lines."""
        drafts = [draft for facts in self.facts.values() for draft in facts.drafts]
        return sorted(drafts, key=lambda draft: draft.line)

    def drafts_in(self, block: Block) -> Iterator[Draft]:
        """The papers of a block and of everything below it."""
        for below in block.walk():
            if below in self.facts:
                yield from self.facts[below].drafts

    def _find_roles(self) -> None:
        """A heading is a role if it says so and is repeated, or has sisters that say so too."""
        said: dict[Block, str] = {}
        for block in self.blocks:
            has_sections = any(child.kind == "heading" for child in block.children)
            if block.kind == "heading" and block.level > 1 and not has_sections:
                role = label_role(heading_name(block.text))
                if role is not None and re.search(r"\w", block.text):
                    said[block] = role
        texts = Counter(heading_name(block.text).casefold() for block in said)
        for block, role in said.items():
            sisters = block.parent.children if block.parent else []
            different = {said[sister] for sister in sisters if sister in said}
            repeated = texts[heading_name(block.text).casefold()] > 1
            top = block.parent is None or block.parent.kind == "root"
            if (repeated or len(different) > 1) and not top:
                self.roles[block] = role

    def context_role(self, block: Block) -> str | None:
        """What the headings above say of a link: Code, Article …"""
        section = block.section
        if section.kind != "heading":
            return None
        return self.roles.get(section) or label_role(heading_name(section.text))

    def section_of(self, block: Block) -> Block:
        """The heading above it, roles skipped."""
        section = block.section if block.kind != "heading" else block.parent or block
        while section in self.roles and section.parent is not None:
            section = section.parent.section
        return section

    def subject(self, section: Block) -> Draft | None:
        """The paper a section is about, if it is about one."""
        if section.kind != "heading":
            return None
        own = self.facts[section].drafts
        if own:
            return own[0] if len(own) == 1 else None
        name = heading_name(section.text).casefold()
        below = list(self.drafts_in(section))
        named = [draft for draft in below if name in (alias.casefold() for alias in draft.aliases)]
        if len(named) == 1:
            return named[0]
        direct = [
            draft
            for part in section.walk()
            if part.kind not in ("heading", "root") and self.section_of(part) is section
            if self.roles.get(part.section, "paper") == "paper"
            for draft in self.facts[part].drafts
        ]
        has_roles = any(child in self.roles for child in section.children)
        prefixed = any(link.prefix for part in section.children for link in self.facts[part].loose)
        if len(direct) == 1 and (has_roles or is_name(heading_name(section.text)) or prefixed):
            return direct[0]
        return None

    def family(self, block: Block) -> str | None:
        """Path of the headings above, without roles."""
        nearest = block.parent.section if block.parent is not None else block
        if nearest not in self._families:
            self._families[nearest] = self._path_of_headings(block)
        return self._families[nearest]

    def _path_of_headings(self, block: Block) -> str | None:
        path = [
            heading_name(above.text)
            for above in block.ancestors()
            if above.kind == "heading" and above not in self.roles and plain(above.text)
        ]
        return " / ".join(reversed(path)) or None
