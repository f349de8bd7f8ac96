"""Addresses, identifiers and leftovers of links that stand bare in a text."""

from __future__ import annotations

import re
from dataclasses import replace

from ptm_graph.reading_lists.blocks import Span
from ptm_graph.words.dois import IN_TEXT, LOCATION
from ptm_graph.words.identifiers import KIND_NAMED, PREFIXES, find_identifier

_STOP = r"\s<>\"'`\\^{}|，。；、！？）】》」』“”‘’（【《「"
_NAMED = "|".join(
    re.escape(prefix).replace(r"\ ", r"\s")
    for prefix in PREFIXES
    if KIND_NAMED[PREFIXES[prefix]].in_text
)
_BARE = re.compile(
    rf"""
    (?P<broken>!?\[(?P<label>[^\[\]\n]{{1,400}})\]\((?P<target>[^()\n]{{1,600}})\))
    | (?P<url>https?://(?:[^{_STOP}]++|{LOCATION})+)
    | (?P<host>(?<![\w/.@-])(?:www\.|(?:[a-z]+\.)?arxiv\.org/|aclweb\.org/|aclanthology\.org/
        |openreview\.net/|doi\.org/|github\.com/)(?:[^{_STOP}]++|{LOCATION})+)
    | (?P<arxiv>(?<![\w/.:])arxiv(?:\ preprint)?(?:\s*[:：]\s*|\s+(?:preprint\s+)?(?:arxiv:)?)
        (?:(?:[a-z-]+(?:\.[a-z-]+)?/)?\d{{4}}\.\d{{4,5}}(?:v\d+)?|[a-z-]+(?:\.[a-z]{{2}})?/\d{{7}}(?:v\d+)?)
        (?!\d)(?:\s*\[[a-z.-]+\])?)
    | (?P<old>(?<![\w/.:])(?:hep-(?:th|ph|ex|lat)|astro-ph|cond-mat|gr-qc|quant-ph|math-ph|math
        |nucl-(?:th|ex)|nlin|physics|q-bio|cs|alg-geom)(?:\.[a-z]{{2}})?/\d{{7}}(?!\d)
        |(?<=\[)\d\d(?:0[1-9]|1[0-2])\.\d{{4,5}}(?:v\d+)?(?=\]))
    | (?P<ssrn>(?<![\w/.])ssrn\s*(?:id)?[:\s]\s*\d{{6,7}}(?!\d))
    | (?P<corr>(?<![\w/])abs/\d{{4}}\.\d{{4,5}}(?!\d))
    | (?P<doi>(?<![\w/.])(?:doi\s*[:：]?\s*)?{IN_TEXT})
    | (?P<named>(?:(?<![\w/.:@-])|(?<=[\[\s;(]@)|(?<=[\[\s;(]-@))
        (?:(?:{_NAMED})\s*[:：]\s*[\w.+-]+(?:/[\w./+-]*\w)?
        |PMC?ID\ (?:PMC)?\d{{5,8}}\b))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORTH_A_LOOK = re.compile(
    rf"PMC?ID |://|www\.|\.org/|\.net/|github\.com|arxiv|ssrn|abs/|[a-z]/\d{{7}}|\[\d{{4}}\.\d{{4}}|10\.\d{{4}}|\]\(|(?:{_NAMED})\s*[:：]",
    re.I,
)
_LONE = re.compile(r"[\w.:/-]{8,60}")
_ARXIV_VALUE = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7}", re.I)


def with_bare_links(spans: list[Span]) -> list[Span]:
    """Make links of the addresses and identifiers in plain text.

    Links whose target holds spaces, which the parsers leave as text, are mended too.
    """
    found: list[Span] = []
    if len(spans) == 1 and spans[0].url is None and _LONE.fullmatch(spans[0].text.strip()):
        identifier = find_identifier(spans[0].text)
        if identifier is not None:
            return [replace(spans[0], url=f"{identifier.kind}:{identifier.value}", bare=True)]
    for span in joined(spans):
        if span.url is None and not span.code and _WORTH_A_LOOK.search(span.text):
            found.extend(_split(span))
        else:
            found.append(span)
    return found


def joined(spans: list[Span]) -> list[Span]:
    """Join neighbouring spans of one style, so that a pattern can see them whole."""
    found: list[Span] = []
    for span in spans:
        last = found[-1] if found else None
        if (
            last is not None
            and span.url is None
            and last.url is None
            and "\n" not in (span.text, last.text)
            and (span.bold, span.italic, span.code) == (last.bold, last.italic, last.code)
        ):
            found[-1] = replace(last, text=last.text + span.text)
        else:
            found.append(span)
    return found


def _split(span: Span) -> list[Span]:
    found: list[Span] = []
    position = 0
    for match in _BARE.finditer(span.text):
        if match.start() < position:
            continue
        link, end = _link(match, span)
        if match.start() > position:
            found.append(replace(span, text=span.text[position : match.start()]))
        if link is not None:
            found.append(link)
        position = end
    if position < len(span.text):
        found.append(replace(span, text=span.text[position:]))
    return found


def _link(match: re.Match[str], span: Span) -> tuple[Span | None, int]:
    end = match.end()
    if match["broken"]:
        if match["broken"].startswith("!"):  # an image
            return None, end
        return replace(span, text=match["label"], url=match["target"].strip()), end
    if match["arxiv"] or match["old"]:
        value = _ARXIV_VALUE.findall(match.group())[-1]
        return replace(span, text=match.group(), url=f"arXiv:{value}", bare=True), end
    if match["ssrn"]:
        value = f"https://ssrn.com/abstract={match['ssrn'][-7:].strip(': ')}"
        return replace(span, text=match["ssrn"], url=value, bare=True), end
    if match["corr"]:
        return replace(span, text=match["corr"], url=f"arXiv:{match['corr'][4:]}", bare=True), end
    text = trimmed(match.group())
    end = match.start() + len(text)
    if match["named"]:
        identifier = find_identifier(
            re.sub(r"^(PMC?ID) ", r"\1:", text.replace("：", ":"), flags=re.I)
        )
        return replace(span, text=text, url=str(identifier) if identifier else None, bare=True), end
    if match["doi"]:
        value = text[text.index("10.") :]
        return replace(span, text=text, url=f"https://doi.org/{value}", bare=True), end
    url = text if match["url"] else f"https://{text}"
    return replace(span, text=text, url=url, bare=True), end


def trimmed(address: str) -> str:
    """Cut what a sentence puts behind an address: marks, and a bracket it did not open."""
    while address:
        last = address[-1]
        if last in ".,;:!?*_~" or (
            last in ")]" and address.count(last) > address.count("(" if last == ")" else "[")
        ):
            address = address[:-1]
        else:
            break
    return address
