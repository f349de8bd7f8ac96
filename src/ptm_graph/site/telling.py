"""What each page of a site tells, as plain values for its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ptm_graph.analysis.reading_order import reason_text
from ptm_graph.exports.about_paper import facts, links, notice_words
from ptm_graph.exports.arrows import sure_words, tier_words
from ptm_graph.exports.bibtex import entry_text
from ptm_graph.exports.entries import Entry, entries
from ptm_graph.exports.job import Job
from ptm_graph.exports.values import Scalar, list_of, notes_in, shown_name, text_of
from ptm_graph.graph.families import families_of
from ptm_graph.graph.selection import is_proposal
from ptm_graph.layout.palette import form
from ptm_graph.layout.placement import OTHER
from ptm_graph.lineage.saying import paper_sentence
from ptm_graph.words.addresses import web_address
from ptm_graph.words.characters import one_line
from ptm_graph.words.notices import source_title
from ptm_graph.words.wording import phrase, sentence, sentences, understood
from ptm_graph.workflow.changes.telling import besides, blocks, totals
from ptm_graph.workflow.publishing import Published

_DESCRIPTION = 300


@dataclass(frozen=True)
class Teller:
    """Tells of a library in one language."""

    found: Published
    job: Job
    pages: Mapping[str, str]
    """Key → the page of the paper, from the folder of the language."""

    @property
    def language(self) -> str:
        """``en`` or ``zh``."""
        return self.job.language

    def say(self, key: str, **values: str) -> str:
        """A text of ours."""
        return phrase(key, self.language, **values)

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """Key → the paper as a bibliographic entry."""
        return dict(zip(self.job.keys, entries(self.job), strict=True))

    def name(self, key: str) -> str:
        """What a paper is called, and what became of it."""
        return shown_name(key, self.job.paper(key))

    def date(self, key: str) -> str:
        """When it came out."""
        paper = self.job.paper(key)
        return text_of(paper, "date") or text_of(paper, "year") or self.say("export.date unknown")

    def told(self, key: str) -> str:
        """What it did with its parents, in a sentence."""
        return paper_sentence(self.job.graph, key, self.language)

    # --- lists of papers ------------------------------------------------------------------------

    @cached_property
    def families(self) -> list[dict[str, Any]]:
        """Families in the order of their colours, with their papers by date."""
        members: dict[str, list[str]] = defaultdict(list)
        for key, paper in self.job.papers():
            members[text_of(paper, "family") or ""].append(key)
        order = [name for name in families_of(self.job.graph) if name in members]
        order += sorted(name for name in members if name and name not in order)
        return [
            self._family(number if name else -1, name, sorted(members[name], key=self._by_date))
            for number, name in enumerate([*order, *([""] if "" in members else [])])
        ]

    def _by_date(self, key: str) -> tuple[str, str]:
        paper = self.job.paper(key)
        return text_of(paper, "date") or text_of(paper, "year") or "9", key

    def _family(self, colour: int, name: str, keys: list[str]) -> dict[str, Any]:
        return {
            "name": name or self.job.band_name(OTHER),
            "index": "o" if colour < 0 else str(colour),
            "form": form(colour),
            "papers": [self._line(key) for key in keys],
        }

    def _line(self, key: str) -> dict[str, Any]:
        return {
            "name": self.name(key),
            "title": text_of(self.job.paper(key), "title") or "",
            "date": self.date(key),
            "address": self.pages[key],
            "told": self.told(key),
        }

    def steps(self) -> Iterator[dict[str, Any]]:
        """The reading order, with reasons."""
        for step in self.found.order.steps:
            if step.paper in self.pages:
                reasons = [
                    one.text
                    if self.language == "en"
                    else reason_text(
                        one.kind, one.count, [*map(self._called, one.papers)], self.language
                    )
                    for one in step.reasons
                ]
                yield self._line(step.paper) | {"reasons": reasons}

    def _called(self, key: str) -> str:
        return self.name(key) if key in self.pages else one_line(key)

    def news(self) -> Iterator[dict[str, Any]]:
        """What refreshes brought, the newest first; those that brought nothing are left out."""
        for one in reversed(self.found.news):
            if not (one.stories or besides(one, self.language)):
                continue
            told = [
                (
                    title,
                    [
                        (
                            story.day(),
                            one_line(story.said(self.language)),
                            story.reason(self.language),
                            self.pages.get(story.item.key),
                        )
                        for story in stories
                    ],
                    more,
                )
                for title, stories, more in blocks(one, self.language)
            ]
            yield {
                "day": one.refreshes[-1].started[:10],
                "totals": totals(one, self.language),
                "blocks": told,
                "besides": besides(one, self.language),
            }

    def searched(self) -> list[list[str]]:
        """Name, title, date, address, and what else is searched, of each paper."""
        rows = []
        for key, paper in self.job.papers():
            lists = (list_of(paper, one) for one in ("aliases", "authors", "tags", "properties"))
            also = " ".join(filter(None, [*lists, text_of(paper, "family"), *notes_in(paper), key]))
            row = [self.name(key), text_of(paper, "title") or "", self.date(key), self.pages[key]]
            rows.append([*row, one_line(also).casefold()])
        return sorted(rows, key=lambda row: (row[0].casefold(), row[3]))

    # --- one paper ------------------------------------------------------------------------------

    def paper(self, key: str) -> dict[str, Any]:
        """All that the page of a paper tells."""
        paper, graph = self.job.paper(key), self.job.graph
        into = sorted(
            graph.in_edges(key, data=True), key=lambda edge: (edge[2].get("rank") or 1, edge[0])
        )
        out = sorted(
            graph.out_edges(key, data=True),
            key=lambda edge: (-(edge[2].get("confidence") or 0.0), edge[1]),
        )
        parents = [self._kin(one, data, key) for one, _, data in into]
        children = [self._kin(one, data, one) for _, one, data in out]
        family = text_of(paper, "family")
        names = [one["name"] for one in self.families]
        told = self.told(key)
        return {
            "heading": self.name(key),
            "title": text_of(paper, "title") or self.name(key),
            "told": told,
            "description": f"{text_of(paper, 'title') or ''} – {told}"[:_DESCRIPTION],
            "notice": notice_words(paper, self.language),
            "links": links(paper),
            "notes": notes_in(paper),
            "parents": [one for one in parents if not one["perhaps"]],
            "maybe_parents": [one for one in parents if one["perhaps"]],
            "children": [one for one in children if not one["perhaps"]],
            "maybe_children": [one for one in children if one["perhaps"]],
            "abstention": self._abstention(paper),
            "abstract": text_of(paper, "abstract"),
            "abstract_from": source_title(text_of(paper, "abstract_from") or ""),
            "resources": self._resources(key),
            "family": family,
            "family_number": names.index(family) + 1 if family in names else None,
            "facts": facts(paper, self.language),
            "bibtex": entry_text(self.entries[key]),
            "citation": list(self._citation(key)),
            "data": self._linked(key),
            "any_quote": any(one["quote"] for one in (*parents, *children)),
        }

    def _kin(self, other: str, data: Mapping[str, Any], child: str) -> dict[str, Any]:
        tier, quote = data.get("tier"), one_line(str(data.get("sentences") or ""))
        return {
            "name": self.name(other),
            "address": self.pages[other].removeprefix("paper/"),
            "date": self.date(other),
            "label": data.get("label"),
            "reason": data.get("reason"),
            "sure": sure_words(data, self.language),
            "tier": tier_words(str(tier), self.language) if tier else None,
            "notes": list_of(data, "notes"),
            "perhaps": is_proposal(data),
            "quote": quote or None,
            "quoted": text_of(self.job.paper(child), "title") or self.name(child),
            "source": next((url for _, url in links(self.job.paper(child))), None),
        }

    def _abstention(self, paper: Mapping[str, Scalar]) -> str:
        held = text_of(paper, "abstention")
        return sentence(understood(held), self.language) if held else self.say("panel.none")

    def _resources(self, key: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
        """Links by kind; files on the disk of the list's owner are nobody else's business."""
        by_kind: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for one in self.found.papers[key].resources:
            address = web_address(one.url)
            if one.kind != "file" and address:
                named = f"resource.{one.kind}"
                kind = self.say(named if named in sentences() else "resource.other")
                by_kind[kind].append((one_line(one.title or one.url)[:120], address))
        return sorted(by_kind.items())

    def _citation(self, key: str) -> Iterator[tuple[str, str]]:
        """What Zotero and Google Scholar read in the head of a page."""
        entry = self.entries[key]
        yield "citation_title", entry.title or self.name(key)
        for author in self._authors(key):
            yield "citation_author", author
        if entry.date is not None:
            yield "citation_publication_date", str(entry.date).replace("-", "/")
        if entry.venue and entry.kind != "preprint":
            kind = "conference" if entry.kind == "conference" else "journal"
            yield f"citation_{kind}_title", entry.venue
        if entry.doi:
            yield "citation_doi", entry.doi
        if entry.arxiv:
            yield "citation_arxiv_id", entry.arxiv
            yield "citation_pdf_url", f"https://arxiv.org/pdf/{entry.arxiv}"
        for address in entry.pages[:1]:
            yield "citation_abstract_html_url", address

    def _authors(self, key: str) -> list[str]:
        return [one_line(name) for name in self.found.papers[key].authors or ()]

    def _linked(self, key: str) -> dict[str, Any]:
        """The paper as schema.org describes it."""
        entry, paper = self.entries[key], self.job.paper(key)
        told: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "ScholarlyArticle",
            "name": entry.title or self.name(key),
            "headline": self.name(key),
            "author": [{"@type": "Person", "name": name} for name in self._authors(key)],
            "datePublished": str(entry.date) if entry.date else None,
            "publisher": entry.venue,
            "identifier": [f"{kind}:{value}" for kind, value in entry.identifiers.items()],
            "sameAs": list(entry.pages),
            "keywords": list_of(paper, "tags"),
            "abstract": text_of(paper, "abstract"),
            "isBasedOn": [
                {"@type": "ScholarlyArticle", "name": self.name(parent), "sameAs": list(pages)}
                for parent, _, data in sorted(self.job.graph.in_edges(key, data=True))
                if not is_proposal(data)
                for pages in (self.entries[parent].pages[:1],)
            ],
        }
        return {name: value for name, value in told.items() if value}
