"""What a list says about its papers: remarks below them, their properties and tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ptm_graph.reading_lists.blocks import Block, Span
from ptm_graph.reading_lists.document import Document
from ptm_graph.reading_lists.drafts import Draft
from ptm_graph.reading_lists.headline import heading_name, headline, is_name, plain
from ptm_graph.reading_lists.links import has_venue, label_role
from ptm_graph.reading_lists.mentions import NameIndex, leading_name
from ptm_graph.reading_lists.notes import notes_of
from ptm_graph.reading_lists.references import leading_people, people
from ptm_graph.reading_lists.rows import columns_of
from ptm_graph.reading_lists.stated import stated
from ptm_graph.reading_lists.vocabulary import ABOUT_IT, NOTE_COLUMNS, TAG_COLUMNS
from ptm_graph.words import lists
from ptm_graph.words.titles import clean, normal

LONGEST_JOINED = 600
"""Characters up to which what stands below a label is one remark with it."""

_PAIR = re.compile(r"([^:：.。!?？！\n]{1,40}?)\s*(::|[:：])\s*(\S.{0,80})")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|uses?|with|without|from|this|that|which|not|than|its?|they|we|but|"
    r"because|how|only|also|good|great|must|see|first|no)\b|[\u3400-\u9fff]{5}",
    re.IGNORECASE,
)
"""What a sentence has and a line of authors, a venue or a label has not."""
_BEHIND = re.compile(r"[\s\])）.,;]*(?:(?P<dash>[-–—:：|]+)\s*)?(?P<text>.+)", re.DOTALL)
_ACTING = re.compile(
    r"(?<![\w-])([A-Za-z][\w.+-]*)\s*(?:(?:is|are|was|were|has|have|uses?|used|learns?|trains?"
    r"|chooses?|can|does|needs?)\b|是|使用|采用|利用|通过|只|则|也|用)"
)
"""A name that does something."""
_NOTHING = frozenset(("n/a", "na", "none", "nan", "tbd", "?"))
_HASHTAG = re.compile(r"(?<![\w&/#])#([^\W\d_][\w/-]{1,40})")
_LETTERS = re.compile(r"[^\W\d_]{2}")


class RemarkGiver:
    """Gives remarks to the papers they are about.

    Parameters
    ----------
    document : Document
        Its papers are found, their titles and links given.
    papers : sequence of Draft
        Those that may be spoken of.
    subject : callable
        From a heading to the one of them that its section is about, or None.
    """

    def __init__(
        self,
        document: Document,
        papers: Sequence[Draft],
        subject: Callable[[Block], Draft | None],
    ):
        self.document = document
        self.names = NameIndex(papers)
        self.told: set[Block] = set()
        """Blocks that say something of a paper."""
        self._subject = subject
        self._subjects: dict[Block, Draft | None] = {}
        self._of_items: dict[Block, list[Draft]] = {}
        self._free: dict[Block, bool] = {}
        self._pairs: dict[Block, int] = {}

    def give(self) -> None:
        """Go through the document."""
        above: dict[Block, Draft | None] = {}
        """Parent → the paper of the paragraph that stands above in it."""
        for block in self.document.blocks:
            facts, parent = self.document.facts[block], block.parent or self.document.root
            if block.kind == "row":
                self._row(block)
            elif facts.drafts or facts.merged or self._leads_on(block):
                if block.kind == "text":
                    above[parent] = facts.drafts[0] if len(facts.drafts) == 1 else None
                elif block.kind == "item" and facts.drafts:
                    above[parent] = None
                self._behind(block)
            elif block not in self.told and self._is_remark(block):
                for owner in self._owners(block, above.get(parent)):
                    self._tell(owner, block)

    # --- whose it is -----------------------------------------------------------------------------

    def _owners(self, block: Block, previous: Draft | None) -> list[Draft]:
        owner = self._above(block)
        if owner is not None:
            return [owner] if normal(block.text) != normal(owner.title or "") else []
        return [previous] if previous is not None else self._spoken_of(block.text)

    def _above(self, block: Block) -> Draft | None:
        """The paper of the item around it, else the one its section is about."""
        for above in block.ancestors():
            if above.kind == "item":
                drafts = self._drafts_of_item(above)
                if len(drafts) > 1:
                    named = self.names.in_text(block.text)
                    return next((one for one in named if one in drafts), None)
                if drafts:
                    return drafts[0]
                if any(span.url is not None for span in above.spans):
                    return None  # it is about what is linked there
            elif above.kind == "heading":
                subject = self._of_section(above)
                about_it = self.document.note is not None or self._is_about_it(above)
                if subject is not None or not about_it:
                    return subject
        return self.document.note

    def _drafts_of_item(self, item: Block) -> list[Draft]:
        if item not in self._of_items:
            self._of_items[item] = self._found_in_item(item)
        return self._of_items[item]

    def _found_in_item(self, item: Block) -> list[Draft]:
        """Those of its own text; of an item that is only a name, the one right below it."""
        facts = self.document.facts
        below = [draft for child in item.children for draft in facts[child].drafts]
        texts = [draft for draft in below if draft.block.kind == "text"]
        is_label = len(plain(item.text).split()) <= 6 and len(below) == 1
        return facts[item].drafts or texts or (below if is_label else [])

    def _of_section(self, heading: Block) -> Draft | None:
        if heading not in self._subjects:
            self._subjects[heading] = self._subject(heading)
        return self._subjects[heading]

    def _is_about_it(self, heading: Block) -> bool:
        """Whether a heading, as “Summary”, only says what of the paper above is told below."""
        name = heading_name(heading.text).casefold()
        return heading in self.document.roles or name in ABOUT_IT or label_role(name) is not None

    def _spoken_of(self, text: str) -> list[Draft]:
        """The papers a sentence begins with, and those a clause of it is about."""
        name = leading_name(text) or re.split(r"[\s:：,，（(]", text.strip(), maxsplit=1)[0]
        first = self.names.called(name)
        if first is None or len(plain(text)) < len(name) + 8:
            return []
        acting = (found[1] for found in _ACTING.finditer(text[:2_000]))
        named = map(self.names.called, acting)
        return list(dict.fromkeys((first, *(one for one in named if one is not None))))

    # --- what it says ----------------------------------------------------------------------------

    def _is_remark(self, block: Block) -> bool:
        """Whether it is a text of its own: no paper, no title, no label, no bare link."""
        facts = self.document.facts[block]
        if block.kind not in ("item", "text") or block in self.document.claimed:
            return False
        text = plain(block.text)
        linked = sum(len(span.text) for span in block.spans if span.url and not span.bare)
        rest = "".join(span.text for span in block.spans if span.url is None)
        if facts.certain or not _LETTERS.search(rest) or 2 * linked > len(text):
            return False
        if is_name(text) or not self._has_no_papers(block):
            return False
        if label_role(text) is not None and pair_in(text) is None:
            return False
        return not (block.kind == "text" and text[-1] in ":：")

    def _has_no_papers(self, block: Block) -> bool:
        if block not in self._free:
            facts = self.document.facts[block]
            self._free[block] = not (facts.drafts or facts.merged) and all(
                map(self._has_no_papers, block.children)
            )
        return self._free[block]

    def _tell(self, owner: Draft, block: Block) -> None:
        for text, line, of in self._lines(block):
            if stated(of) is None:
                self._tell_line(owner, text, line, of)

    def _tell_line(self, owner: Draft, text: str, line: int, block: Block) -> None:
        pair = self._pair(block, text)
        if pair is None:
            owner.notes += notes_of(text, self.document.file, line)
        elif pair[0].casefold() in TAG_COLUMNS:
            owner.tags += [one for one in tags_in(pair[1]) if one not in owner.tags]
        else:
            owner.properties.setdefault(*pair)

    def _lines(self, block: Block) -> Iterator[tuple[str, int, Block]]:
        """What a remark and all below it say; a label is joined with what it stands above."""
        self.told.add(block)
        remarks = filter(self._is_remark, block.children)
        below = [line for child in remarks for line in self._lines(child)]
        is_callout = self.document.note is not None and "\n" in block.text
        text = block.text.strip() if is_callout else clean(block.text)
        is_label = text[-1:] in (":", "：") or len(text) <= 12 or len(text.split()) <= 3
        joined = "; ".join(one.rstrip(" ;；。.") for one, *_ in below)
        if below and is_label and len(text) + len(joined) <= LONGEST_JOINED:
            yield f"{text.rstrip(' :：')}: {joined}", block.line, block
        else:
            yield text, block.line, block
            yield from below

    def _pair(self, block: Block, text: str) -> tuple[str, str] | None:
        """Name and value of a line in a list of such lines, or with two colons between."""
        found = pair_in(text)
        if found is None:
            return None
        name, colons, value = found
        if colons == "::" or name.casefold() in TAG_COLUMNS:
            return name, value
        parent = block.parent or block
        if parent not in self._pairs:
            self._pairs[parent] = sum(
                (pair_in(clean(child.text)) or ("", "::"))[1] != "::"
                for child in parent.children
                if child.kind == "item" and not child.children
            )
        is_one = block.kind == "item" and not block.children and self._pairs[parent] > 1
        return (name, value) if is_one else None

    # --- beside a link, in a row -----------------------------------------------------------------

    def _leads_on(self, block: Block) -> bool:
        """Whether it holds an address, in a list: a note speaks of what it links to."""
        is_list = self.document.note is None
        return is_list and any(span.url is not None and span.bare for span in block.spans)

    def _behind(self, block: Block) -> None:
        """What is said behind the link or title of a paper, on its line or the next."""
        facts = self.document.facts[block]
        owner = facts.drafts[0] if len(facts.drafts) == 1 else None
        if not facts.drafts and not facts.loose:
            owner = self._above(block)
        if owner is None or block.kind == "code":
            return
        for text, line in _rests(block.spans, owner):
            found = _BEHIND.fullmatch(text)
            said = clean(found["text"]) if found else ""
            if found and self._is_said(said, found["dash"] is not None, owner):
                owner.notes += notes_of(said, self.document.file, line)
                self.told.add(block)

    def _is_said(self, text: str, dashed: bool, owner: Draft) -> bool:
        words = len(text.split())
        is_sentence = _SENTENCE.search(text) and (words >= 3 or not text.isascii())
        if not is_sentence and (not dashed or words < 4 or headline(text).title == owner.title):
            return False
        if people(text) or (leading_people(text) and words < 12):
            return False
        if normal(text) in normal(owner.title or "") or (has_venue(text[:60]) and words < 12):
            return False
        by_whom = re.match(r"(?:by|in|from|with)\s+[A-Z]", text)
        return by_whom is None and label_role(text) is None

    def _row(self, block: Block) -> None:
        """Columns of a table that say something of the paper of the row; else of the column."""
        drafts = self.document.facts[block].drafts
        cells = [clean("".join(span.text for span in cell)) for cell in block.cells]
        if not cells or not block.header:
            return
        owner = drafts[0] if len(drafts) == 1 else None if drafts else self._named(cells[0])
        if owner is None and not drafts:
            self._transposed(block, cells)
            return
        known = set(columns_of(block.header).values()) if drafts else {0}
        for index, (name, value) in enumerate(zip(map(plain, block.header), cells, strict=False)):
            links = sum(len(span.text) for span in block.cells[index] if span.url is not None)
            if owner is not None and index not in known and 2 * links <= len(value):
                self._cell(owner, name, value, block)

    def _transposed(self, block: Block, cells: list[str]) -> None:
        owners = [self._named(name) for name in block.header]
        if cells[0] and sum(owner is not None for owner in owners) > 1:
            for owner, value in zip(owners[1:], cells[1:], strict=False):
                if owner is not None:
                    self._cell(owner, cells[0], value, block)

    def _named(self, text: str) -> Draft | None:
        name = plain(text)
        found = self.names.called(name)
        return found or self.names.called(re.split(r"\s*[(（\[]", name, maxsplit=1)[0])

    def _cell(self, owner: Draft, name: str, value: str, block: Block) -> None:
        word = name.casefold()
        if not name or not re.search(r"\w", value) or value.casefold() in _NOTHING:
            return
        if word in NOTE_COLUMNS:
            owner.notes += notes_of(value, self.document.file, block.line)
        elif word in TAG_COLUMNS:
            owner.tags += [one for one in tags_in(value) if one not in owner.tags]
        elif len(name) <= 60 and label_role(name) not in ("paper", "code"):
            owner.properties.setdefault(name, value)
        self.told.add(block)


def pair_in(text: str) -> tuple[str, str, str] | None:
    """Name, colons and value of a line like ``layers: 24``; None for any other line.

    >>> pair_in("layers: 24"), pair_in("They say so in the end: it is larger")
    (('layers', ':', '24'), None)
    """
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    name, colons, value = plain(found[1]), found[2], found[3].strip()
    if not name or "://" in text or len(name.split()) > 4:
        return None
    is_label = label_role(name) not in (None, "dataset", "model", "tool")
    if colons != "::" and (is_label or len(value.split()) > 9):
        return None
    return name, colons, value


def tags_in(text: str) -> list[str]:
    """Tags of a cell or line: ``MLM, NSP``, ``#nlp #bert``."""
    return _HASHTAG.findall(text) or list(lists.split_keywords(text))


def _rests(spans: Sequence[Span], owner: Draft) -> Iterator[tuple[str, int]]:
    """Of each line of a block: what stands behind its last link, and behind the title."""
    title = normal(owner.title or "")
    is_behind, text, line = False, "", 0
    for span in [*spans, None]:
        if span is None or span.text == "\n":
            if is_behind and text.strip():
                yield text, line
            text = ""
        elif span.url is not None or (
            0 < len(title) < 2 * len(span.text) and title in normal(span.text)
        ):
            is_behind, text = True, ""
        elif not span.image:
            text += span.text
        line = span.line if span is not None and not text.strip() else line


def _holds(text: str, title: str) -> bool:
    return 0 < len(title) < 2 * len(text) and title in normal(text)
