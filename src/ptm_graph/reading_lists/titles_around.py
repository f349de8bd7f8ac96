"""Titles that stand beside a paper's link: on a heading, in an item above, next door."""

from __future__ import annotations

import re
from itertools import islice

from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.document import Document
from ptm_graph.reading_lists.drafts import Draft, Facts, Link, resource_of
from ptm_graph.reading_lists.evidence import line_kind, may_hold_papers
from ptm_graph.reading_lists.headline import (
    LONGEST_TITLE,
    Headline,
    heading_name,
    headline,
    is_name,
    is_title,
    plain,
)
from ptm_graph.reading_lists.links import LinkUse, label_role
from ptm_graph.reading_lists.vocabulary import REMARK_OPENERS


class TitleFinder:
    """Gives their titles to papers that have only a link, and finds papers without one."""

    def __init__(self, document: Document, each_line_a_title: bool):
        self.document = document
        self.each_line_a_title = each_line_a_title
        self._papers_among: dict[tuple[Block, str], tuple[int, int]] = {}
        """Parent and kind → how many children of that kind are papers, and the others."""
        self._in_front: dict[Block, Block] = {}
        self._linked_in: dict[Block, bool] = {}
        self._titled_among: dict[tuple[Block, str], float] = {}
        """Parent and kind → share of the children of that kind that are or read like papers."""

    def find(self) -> None:
        """Do the steps in their order."""
        if not self.each_line_a_title:
            self._pair_neighbours()
        self._find_titles()
        self._unlinked_papers()
        self._give_authors()
        self._drop_nameless()

    def _pair_neighbours(self) -> None:
        """An address alone on its line belongs to the line of text beside it."""
        parents = dict.fromkeys(block.parent for block in self.document.blocks if block.parent)
        for parent in parents:
            run: list[Block] = []
            for child in [*parent.children, None]:
                if child is not None and child.kind in ("text", "item") and not child.children:
                    shape = self._shape(child)
                    if shape and (not run or self._shape(run[-1]) != shape):
                        run.append(child)
                        continue
                    self._pair(run)
                    run = [child] if shape else []
                else:
                    self._pair(run)
                    run = []

    def _shape(self, block: Block) -> str:
        """``U`` for an address alone, ``T`` for a line of text alone, else nothing."""
        spans = [span for span in block.spans if span.text.strip()]
        if block in self.document.parted or self.document.facts[block].people:
            return ""
        links = [span for span in spans if span.url is not None]
        if len(spans) == 1 and links and links[0].bare:
            return "U"
        text = block.text.strip()
        if links or "\n" in text or not text or block.kind == "item":
            return ""
        is_label = text[-1] in ":：" or len(text) > LONGEST_TITLE
        return "" if is_label else "T"

    def _pair(self, run: list[Block]) -> None:
        if len(run) < 2:
            return
        if self._shape(run[0]) == "T" and len(run) % 2 and len(run) > 2:
            run = run[1:] if self._shape(run[1]) == "U" and len(run) > 3 else run
        for one, other in zip(run[::2], run[1::2], strict=False):
            address, text = (one, other) if self._shape(one) == "U" else (other, one)
            self.document.labels[address] = text.text.strip()
            self.document.claimed.add(text)

    def _find_titles(self) -> None:
        for block in self.document.blocks:
            facts = self.document.facts[block]
            for draft in list(facts.drafts):
                if draft.title is None and block.kind != "heading":
                    self._find_title(block, draft, facts)

    def _find_title(self, block: Block, draft: Draft, facts: Facts) -> None:
        label = self.document.labels.get(block)
        if label is not None and is_title(headline(label).title or ""):
            draft.name_it(headline(label))
            return
        if label is not None:
            self.document.claimed -= {
                child for child in (block.parent or block).children if child.text == label
            }
        if self._title_from_above(block, draft):
            return
        for above in block.ancestors():
            if above.kind == "item" and self._merge_into_item(above, draft, facts):
                return
            if above.kind == "heading" and above not in self.document.roles:
                self._merge_into_heading(above, block, draft, facts)
                return
        return

    def _before(self, block: Block) -> Block | None:
        """The block in front of it under the same parent."""
        if not self._in_front:
            for parent in (self.document.root, *self.document.blocks):
                self._in_front.update(zip(parent.children[1:], parent.children, strict=False))
        return self._in_front.get(block)

    def _title_from_above(self, block: Block, draft: Draft) -> bool:
        """Take the title of a paragraph “Title: …” over the one with the link."""
        above = self._before(block) if block.kind == "text" else None
        facts = self.document.facts.get(above) if above is not None else None
        if above is None or facts is None or above.kind != "text" or facts.drafts:
            return False
        if facts.name is None or not facts.certain or facts.loose:
            return False
        draft.name_it(facts.name)
        draft.line = above.line
        draft.authors = draft.authors or facts.authors
        facts.name = None
        self.document.claimed.add(above)
        return True

    def _merge_into_item(self, item: Block, draft: Draft, facts: Facts) -> bool:
        owner = self.document.facts[item]
        if owner.drafts:
            if not owner.drafts[0].fits(draft):
                return True
            owner.drafts[0].take(draft)
        elif owner.name is not None and (owner.name.title or owner.name.aliases):
            above = Draft(item.line, item, linked=True)
            above.name_it(owner.name)
            if above.title is None:
                above.title = above.aliases[0]
            above.take(draft)
            owner.drafts.append(above)
            for link in owner.loose:
                above.add_resource(resource_of(link, self.document.context_role(item)))
            owner.loose.clear()
            owner.name = None
        else:
            return False
        facts.drafts.remove(draft)
        facts.merged = True
        return True

    def _merge_into_heading(self, heading: Block, block: Block, draft: Draft, facts: Facts) -> None:
        owner = self.document.facts[heading]
        if owner.drafts:
            if block.section is heading and owner.drafts[0].fits(draft):
                owner.drafts[0].take(draft)
                facts.drafts.remove(draft)
            return
        found = headline(heading_name(heading.text))
        if found.title is None or not self._names_a_paper(heading, found) or block.kind == "row":
            return
        others = [
            other
            for other in self.document.drafts_in(heading)
            if other is not draft and other.block.section is block.section
        ]
        if others and not found.dated:
            return
        above = Draft(heading.line, heading)
        above.name_it(found)
        if is_name(found.title):
            above.add_aliases([found.title])
        above.take(draft)
        owner.drafts.append(above)
        facts.drafts.remove(draft)

    def _names_a_paper(self, heading: Block, found: Headline) -> bool:
        title = found.title or ""
        if label_role(title) is not None:
            return False
        return found.dated or is_name(title) or (is_title(title) and heading.level > 1)

    def _unlinked_papers(self) -> None:
        for block in self.document.blocks:
            facts = self.document.facts[block]
            if block.kind == "heading":
                self._title_heading(block, facts)
            elif facts.name is not None and not facts.drafts and block not in self.document.claimed:
                if facts.certain or self.each_line_a_title or self._stands_as_title(block):
                    self._draft_from_name(block, facts)
                elif self._names_as_its_sisters_do(block):
                    self._line_as_title(block, facts)
            elif self.each_line_a_title and not (facts.drafts or facts.loose or facts.people):
                self._line_as_title(block, facts)

    def _title_heading(self, heading: Block, facts: Facts) -> None:
        """A heading that is a title like its sisters, though no link stands below it."""
        if facts.drafts or not plain(heading.text):
            return
        found = headline(heading_name(heading.text))
        if found.title is None or not is_title(found.title) or self._is_of_the_whole(heading):
            return
        bare = not heading.children and line_kind(heading.text) == "title"
        if (
            found.dated
            or self._sisters_are_papers(heading)
            or (bare and heading.parent is not None and self._sisters_are_titled(heading))
        ):
            if any(self.document.drafts_in(heading)) and not found.dated:
                return
            draft = Draft(heading.line, heading)
            draft.name_it(found)
            facts.drafts.append(draft)

    def _is_of_the_whole(self, heading: Block) -> bool:
        """Whether it is the first heading and the highest, over several papers."""
        first = next((one for one in self.document.blocks if one.kind == "heading"), None)
        if heading is not first or heading.level != 1:
            return False
        below = islice(self.document.drafts_in(heading), 2)
        return len(list(below)) > 1

    def _names_as_its_sisters_do(self, block: Block) -> bool:
        """Whether a line is a title and a name at once: “Mask R-CNN”, but not “BERT variants”."""
        text = plain(block.text)
        _, space, last = text.rpartition(" ")
        return (
            bool(space) and is_name(last) and is_name(text) and self._stands_as_title(block, text)
        )

    def _stands_as_title(self, block: Block, named: str | None = None) -> bool:
        """Whether a line without a link is a paper: by its words, its place and its sisters."""
        name = self.document.facts[block].name
        title = named or (name and name.title) or ""
        if block.kind not in ("item", "text") or not is_title(title):
            return False
        opens = title.split(" ", 1)[0].casefold() in REMARK_OPENERS
        if block.kind == "item" and self._sisters_are_papers(block):
            return not (opens and line_kind(block.text) == "prose")
        if (
            self._is_below_a_paper(block)
            or (block.kind == "text" and self._says_something_of_others(block))
            or not may_hold_papers(block)
            or (block not in self.document.parted and line_kind(block.text) != "title")
        ):
            return False
        role = self.document.context_role(block)
        if role not in (None, "paper") or any(
            draft.title for child in block.children for draft in self.document.drafts_in(child)
        ):
            return False
        return block in self.document.parted or self._sisters_are_titled(block)

    def _says_something_of_others(self, block: Block) -> bool:
        """Whether a paragraph stands beside items that are papers, or over sections, alone."""
        if block in self.document.parted or self._sisters_are_titled(block, "item"):
            return block not in self.document.parted
        beside = block.parent.children if block.parent is not None else []
        if block.text.rstrip().endswith(".") and self._has_linked(block.parent or block):
            return True
        return beside[-1].kind == "heading" and sum(one.kind == "text" for one in beside[:9]) < 3

    def _has_linked(self, parent: Block) -> bool:
        """Whether a paragraph of a section is a paper by its link."""
        found = self._linked_in.get(parent)
        if found is None:
            found = self._linked_in[parent] = any(
                draft.linked
                for child in parent.children
                if child.kind == "text"
                for draft in self.document.facts[child].drafts
            )
        return found

    def _is_titled(self, block: Block) -> bool:
        """Whether it is a paper already, or its own words are a title."""
        facts = self.document.facts[block]
        return bool(facts.drafts) or line_kind(block.text) == "title"

    def _is_below_a_paper(self, block: Block) -> bool:
        for above in block.ancestors():
            facts = self.document.facts.get(above)
            if facts is not None and (facts.drafts or (above.kind == "item" and facts.name)):
                return True
        return False

    def _sisters_are_titled(self, block: Block, kind: str = "") -> bool:
        """Whether half of the blocks of its kind beside it are papers or read like titles."""
        parent, kind = block.parent or block, kind or block.kind
        share = self._titled_among.get((parent, kind))
        if share is None:
            sisters = [
                child
                for child in parent.children
                if child.kind == kind
                and child.text.strip()
                and not (
                    self.document.facts[child].people
                    or (child.kind == "heading" and child.children)
                )
            ]
            titled = sum(map(self._is_titled, sisters))
            enough = len(sisters) > (1 if kind == "heading" else 0)
            share = self._titled_among[parent, kind] = titled / len(sisters) if enough else 0
        return share >= 0.5

    def _drop_nameless(self) -> None:
        """A link that is called a paper, but is without title and identifier, names none."""
        for block in self.document.blocks:
            facts = self.document.facts[block]
            for draft in [one for one in facts.drafts if not (one.title or one.identifiers)]:
                facts.drafts.remove(draft)
                facts.loose.extend(
                    Link(resource.url, resource.title or "", draft.line, LinkUse("resource"), 0)
                    for resource in draft.resources
                )

    def _give_authors(self) -> None:
        """Authors alone in a paragraph are those of the paper above them, else of the one below."""
        for parent in (self.document.root, *self.document.blocks):
            for place, block in enumerate(parent.children):
                if self.document.facts[block].people is not None:
                    self._give_to_one_of(
                        [parent, *parent.children[max(0, place - 1) : place + 2]], block
                    )

    def _give_to_one_of(self, beside: list[Block], block: Block) -> None:
        for other in beside:
            drafts = self.document.facts[other].drafts if other in self.document.facts else []
            if drafts and drafts[-1].authors is None:
                drafts[-1].authors = self.document.facts[block].people
                self.document.claimed.add(block)
                return

    def _sisters_are_papers(self, block: Block) -> bool:
        """Whether three blocks of its kind beside it, and most of them, are papers by a link."""
        parent = block.parent or block
        counts = self._papers_among.get((parent, block.kind))
        if counts is None:
            sisters = [
                child
                for child in parent.children
                if child.kind == block.kind and child.text.strip()
            ]
            papers = sum(bool(self.document.facts[sister].drafts) for sister in sisters)
            counts = self._papers_among[parent, block.kind] = (papers, len(sisters) - 1)
        return counts[0] >= 3 and counts[0] >= 0.6 * counts[1]

    def _draft_from_name(self, block: Block, facts: Facts) -> None:
        name = facts.name
        if name is None or (name.title is None and not name.aliases):
            return
        draft = Draft(block.line, block, authors=facts.authors)
        draft.name_it(name)
        draft.title = draft.title or draft.aliases[0]
        facts.drafts.append(draft)
        facts.name = None
        for link in facts.loose:
            draft.add_resource(resource_of(link, self.document.context_role(block)))
        facts.loose.clear()

    def _line_as_title(self, block: Block, facts: Facts) -> None:
        text = plain(block.text)
        if block in self.document.claimed or not text or len(text) > LONGEST_TITLE:
            return
        found = headline(text)
        if found.title is None or not re.search(r"[^\W\d_]{2}", found.title):
            return
        draft = Draft(block.line, block)
        draft.name_it(found)
        facts.drafts.append(draft)
