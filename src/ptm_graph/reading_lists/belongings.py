"""Which paper a link to code, an article or a video belongs to."""

from __future__ import annotations

from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.document import Document
from ptm_graph.reading_lists.drafts import Draft, Link, resource_of
from ptm_graph.reading_lists.headline import heading_name
from ptm_graph.reading_lists.links import label_role
from ptm_graph.reading_lists.mentions import NameIndex


class ResourceGiver:
    """Assigns links that are not papers to the papers they belong to."""

    def __init__(self, document: Document):
        self.document = document
        self.names = NameIndex(document.drafts())
        self.subjects: dict[Block, Draft | None] = {}

    def attach(self) -> None:
        """Go through the document; what belongs to no paper stays loose."""
        last: dict[Block, Draft] = {}
        for block in self.document.blocks:
            facts = self.document.facts[block]
            parent = block.parent or self.document.root
            kept = []
            for link in facts.loose:
                owner = self._owner(block, link, last.get(parent))
                if owner is None:
                    kept.append(link)
                else:
                    self._give(owner, link, block)
            facts.loose[:] = kept
            if facts.drafts:
                last[parent] = facts.drafts[-1]

    def _give(self, owner: Draft, link: Link, block: Block) -> None:
        label = self.document.labels.get(block)
        if label is not None and not link.label:
            link.label = label
        owner.add_resource(resource_of(link, self.document.context_role(block)))
        self.document.facts[block].given = True

    def _owner(self, block: Block, link: Link, previous: Draft | None) -> Draft | None:
        label = link.label or self.document.labels.get(block, "")
        for item in (block, *block.ancestors()):
            if item.kind not in ("item", "row"):
                continue
            below = self.document.facts[item].drafts or [
                draft
                for child in item.children
                if child.kind == "text" or item is block
                for draft in self.document.facts[child].drafts
            ]
            if below and item.kind == "item":
                return next(
                    (draft for draft in below if draft in self.names.in_text(label)), below[-1]
                )
        if link.prefix:
            called = self.names.called(link.prefix)
            if called is not None:
                return called
        subject = self._subject_above(block, label)
        named = self.names.in_text(label) if label else []
        if subject is not None:
            elsewhere = self.names.leading(label)
            if elsewhere is not None and elsewhere is not subject and subject not in named[:1]:
                return elsewhere
            if self._is_overview(block, subject):
                return None
            return subject
        if len(named) == 1 and label_role(label) is None:
            return named[0]
        generic = label and label_role(label) is not None
        return self.document.note or (previous if generic else None)

    def _subject_above(self, block: Block, label: str) -> Draft | None:
        section: Block | None = block.section
        direct = True
        while section is not None and section.kind == "heading":
            if section not in self.subjects:
                self.subjects[section] = self.document.subject(section)
            subject = self.subjects[section]
            if subject is not None:
                name = heading_name(section.text).casefold()
                is_named = name in (alias.casefold() for alias in subject.aliases)
                if section in self.document.topics and name not in label.casefold():
                    return None
                return subject if direct or is_named else None
            direct = direct and section in self.document.roles
            section = section.parent
        return None

    def _is_overview(self, block: Block, subject: Draft) -> bool:
        """Whether a description below the link lists several other models (``主要讲了 A, B``)."""
        for child in block.children:
            is_remark = child.kind == "text" and not self.document.facts[child].drafts
            if is_remark and len(self.names.enumerated(child.text, subject)) >= 2:
                return True
        return False
