"""Papers known by their names: sections called after a model, articles about one."""

from __future__ import annotations

import re

from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.document import Document
from ptm_graph.reading_lists.drafts import Draft, resource_of
from ptm_graph.reading_lists.headline import heading_name, is_generic, is_name, is_title
from ptm_graph.reading_lists.links import label_role
from ptm_graph.reading_lists.mentions import NameIndex, leading_name, named_model
from ptm_graph.reading_lists.vocabulary import PLAIN_TOPICS
from ptm_graph.words.titles import normal


class NameFinder:
    """Makes entries of names, merges what is repeated, and takes names from headings."""

    def __init__(self, document: Document):
        self.document = document

    def find(self) -> None:
        """Do the steps in their order."""
        self._sections_named_after_a_model()
        self._titles_led_by_a_name()
        self._merge_repeated()
        self._name_after_headings()

    def _sections_named_after_a_model(self) -> None:
        """A section about a model, with links but without its paper, is an entry by its name."""
        for block in self.document.blocks:
            if (
                block.kind != "heading"
                or block in self.document.roles
                or self.document.facts[block].drafts
            ):
                continue
            name = heading_name(block.text)
            below = [part for part in block.walk() if part is not block]
            has_papers = any(
                self.document.facts[part].drafts for part in below if part.kind != "heading"
            )
            own = [part for part in below if self.document.section_of(part) is block]
            titles = [
                link.label or self.document.labels.get(part, "")
                for part in own
                for link in self.document.facts[part].loose
            ]
            topic = self._is_topic(name, own, titles)
            if (
                titles
                and (is_name(name) or topic)
                and not (has_papers and self.document.subject(block))
            ):
                if has_papers and not self._says_so(name, titles):
                    continue
                draft = Draft(block.line, block, name, [name])
                self.document.facts[block].drafts.append(draft)
                if (
                    topic
                    and not is_name(name)
                    and not any(part in self.document.roles for part in own)
                ):
                    self.document.topics.add(block)

    def _says_so(self, name: str, titles: list[str]) -> bool:
        """Whether three links or more, half of all, name the model."""
        index = NameIndex([Draft(0, self.document.root, name, [name])])
        naming = sum(bool(index.in_text(title)) for title in titles)
        return naming >= 3 and naming * 2 >= len(titles)

    def _is_topic(self, name: str, own: list[Block], titles: list[str]) -> bool:
        """Whether a plain word is what a section is about: roles below it, or its links say so."""
        if not re.fullmatch(r"[A-Z][A-Za-z\d.+-]+(?: [\d.]+)?", name) or is_generic(name):
            return False
        if name.casefold() in PLAIN_TOPICS or label_role(name) is not None:
            return False
        return any(part in self.document.roles for part in own) or self._says_so(name, titles)

    def _titles_led_by_a_name(self) -> None:
        """``TinyBERT：…`` over an address: an article about a model, kept under its name."""
        known = NameIndex(self.document.drafts())
        for block, label in self.document.labels.items():
            name = leading_name(label) or named_model(label)
            facts = self.document.facts[block]
            if name is None or not facts.loose or known.called(name) is not None:
                continue
            draft = Draft(facts.loose[0].line, block, name, [name])
            for link in facts.loose:
                link.label = link.label or label
                draft.add_resource(resource_of(link, self.document.context_role(block)))
            facts.loose.clear()
            facts.drafts.append(draft)
            known.add(draft)

    def _merge_repeated(self) -> None:
        """A repeated link counts once, as does a title repeated without a link."""
        by_identifier: dict[tuple[str, str], Draft] = {}
        by_title: dict[str, Draft] = {}
        for draft in self.document.drafts():
            keys = list(draft.identifiers.items())
            first = next((by_identifier[key] for key in keys if key in by_identifier), None)
            title = normal(draft.title or "")
            if first is None and title:
                candidate = by_title.get(title)
                if candidate is not None and candidate.fits(draft):
                    first = candidate
            if first is None:
                first = draft
                if title:
                    by_title.setdefault(title, draft)
            else:
                self._prefer_title(first, draft)
                first.take(draft)
                self.document.facts[draft.block].drafts.remove(draft)
                self.document.facts[draft.block].merged = True
                if draft.block.kind == "heading":
                    self.document.facts[draft.block].drafts.append(first)
            for key in keys:
                by_identifier.setdefault(key, first)
        self._drop_doubles()

    def _prefer_title(self, first: Draft, other: Draft) -> None:
        """A name gives way to a title as title of the paper."""
        if first.title and other.title and not is_title(first.title) and is_title(other.title):
            first.title = other.title

    def _drop_doubles(self) -> None:
        seen: set[int] = set()
        for facts in self.document.facts.values():
            kept = [draft for draft in facts.drafts if id(draft) not in seen]
            seen.update(map(id, kept))
            facts.drafts[:] = kept

    def _name_after_headings(self) -> None:
        """The one paper of a section called ``ELMo`` is called ELMo."""
        for block in self.document.blocks:
            if block.kind != "heading" or block in self.document.roles:
                continue
            name = heading_name(block.text)
            if is_name(name) and not self.document.facts[block].drafts:
                subject = self.document.subject(block)
                if subject is not None and name not in subject.aliases:
                    subject.aliases.insert(0, name)
