"""What one block says: the papers it links or cites, and links without a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from ptm_graph.reading_lists.blocks import Block, Span
from ptm_graph.reading_lists.drafts import (
    Draft,
    Facts,
    Link,
    add_or_split,
    identify,
    published_first,
    resource_of,
)
from ptm_graph.reading_lists.evidence import authors_of, looks_titled, may_hold_papers
from ptm_graph.reading_lists.headline import (
    Headline,
    headline,
    is_name,
    is_title,
    is_venue_mark,
    plain,
)
from ptm_graph.reading_lists.lines import papers_in_cells
from ptm_graph.reading_lists.links import (
    LinkUse,
    is_deposit,
    is_title_label,
    label_role,
    says_paper,
    use_of,
)
from ptm_graph.reading_lists.own_titles import Own, own_title
from ptm_graph.reading_lists.references import (
    leading_people,
    people,
    reference,
    surely_people,
    venue_in,
)
from ptm_graph.reading_lists.rows import read_row
from ptm_graph.reading_lists.stated import stated, take_stated
from ptm_graph.reading_lists.vocabulary import TELLING_LAST_WORDS

_YEAR = re.compile(r"(?<![\d.:/-])((?:19[5-9]|20[0-4])\d)(?![\d:/])")


def facts_of(block: Block) -> Facts:
    """Read one block, without looking at those around it."""
    if stated(block) is not None:
        return Facts()
    links = _links(block)
    facts = Facts(failed=[link for link in links if link.use.reason])
    parts = papers_in_cells(block) if block.kind == "row" else []
    if len(parts) > 1 or (parts and not any(link.use.role == "paper" for link in links)):
        for part in parts:
            _add_part(facts, block, part)
    elif block.kind == "row":
        read_row(block, links, facts)
    else:
        _read_line(block, links, facts)
    take_stated(block, facts)
    return facts


def _add_part(facts: Facts, row: Block, part: Block) -> None:
    """Add what one of several papers in a row says."""
    own = facts_of(part)
    if own.name is not None and own.name.title and not own.drafts:
        own.drafts.append(Draft(part.line, part, authors=own.authors))
        own.drafts[0].name_it(own.name)
    for draft in own.drafts:
        draft.block = row
    facts.drafts.extend(own.drafts)
    facts.loose.extend(own.loose)


def _links(block: Block) -> list[Link]:
    spans = block.spans
    found: list[Link] = []
    for position, span in enumerate(spans):
        if span.url is None:
            continue
        label = "" if span.bare else plain(span.text)
        use = use_of(span.url, label)
        if span.image and is_deposit(span.url):
            use = LinkUse("resource", kind="other", sure=True)
        if (
            use.unknown
            and _is_paper_somewhere(label, block)
            and not _is_called_else(spans, position)
        ):
            use = replace(use, role="paper")
        if use.role != "nothing" or use.reason:
            prefix = _prefix(spans, position) if not found or found[-1].line != span.line else ""
            found.append(Link(span.url, label, span.line, use, position, prefix))
    return found


def _is_paper_somewhere(label: str, block: Block) -> bool:
    """Whether a link to a host nobody knows is a paper: its label says so, or is a title.

    Under a heading such as “Tutorials” a title is that of a tutorial.
    """
    if says_paper(label):
        return True
    found = headline(label).title if is_title_label(label) else None
    if found is None or not looks_titled(found):
        return False
    return may_hold_papers(block)


def _is_called_else(spans: Sequence[Span], position: int) -> bool:
    """Whether all that is said behind a link is that it is no paper: “– a blog post”."""
    words: list[str] = []
    for span in spans[position + 1 :]:
        if span.text == "\n" or span.url is not None:
            break
        words.append(span.text)
    said = plain("".join(words)[:60]).strip(" -–—:,.()[]")
    return bool(said) and label_role(said) not in (None, "paper")


def _prefix(spans: Sequence[Span], position: int) -> str:
    """The words in front of a link on its line, if they end with a colon."""
    words: list[str] = []
    for span in reversed(spans[:position]):
        if span.text == "\n" or span.url is not None:
            break
        words.append(span.text)
    text = plain("".join(reversed(words))).rstrip("([（ ")
    return text[:-1].strip(" *") if text[-1:] in (":", "：") and len(text) <= 60 else ""


def _read_line(block: Block, links: list[Link], facts: Facts) -> None:
    papers = [link for link in links if link.use.role == "paper"]
    titled = [link for link in papers if is_title_label(link.label)]
    if papers:
        own = own_title(block, papers[0], titled)
        titled = [link for link in titled if not _only_labels(link, own, block)]
        if titled and not _label_is_only_a_name(titled, own):
            _several(block, papers, titled, facts)
        else:
            _one(block, papers, own, facts)
    elif not links and _only_people(block, facts):
        return
    else:
        _unlinked(block, links, facts)
    _resources_of_line(links, facts)
    _suffix_names(block, links, facts)


def _only_people(block: Block, facts: Facts) -> bool:
    set_off = all(span.italic for span in block.spans if span.text.strip(" .\n"))
    facts.people = authors_of(plain(block.text[:2_000]), sure=not set_off)
    return facts.people is not None


def _only_labels(link: Link, own: Own, block: Block) -> bool:
    """Whether a link is labelled by kind or journal, as the title stands before it.

    ``**Title** [[open access paper](…)]``, ``Title. [Nature Reviews Genetics](…)``
    """
    if own.title is None or own.position >= link.position or not link.label:
        return False
    if not (
        own.strong or (looks_titled(own.title) if is_name(link.label) else is_title(own.title))
    ):
        return False
    if looks_titled(link.label) and not is_title(own.title):
        return False
    words = link.label.split()
    around = block.spans[link.position - 1].text.rstrip()[-1:]
    bracketed = around != "" and around in "[(（|"
    if own.strong and bracketed:
        return len(words) <= 8
    telling = words[-1].casefold() in TELLING_LAST_WORDS
    return len(words) <= (6 if telling or bracketed or own.certain else 4) and ":" not in link.label


def _label_is_only_a_name(titled: list[Link], own: Own) -> bool:
    if own.title is None or len(titled) > 1 or not own.strong:
        return False
    return len(titled[0].label.split()) <= 2 or titled[0].label.casefold() in own.title.casefold()


def _several(block: Block, papers: list[Link], titled: list[Link], facts: Facts) -> None:
    """Links whose labels are titles: each is a paper; ``[pdf]`` links follow the one before."""
    waiting: list[Link] = []
    named = {link.position for link in titled}
    known: dict[tuple[str, str], Draft] = {}
    for link in papers:
        if link.position in named:
            draft = Draft(link.line, block)
            _name_by_label(draft, link.label)
            identify(draft, link)
            same = next((known[one] for one in draft.identifiers.items() if one in known), None)
            if same is not None:
                same.take(draft)
            else:
                facts.drafts.append(draft)
                _describe(draft, block, link.position)
            if link.prefix and is_name(link.prefix):
                draft.add_aliases([link.prefix])
        elif facts.drafts:
            add_or_split(facts, facts.drafts[-1], link, block)
        else:
            waiting.append(link)
        for last in facts.drafts[-1:]:
            for identifier in last.identifiers.items():
                known.setdefault(identifier, last)
    for link in waiting:
        add_or_split(facts, facts.drafts[0], link, block)


def _name_by_label(draft: Draft, label: str) -> None:
    """Name a paper as its link is called: by its title, or by a whole reference."""
    found = reference(label)
    if found.certain and found.authors and found.title:
        draft.name_it(headline(found.title))
        draft.authors, draft.venue = found.authors, found.venue
        draft.year = draft.year or found.year
    else:
        draft.name_it(headline(label))


def _one(block: Block, papers: list[Link], own: Own, facts: Facts) -> None:
    """Only ``[pdf]`` links and addresses: one paper, whose title is in the text."""
    draft = Draft(papers[0].line, block)
    facts.drafts.append(draft)
    if own.title is not None:
        draft.name_it(headline(own.title))
        draft.line = own.line
    draft.add_aliases(own.names)
    for link in published_first(papers) if own.strong else papers:
        if draft.title is None and draft.identifiers and _is_apart(link, block):
            draft = Draft(link.line, block)
            facts.drafts.append(draft)
        add_or_split(facts, draft, link, block)
        if is_title_label(link.label) and is_name(link.label):
            draft.add_aliases([link.label])
    if own.reference is not None:
        draft.authors = own.reference.authors or own.authors
        draft.year = draft.year or own.reference.year
        draft.venue = draft.venue or own.reference.venue
    _describe(draft, block, own.position)


def _is_apart(link: Link, block: Block) -> bool:
    """Whether words of a sentence stand between a link and the one before it."""
    words: list[str] = []
    for span in reversed(block.spans[: link.position]):
        if span.url is not None:
            break
        words = [*span.text.split(), *words]
    return block.kind == "text" and sum(word.isalpha() and word.islower() for word in words) >= 2


def _describe(draft: Draft, block: Block, position: int) -> None:
    """Authors, venue and year from what stands around the title."""
    rest: list[str] = []
    length = 0
    for span in islice(block.spans, position + 1, position + 60):
        length += len(span.text)
        if (span.text == "\n" and rest) or length > 2_000:
            break
        if span.url is None:
            if span.italic and draft.authors is None:
                names = people(plain(span.text))  # a single one may be a journal
                draft.authors = names if names and len(names) > 1 else surely_people(span.text)
            rest.append(span.text)
    text = plain(" ".join(rest))[:400]
    if draft.authors is None:
        draft.authors = leading_people(text)
    if draft.venue is None:
        draft.venue = venue_in(text)
    if draft.year is None:
        year = _YEAR.search(text)
        draft.year = int(year.group(1)) if year else None


def _resources_of_line(links: list[Link], facts: Facts) -> None:
    resources = [link for link in links if link.use.role == "resource"]
    if not facts.drafts:
        facts.loose.extend(resources)
        return
    begun = _begun(facts.drafts, links)
    place = owner = 0
    for link in resources:
        while place < len(begun) and begun[place][0] <= link.position:
            owner = max(owner, begun[place][1])
            place += 1
        facts.drafts[owner].add_resource(resource_of(link, None))
    places = {link.url.strip(): link.position for link in reversed(links)}
    for draft in facts.drafts:
        draft.resources.sort(key=lambda resource: places.get(resource.url, -1))


def _begun(drafts: Sequence[Draft], links: Sequence[Link]) -> list[tuple[int, int]]:
    """Where the first link to each draft stands, and its number, in the order of the block."""
    places: dict[tuple[str, str], int] = {}
    for link in links:
        if link.use.identifier is not None:
            places.setdefault(link.use.identifier, link.position)
    return sorted(
        (min((places[one] for one in draft.identifiers.items() if one in places), default=0), index)
        for index, draft in enumerate(drafts)
    )


_SUFFIX = re.compile(r"[(（]\s*([^()（）]{1,40}?(?:\s*[(（][^()（）]{1,20}[)）])?)\s*[)）]")


def _suffix_names(block: Block, links: list[Link], facts: Facts) -> None:
    """A name in brackets behind the links: ``[pdf] (**ELMo**)``, ``**(AlexNet, …)**``."""
    if len(facts.drafts) != 1 or not links:
        return
    text = plain(
        "".join(span.text for span in block.spans[links[0].position + 1 :] if span.url is None)[
            :2_000
        ]
    )
    for inside in _SUFFIX.findall(text)[:3]:
        first = re.split(r"[,，;]", inside)[0].strip(" *")
        if is_venue_mark(inside):
            facts.drafts[0].venue = facts.drafts[0].venue or inside.strip()
        elif is_name(inside.strip(" *")):
            facts.drafts[0].add_aliases([inside.strip(" *")])
        elif is_name(first):
            facts.drafts[0].add_aliases([first])


def _words_before(block: Block, link: Link) -> str:
    return plain("".join(span.text for span in block.spans[: link.position])).strip(" [](（:-–—.•")


def _unlinked(block: Block, links: list[Link], facts: Facts) -> None:
    """A line without a link to a paper: what it names, if it names something."""
    local = [
        link for link in links if link.use.role == "local" or block.spans[link.position].url == ""
    ]
    empty = [span for span in block.spans if span.url == "" and is_title_label(plain(span.text))]
    for text in [link.label for link in local] + [span.text for span in empty]:
        if is_title_label(text) and (
            is_title(headline(text).title or "") or block.kind == "heading"
        ):
            facts.name = headline(text)
            facts.certain = text.casefold().endswith(".pdf")
            return
    named = next((link for link in links if is_title_label(link.label)), None)
    own = own_title(block, None, [])
    if named is not None and not _words_before(block, named):
        return  # what follows is said about it
    if own.title is not None:
        facts.name = headline(own.title)
        facts.name = Headline(
            facts.name.title,
            tuple(dict.fromkeys((*own.names, *facts.name.aliases))),
            facts.name.year or (own.reference.year if own.reference else None),
            facts.name.venue or (own.reference.venue if own.reference else None),
            facts.name.dated,
        )
        facts.certain = own.certain
        facts.authors = (own.reference.authors if own.reference else None) or own.authors
    elif own.names:
        facts.name = Headline(None, tuple(own.names))
