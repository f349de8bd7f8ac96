"""A row of a table of papers: which cell holds what."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ptm_graph.reading_lists.blocks import Block, Span
from ptm_graph.reading_lists.drafts import Draft, Facts, Link, add_or_split, resource_of
from ptm_graph.reading_lists.headline import Headline, headline, is_name, is_title, plain, quoted
from ptm_graph.reading_lists.links import is_title_label, is_venue, label_role, role_in_text
from ptm_graph.reading_lists.own_titles import run
from ptm_graph.reading_lists.references import people, reference
from ptm_graph.reading_lists.vocabulary import COLUMNS

_YEAR = re.compile(r"(?<![\d.:/-])((?:19[5-9]|20[0-4])\d)(?![\d:/])")
_COLUMN_OF_WORD = {word: name for name, words in COLUMNS.items() for word in words}


_NAMELIKE = re.compile(r"(?=.*[^\W\d_]{2})[^\W_][\w.+-]{1,29}(?: [\w.+-]{1,20})?")


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by its name."""
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        words = re.findall(r"[^\W\d_]+", plain(name).casefold())
        kinds = [_COLUMN_OF_WORD[word] for word in words if word in _COLUMN_OF_WORD]
        kind = "title" if "title" in words else kinds[0] if kinds else None
        if kind is not None and len(words) <= 4 and "link" not in words and "links" not in words:
            found.setdefault(kind, index)
    return found


def read_row(block: Block, links: list[Link], facts: Facts) -> None:
    """Read a row into ``facts``: a paper, or links without one."""
    columns = columns_of(block.header)
    papers = [link for link in links if link.use.role == "paper"]
    title_cell = _title_cell(block, columns, papers)
    if title_cell is None and not papers:
        facts.loose.extend(link for link in links if link.use.role == "resource")
        return
    draft = Draft(block.line, block)
    facts.drafts.append(draft)
    if title_cell is not None:
        _title_from_cell(draft, title_cell)
    for link in papers:
        add_or_split(facts, draft, link, block)
    _describe_row(draft, block, columns, title_cell)
    if not papers and not (draft.title and is_title(draft.title) and "title" in columns):
        facts.drafts.clear()
        if draft.title and is_name(draft.title):
            facts.name = Headline(None, (draft.title,))
        facts.loose.extend(link for link in links if link.use.role == "resource")
        return
    for link in links:
        if link.use.role == "resource":
            draft.add_resource(resource_of(link, _column_role(block, link)))


def _title_cell(block: Block, columns: dict[str, int], papers: list[Link]) -> list[Span] | None:
    index = columns.get("title")
    if index is not None and index < len(block.cells):
        cell = block.cells[index]
        if _cell_title(cell) is not None:
            return cell
    for link in papers:
        if is_title_label(link.label):
            span = block.spans[link.position]
            cell = next((cell for cell in block.cells if any(one is span for one in cell)), [])
            if not is_name(link.label):
                return cell
    titled = [cell for cell in block.cells if is_title(_cell_title(cell) or "")]
    if titled:
        return max(titled, key=lambda cell: len(_cell_title(cell) or ""))
    index = columns.get("name")
    if index is not None and index < len(block.cells) and _cell_title(block.cells[index]):
        return block.cells[index]
    named = [cell for cell in block.cells if is_name(_cell_title(cell) or "")]
    if papers and not named and not columns:
        named = [cell for cell in block.cells[:2] if _NAMELIKE.fullmatch(_cell_title(cell) or "")]
    return named[0] if named and papers else None


def _cell_title(cell: list[Span]) -> str | None:
    """Title in a cell: what is set off, else the label of its link, else its first line."""
    bold = next((span for span in cell if span.bold and len(plain(span.text)) > 1), None)
    if bold is not None:
        text, _ = run(list(enumerate(cell)), cell.index(bold), "bold")
        text = text or bold.text
        if label_role(plain(text)) is None:
            return plain(text)
    for span in cell:
        if span.url is not None and is_title_label(plain(span.text)):
            return plain(span.text)
    lines = "".join(span.text for span in cell if span.url is None or span.bare).split("\n")
    text = next((plain(line) for line in lines if plain(line)), "")
    if re.match(r"(?:https?://|www\.)\S+$", text):
        return None
    return text if text and label_role(text) is None and text.strip("-–— ") else None


def _title_from_cell(draft: Draft, cell: list[Span]) -> None:
    text = _cell_title(cell) or ""
    quote = quoted(text)
    written = quote[0] if quote else text
    found = reference(written) if len(written) > 60 and ". " in written else None
    draft.name_it(headline(found.title if found and found.title else written))
    if draft.title and is_name(draft.title):
        draft.add_aliases([draft.title])


def _describe_row(
    draft: Draft, block: Block, columns: dict[str, int], title_cell: list[Span] | None
) -> None:
    def cell(name: str) -> str:
        index = columns.get(name)
        if index is None or index >= len(block.cells) or block.cells[index] is title_cell:
            return ""
        return plain("".join(span.text for span in block.cells[index]))

    if is_name(cell("name")):
        draft.add_aliases([cell("name")])
    elif title_cell is not None:
        for other in block.cells:
            text = plain("".join(span.text for span in other if span.url is None))
            if other is not title_cell and not columns and is_name(text) and not is_venue(text):
                draft.add_aliases([text])
                break
    draft.authors = draft.authors or people(cell("authors"))
    year = _YEAR.search(cell("year")) or _YEAR.search(cell("venue"))
    draft.year = draft.year or (int(year.group(1)) if year else None)
    venue = cell("venue")
    draft.venue = draft.venue or (venue if venue and is_venue(venue) else None)


def _column_role(block: Block, link: Link) -> str | None:
    span = block.spans[link.position]
    for index, cell in enumerate(block.cells):
        if any(one is span for one in cell) and index < len(block.header):
            return role_in_text(plain(block.header[index]))
    return None
