"""The title that a block states in its own text: in quotes, in bold, or plainly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ptm_graph.reading_lists.blocks import Block, Span
from ptm_graph.reading_lists.drafts import Link
from ptm_graph.reading_lists.evidence import (
    authors_of,
    is_running_text,
    is_venue_line,
    may_hold_papers,
)
from ptm_graph.reading_lists.headline import is_name, is_title, plain, quoted, without_number
from ptm_graph.reading_lists.links import is_title_label, is_venue, label_role, role_in_text
from ptm_graph.reading_lists.references import (
    Reference,
    leading_people,
    people,
    reference,
    surely_people,
    without_lead_to_link,
)
from ptm_graph.reading_lists.vocabulary import COLUMNS, NO_PAPERS, PAPERS, PROSE

_HAN = re.compile(r"[\u3400-\u9fff]")
_SENTENCE = re.compile(
    r"(?:please|see|this|these|those|we|our|you|your|for|check|if|it|more|click|read|most|here|note|in"
    r"|some|there|also|a list|as|by|from|after|before|when|to)\b",
    re.I,
)


@dataclass(slots=True)
class Own:
    """The title a block's own text gives."""

    title: str | None = None
    line: int = 0
    names: list[str] = field(default_factory=list)
    position: int = 0
    """Index of the span in which the title ends."""
    strong: bool = False
    """True where quotes or emphasis set the title off."""
    certain: bool = False
    """True where the form is that of a reference."""
    reference: Reference | None = None
    authors: tuple[str, ...] | None = None


def own_title(block: Block, first: Link | None, titled: list[Link]) -> Own:
    """Find the title in the text in front of the first link to the paper."""
    end = first.position if first is not None else len(block.spans)
    before = list(enumerate(block.spans[:end]))
    if before and before[-1][1].text.endswith("@"):  # [@doi:10.1234/w], as pandoc cites
        return Own()
    own = _set_off(before, first)
    if own is not None:
        authors_follow = _authors_follow(block.spans[own.position + 1 :])
        own.authors = own.authors or authors_follow
        following = "".join(span.text for span in block.spans[own.position + 1 :])[:400]
        by = first is None and is_title(own.title or "") and leading_people(plain(following))
        own.authors = own.authors or by or None
        own.certain = own.certain or authors_follow is not None
        own.certain = own.certain or (bool(by) and may_hold_papers(block))
        return own
    label = next(
        (
            (index, span)
            for index, span in before
            if span.url is not None and not span.bare and is_title_label(plain(span.text))
        ),
        None,
    )
    if label is not None and first is not None:
        return Own(label[1].text, label[1].line, [], label[0], True)
    if first is not None and _is_cited(block, first):
        return Own()
    own = _plain_title(block, before, first)
    if own.title is None and first is not None and not titled and not own.names:
        after = _plain_after(block, end)
        if after is not None:
            return after
    return own


def _is_cited(block: Block, first: Link) -> bool:
    """Whether a link is a citation in running text, which goes on behind it."""
    if block.kind != "text" or is_title_label(first.label):
        return False
    spans = block.spans[first.position + 1 :]
    behind = "".join(span.text for span in spans if span.url is None)
    goes_on = re.match(r"[\s\])]*,? ?[a-z]", behind) is not None
    cites_more = any(span.url is not None and span.bare for span in spans)
    return (goes_on or cites_more) and is_running_text(behind)


def _set_off(before: list[tuple[int, Span]], first: Link | None) -> Own | None:
    """A title in quotes or in bold; a short bold name before it is an alias."""
    names: list[str] = []
    otherwise: Own | None = None
    following = 0
    for index, span in before:
        if index < following or span.url is not None or span.text == "\n" or span.code:
            continue
        quote = quoted(span.text[:2_000])
        if quote is not None:
            names.extend(_names_before(span.text[: quote[1]]))
            authors = people(_DATED.sub("", without_number(plain(span.text[: quote[1]]))))
            certain = span.text.lstrip().startswith("《") or authors is not None
            return Own(quote[0], span.line, names, index, True, certain, authors=authors)
        if not span.bold:
            names.extend(_names_before(span.text))
            continue
        text, last = run(before, index, "bold")
        bare = plain(text).strip('"“”.,:： ')
        following = last + 1
        if re.fullmatch(r"\[?\(?\d+\)?\]?", bare) or not bare or is_venue(bare):
            continue
        if label_role(bare) is not None or surely_people(_DATED.sub("", bare)):
            continue
        if people(bare) and _title_follows(before, last) and not _people_follow(before, last):
            continue
        if is_name(bare) and _title_follows(before, last):
            names.append(bare)
            continue
        behind = re.match(r"\s*(?:[-–—:]\s+)?(?=[A-Z])", _rest(before, last))
        if behind is not None and _WORD_AS_TITLE.fullmatch(bare):
            found = reference(
                plain(_rest(before, last)[behind.end() :].split("\n")[0][:2_000]).rstrip(" [(（|")
            )
            if found.title is not None and is_title(found.title) and not people(found.title):
                return Own(found.title, span.line, [bare], before[-1][0], reference=found)
        if len(bare.split()) >= 2 or is_name(bare) or len(_HAN.findall(bare)) >= 4:
            return Own(text.strip().strip('"“”'), span.line, names, last, True)
        alone = _people_follow(before, last) or not _rest(before, last).strip(" [(（")
        if otherwise is None and first is not None and alone and _WORD_AS_TITLE.fullmatch(bare):
            otherwise = Own(text.strip(), span.line, [], last, True)
    return otherwise


_WORD_AS_TITLE = re.compile(r"[A-Z][^\W\d_]{2,}")


def _rest(before: list[tuple[int, Span]], index: int) -> str:
    return "".join(span.text for place, span in before if place > index and span.url is None)


def _people_follow(before: list[tuple[int, Span]], index: int) -> bool:
    """Whether authors stand behind a span: what stands before them is no author then."""
    return leading_people(plain(_rest(before, index)[:400])) is not None


def run(before: list[tuple[int, Span]], start: int, style: str) -> tuple[str, int]:
    """Text of neighbouring spans of one style, and the index of the last."""
    text, last = "", start
    for index, span in before:
        if index < start:
            continue
        if not getattr(span, style) or span.url is not None or span.text == "\n":
            break
        text, last = text + span.text, index
    return text, last


def _title_follows(before: list[tuple[int, Span]], index: int) -> bool:
    lines = (plain(line).lstrip(" :：-–—,.") for line in _rest(before, index).split("\n"))
    return any(
        quoted(line) is not None
        or (is_title(line) and not people(line) and not is_venue_line(line))
        for line in lines
    )


def _names_before(text: str) -> list[str]:
    bare = plain(text[-80:]).rstrip('"“”‘《 ')
    match = re.match(r"(?:.*[\s\])）])?(\S+(?: \d[\d.]*)?)\s*[:：–—-]$", bare)
    name = match.group(1) if match else ""
    return [name] if is_name(name) else []


def _authors_follow(spans: Sequence[Span]) -> tuple[str, ...] | None:
    for span in spans[:6]:
        if span.text == "\n":
            return None
        if span.italic and span.url is None:
            return people(plain(span.text))
    return None


def _plain_title(block: Block, before: list[tuple[int, Span]], first: Link | None) -> Own:
    """A title in plain text: the line of the link, else the line before it in the block."""
    italic = _italic_title(before, first)
    if italic is not None:
        return italic
    names: list[str] = []
    lines = _lines(block, before)
    authors: tuple[str, ...] | None = None
    for text, line, last in reversed(lines):
        bare = plain(text[:2_000]).rstrip("[(（ -–—|:：")
        if first is not None and first.line >= line:
            bare = without_lead_to_link(bare)
        if not bare or label_role(bare) is not None:
            continue
        slanted = all(one.italic for _, one in before if one.line == line and one.text.strip(" .|"))
        named = authors_of(_DATED.sub("", bare), sure=line == lines[0][1] and not slanted)
        authors = authors or named
        if named or (len(lines) > 1 and is_venue_line(bare)):
            continue
        role = re.match(r"([^:：]{1,24})[:：]\s*(\S.*)", bare)
        labelled = role is not None and (
            role.group(1).strip().casefold() in COLUMNS["title"]
            or role_in_text(role.group(1)) in ("paper", "article")
        )
        if role is not None and labelled:
            bare = role.group(2)
        if is_name(bare):
            names.append(bare)
            continue
        found = reference(bare)
        if first is not None and _stands_first(bare, found, block, line == lines[0][1], authors):
            return Own(found.title, line, names, last, False, False, found, authors)
        if _could_be_title(found, bare, block):
            certain = found.certain and (first is not None or bool(found.authors))
            certain = certain or (labelled and is_title(found.title or ""))
            return Own(found.title, line, names, last, False, certain, found, authors)
    return Own(names=names, authors=authors)


_UNFINISHED = re.compile(
    r"\b(?:in|of|by|from|the|an?|at|on|with|to|see|and|or|is|are|via|for|as)$", re.I
)


def _stands_first(
    text: str,
    found: Reference,
    block: Block,
    is_first: bool,
    authors: tuple[str, ...] | None,
) -> bool:
    """Whether two words are a title: over their authors, or alone in front of the link."""
    words = (found.title or "").split()
    if (
        len(words) != 2
        or not is_first
        or not words[0][:1].isupper()
        or is_venue_line(found.title or "")
    ):
        return False
    if authors is None and (block.kind != "item" or surely_people(text) or text[-1:] in ":："):
        return False
    return {word.casefold() for word in words}.isdisjoint(PAPERS | NO_PAPERS | PROSE)


def _could_be_title(found: Reference, text: str, block: Block) -> bool:
    if found.title is None or not (found.certain or is_title(found.title)):
        return False
    if _UNFINISHED.search(text) or re.search(r"\bet al\.?$", found.title):
        return False
    prose = block.kind == "text" and (_SENTENCE.match(text) is not None or len(text) > 220)
    return found.certain or not prose


def _italic_title(before: list[tuple[int, Span]], first: Link | None) -> Own | None:
    """``*Title* by Somebody``: an italic title at the beginning of its line, or after authors."""
    start = True
    lead = ""
    for index, span in before:
        text = plain(span.text)
        if span.text == "\n":
            start, lead = True, ""
        elif (
            start
            and span.italic
            and span.url is None
            and is_title(text)
            and not people(_DATED.sub("", text))
        ):
            after = "".join(part.text for place, part in before if place > index)[:200]
            named = leading_people(after) or re.match(r"\W*by [A-Z]", after)
            led = people(_DATED.sub("", without_number(plain(lead))).strip(" ,.:"))
            signed = lead.rstrip()[-1:] == "," and _SURNAMES.fullmatch(
                _DATED.sub("", plain(lead)).strip(" ,")
            )
            certain = bool(named or led or signed)
            return Own(text, span.line, [], index, True, certain, authors=led)
        elif text:
            lead += span.text
            start = len(lead) <= 1_000 and _leads(plain(lead))
    return None


_DATED = re.compile(r"[\s.,:;–—-]*(?:[(\[][^()\[\]]{0,30})?(?:19|20)\d\d[a-z]?[)\]]?[\s.,:;–—-]*$")


_SURNAMES = re.compile(r"[A-Z][\w’'-]+(?:(?:,| &| and) [A-Z][\w’'-]+){0,4}")


def _leads(text: str) -> bool:
    """Whether a text is what stands before a title: a number, name, date, authors."""
    bare = _DATED.sub("", without_number(text))
    bare = bare.strip(" .,:;–—-")
    return not bare or is_name(bare) or people(bare) is not None or bool(_SURNAMES.fullmatch(bare))


def _lines(block: Block, before: list[tuple[int, Span]]) -> list[tuple[str, int, int]]:
    """Plain text of each line, its number, and the index of its last span."""
    lines: list[tuple[str, int, int]] = []
    text, line, last = "", block.line, -1
    for index, span in before:
        if span.text == "\n":
            lines.append((text, line, last))
            text, line = "", span.line
            continue
        if span.url is None and not (span.code and not text.strip()):  # a badge before the title
            line = span.line if not text.strip() else line
            text += span.text
        last = index
    return [*lines, (text, line, last)]


def _plain_after(block: Block, end: int) -> Own | None:
    """``[[pdf]](…) Title`` and ``1810.04805 Title``: nothing stands before the link."""
    if any(plain(span.text).strip("[(（") for span in block.spans[:end] if span.url is None):
        return None
    text, position = "", end
    for position, span in enumerate(block.spans[end:], end):  # noqa: B007  (used behind the loop)
        if span.text == "\n" or (span.url is not None and text.strip(" ]),.:;|-–—")):
            break
        if span.url is None:
            text += span.text
    bare = plain(text).lstrip(" ])）:：,，.-–—|")
    found = reference(bare)
    if found.title is None or not is_title(found.title) or _SENTENCE.match(bare) or len(bare) > 300:
        return None
    return Own(found.title, block.spans[end].line, [], position, False, False, found)
