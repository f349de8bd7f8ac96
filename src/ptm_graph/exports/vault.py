"""A vault for Obsidian: one note a paper, one map a family, and an index.

Only what stands above the mark of a note is ours; see :mod:`.vault_notes` for how notes of a
person are found again and kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from ptm_graph.exports.about_paper import facts, links, notice_words
from ptm_graph.exports.job import Job
from ptm_graph.exports.markdown import because
from ptm_graph.exports.values import Scalar, notes_in, shown_name, text_of
from ptm_graph.exports.vault_notes import TAGS, Fields, Identity, Note, Vault, wikilink
from ptm_graph.exports.zipped import write_zip
from ptm_graph.graph.selection import is_proposal
from ptm_graph.lineage.saying import paper_sentence
from ptm_graph.words import lists, terms
from ptm_graph.words.characters import one_line
from ptm_graph.words.identifiers import IDENTIFIER_KINDS
from ptm_graph.words.markup import escaped
from ptm_graph.words.notices import kind_in

Related = list[tuple[str, Mapping[str, Scalar]]]


def write(job: Job, out: BinaryIO) -> None:
    """Write a new vault as a zip."""
    vault = Vault.empty()
    notes = vault.written(_Writer(job).notes(vault), "")
    write_zip(((name, [text.encode("utf-8")]) for name, text in notes), out)


def write_folder(job: Job, folder: Path) -> None:
    """Write a vault, or bring one up to date: files are touched only where they change.

    Raises
    ------
    ExportError
        If the folder cannot be written, or the front matter of a note of ours cannot be read.
    """
    gone = job.say("vault.gone")
    with Vault.opened(folder) as vault:
        for name, text in vault.written(_Writer(job).notes(vault), gone):
            vault.save(name, text)


class _Writer:
    """What the notes of one export say."""

    def __init__(self, job: Job):
        self.job = job
        self.lineage = job.about.direction == "parent-child"
        self.parents: dict[str, Related] = {}
        self.children: dict[str, Related] = {}
        for tail, head, edge in job.edges():
            parent, child = (tail, head) if self.lineage else (head, tail)
            self.parents.setdefault(child, []).append((parent, edge))
            self.children.setdefault(parent, []).append((child, edge))
        self.families: dict[str, list[str]] = {}
        for key, paper in job.papers():
            name = text_of(paper, "family") or job.say("export.other")
            self.families.setdefault(name, []).append(key)
        self.links: dict[Identity, str] = {}

    def notes(self, vault: Vault) -> Iterator[Note]:
        """All notes; where each is, the vault knows or finds a place."""
        wanted = [(("ptm-graph-index", "index"), self.job.about.title)]
        wanted += [(("ptm-graph-family", name), name) for name in sorted(self.families)]
        for key, paper in self.job.papers():
            name = text_of(paper, "name") or text_of(paper, "title") or key
            wanted.append((("ptm-graph", key), name))
        self.links = vault.places(wanted)
        yield Note(*wanted[0], {"tags": [f"{TAGS}index"]}, "\n".join(self._index()))
        for name in sorted(self.families):
            fields: Fields = {"tags": [f"{TAGS}family"]}
            yield Note(("ptm-graph-family", name), name, fields, "\n".join(self._family(name)))
        for key, paper in self.job.papers():
            text = "\n".join(self._paper(key, paper))
            yield Note(("ptm-graph", key), key, self._fields(key, paper), text)

    def _link(self, key: str) -> str:
        return wikilink(self.links["ptm-graph", key], shown_name(key, self.job.paper(key)))

    def _family_link(self, name: str) -> str:
        return wikilink(self.links["ptm-graph-family", name], name)

    def _fields(self, key: str, paper: Mapping[str, Scalar]) -> Fields:
        said = (data.get("confidence") for _, data in self.parents.get(key, ()))
        sure = [one for one in said if isinstance(one, int | float)]
        names = (text_of(paper, "name"), *lists.split(text_of(paper, "aliases")))
        found: Fields = {
            "title": text_of(paper, "title"),
            "aliases": list(dict.fromkeys(filter(None, names))),
            "authors": list(lists.split(text_of(paper, "authors"))),
            "year": paper.get("year") if isinstance(paper.get("year"), int) else None,
            "date": text_of(paper, "date"),
            **{kind: text_of(paper, kind) for kind in IDENTIFIER_KINDS},
            "family": text_of(paper, "family"),
            "tags": [f"{TAGS}paper", *_tags(paper)],
            "confidence": round(max(sure), 3) if sure else None,
            "notice": kind_in(paper),
        }
        return found

    def _index(self) -> Iterator[str]:
        yield f"# {_safe(self.job.about.title)}"
        yield ""
        for name in sorted(self.families):
            papers = self.job.say("export.papers", count=str(len(self.families[name])))
            yield f"- {self._family_link(name)} ({papers})"
        yield ""
        yield from (f"- {_safe(line)}" for line in self.job.about.lines)

    def _family(self, name: str) -> Iterator[str]:
        yield f"# {_safe(name)}"
        yield ""
        dated = [(text_of(self.job.paper(key), "date"), key) for key in self.families[name]]
        for date, key in sorted(dated, key=lambda one: (one[0] is None, one[0] or "", one[1])):
            said = self._sentence(key)
            when = f"{_safe(date)} " if date else ""
            yield f"- {when}{self._link(key)}{f' – {said}' if said else ''}"

    def _sentence(self, key: str) -> str | None:
        """What a paper did with its parents; None where a graph of others does not say it."""
        if not self.lineage:
            return None
        try:
            return _safe(paper_sentence(self.job.graph, key, self.job.language))
        except (ValueError, TypeError, KeyError):
            return None

    def _paper(self, key: str, paper: Mapping[str, Scalar]) -> Iterator[str]:
        notice = notice_words(paper, self.job.language)
        family = text_of(paper, "family") or self.job.say("export.other")
        yield f"# {_safe(shown_name(key, paper))}"
        if notice:
            yield f"\n> [!warning] {_safe(notice)}"
        if said := self._sentence(key):
            yield f"\n{said}"
        yield ""
        yield f"- {self._family_link(family)}"
        known = facts(paper, self.job.language)
        yield from (f"- {_safe(name)}: {_safe(value)}" for name, value in known)
        if pages := " ".join(f"[{kind}](<{url}>)" for kind, url in links(paper)):
            yield f"- {pages}"
        for note in notes_in(paper):
            yield f"\n> {_safe(note)}"
        ways = ("compare.parents", "compare.children")
        if not self.lineage:
            ways = ("panel.Cites", "panel.Cited by")
        for heading, related in zip(ways, (self.parents, self.children), strict=True):
            if related.get(key):
                yield f"\n## {self.job.say(heading)}\n"
            for other, data in related.get(key, ()):
                yield from self._related(other, data, whole=related is self.parents)

    def _related(self, other: str, data: Mapping[str, Scalar], *, whole: bool) -> Iterator[str]:
        perhaps = f"*{self.job.say('export.may be')}* " if is_proposal(data) else ""
        words = because(data, self.job.language) if whole else [text_of(data, "label") or ""]
        why = " · ".join(filter(None, map(_safe, words)))
        yield f"- {perhaps}{self._link(other)}{f' – {why}' if why else ''}"
        told = terms.quoted(str(data.get("sentences") or "")) if whole else ""
        yield from (f"    > {_safe(one)}" for one in told.split("\n") if one.strip())


def _safe(text: str) -> str:
    """Text that Obsidian shows as it is: no link, tag, comment, block or command."""
    plain = escaped(one_line(text)).replace("\\<", "&lt;")
    return re.sub(r"%{2,}|={2,}|\^", lambda found: re.sub(".", r"\\\g<0>", found[0]), plain)


def _tags(paper: Mapping[str, Scalar]) -> list[str]:
    """Its groups as Obsidian writes tags: no spaces and no marks."""
    words = (re.sub(r"[^\w-]+", "-", one).strip("-") for one in lists.split(text_of(paper, "tags")))
    return [f"{TAGS}{word}" for word in dict.fromkeys(words) if word]
