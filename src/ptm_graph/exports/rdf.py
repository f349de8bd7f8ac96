"""Linked data (extra ``rdf``): papers, citations and relations in the words of SPAR and PROV.

Nothing is a blank node, so that two exports of one library are the same statements, and those
of its citations and of its lineage add up.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote

from ptm_graph.errors import ExportError, IdentifierError
from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.values import Scalar, list_of, notes_in, text_of
from ptm_graph.graph.families import names_in
from ptm_graph.graph.selection import is_proposal
from ptm_graph.words import lists
from ptm_graph.words.characters import one_line, xml_valid
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, canonical, url_of
from ptm_graph.words.notices import kind_in, source_title, word
from ptm_graph.words.wording import understood

BASE = "urn:x-ptm-graph:"
"""What begins the IRIs of everything that has no DOI and no arXiv id."""
VOCABULARY = "urn:x-ptm-graph:vocabulary#"
"""What begins our own terms, whatever the base is."""

PREFIXES: Mapping[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "ptm": VOCABULARY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

CITO: Mapping[str, str] = {
    "extends": "extends",
    "adapts": "usesMethodIn",
    "distils": "usesMethodIn",
    "uses as a component": "usesMethodIn",
}
"""Type of a relation → property of CiTO; the other types say less than any property would."""

_PAGES = {"doi": "https://doi.org/", "arxiv": "https://arxiv.org/abs/"}
_SAFE = "/:;().-_+,=@"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]*")
_OF_EDGES = {
    "confidence": "confidence",
    "confidence_means": "confidenceMeans",
    "influential": "influential",
    "intents": "intents",
    "knowledge": "knowledge",
    "label": "label",
    "mentions": "mentions",
    "notes": "notes",
    "rank": "rank",
    "reason": "reason",
    "relation_type": "relationType",
    "score": "score",
    "tier": "tier",
}
"""Attribute of an edge → our own term."""
_CORRECTING = {"retraction": "isRetractedBy", "correction": "isCorrectedBy"}

Statement = tuple[Any, Any, Any, str | None]
"""Subject, predicate, object, and the named graph it belongs to."""


def write_turtle(job: Job, out: BinaryIO) -> None:
    """Write Turtle: all statements in one graph."""
    write_lines(_turtle(job), out)


# rdflib's own writer keeps every beginning of an IRI and compares it with all others.
def _turtle(job: Job) -> Iterator[str]:
    library = _rdflib()
    writer = _Writer(job, library)
    subjects: dict[str, dict[str, set[str]]] = {}

    def written(term: Any) -> str:
        if (kind := getattr(term, "datatype", None)) is not None:
            return f"{library.Literal(str(term)).n3()}^^{writer.short(kind)}"
        return writer.short(term)

    for *triple, _ in writer.statements():
        subject, predicate, value = map(written, triple)
        predicate = "a" if predicate == "rdf:type" else predicate
        subjects.setdefault(subject, {}).setdefault(predicate, set()).add(value)
    yield from (f"@prefix {name}: <{space}> ." for name, space in PREFIXES.items())
    for subject in sorted(subjects):
        said = sorted(subjects[subject].items(), key=lambda one: (one[0] != "a", one[0]))
        lines = (f"{predicate} {', '.join(sorted(values))}" for predicate, values in said)
        yield f"\n{subject} " + " ;\n    ".join(lines) + " ."


def write_json_ld(job: Job, out: BinaryIO) -> None:
    """Write JSON-LD: all statements in one graph, its nodes by their IRIs."""
    context = {name: PREFIXES[name] for name in sorted(PREFIXES)}
    library = _rdflib()
    graph = library.Graph(bind_namespaces="none")
    for *triple, _ in _Writer(job, library).statements():
        graph.add(tuple(triple))
    told = json.loads(graph.serialize(format="json-ld", context=context))
    nodes = told.pop("@graph", None) or [told]
    ordered = sorted((_ordered(node) for node in nodes if "@id" in node), key=lambda n: n["@id"])
    text = json.dumps({"@context": context, "@graph": ordered}, ensure_ascii=False, indent=1)
    out.write(text.encode("utf-8") + b"\n")


def write_quads(job: Job, out: BinaryIO) -> None:
    """Write N-Quads: citations, lineage and decisions are named graphs, papers in the default."""
    library = _rdflib()
    dataset = library.Dataset()
    graphs: dict[str | None, Any] = {None: dataset}
    for *triple, name in _Writer(job, library).statements():
        if name not in graphs:
            graphs[name] = dataset.graph(library.URIRef(name))
        graphs[name].add(tuple(triple))
    lines = dataset.serialize(format="nquads").split("\n")
    out.write("".join(f"{line}\n" for line in sorted(filter(None, lines))).encode("utf-8"))


def shapes() -> str:
    """The SHACL shapes, in Turtle, that every export of linked data meets."""
    return Path(__file__).with_name("rdf_shapes.ttl").read_text("utf-8")


def _rdflib() -> Any:
    try:
        import rdflib
    except ImportError as error:
        raise ExportError(
            "linked data needs rdflib; install it with: pip install 'ptm-graph[rdf]'"
        ) from error
    return rdflib


def _ordered(value: Any) -> Any:
    """JSON-LD with the values of a property in order: there they are a set."""
    if isinstance(value, Mapping):
        return {name: _ordered(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return sorted(map(_ordered, value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def _base_of(job: Job) -> str:
    base = str(job.option("base", BASE))
    if not _IRI.fullmatch(base):
        raise ExportError(f"“{one_line(base)}” is no absolute IRI, such as https://example.org/")
    return base if base.endswith(("/", "#", ":", "=")) else f"{base}/"


def _canonical(kind: str, value: str | None) -> str | None:
    try:
        return canonical(kind, value).value if value else None
    except IdentifierError:
        return None


def _page(kind: str, value: str) -> str:
    return _PAGES[kind] + quote(value, safe=_SAFE)


class _Pair(NamedTuple):
    """Who cites or descends, and from whom."""

    child: str
    parent: str


class _Writer:
    """The statements of one export."""

    def __init__(self, job: Job, library: Any):
        self.job, self.base = job, _base_of(job)
        self._iri, self._text = library.URIRef, library.Literal
        self._made: dict[str, Any] = {}
        self._short: dict[Any, str] = {}
        self._software = self._own("agent", job.about.made_by)

    def statements(self) -> Iterator[Statement]:
        """All of them; some more than once."""
        yield from self._dataset()
        for key, paper in self.job.papers():
            yield from self._paper(key, paper)
        lineage = self.job.about.direction == "parent-child"
        for tail, head, edge in self.job.edges():
            if lineage:
                yield from self._relation(_Pair(head, tail), edge)
            else:
                yield from self._citation(_Pair(tail, head), edge)

    # --- terms -----------------------------------------------------------------------------

    def _own(self, *names: str) -> Any:
        """An IRI below the base; different names never give the same."""
        return self._iri(self.base + "/".join(quote(name, safe=":") for name in names))

    def _known(self, term: str) -> Any:
        """A term of a vocabulary: ``cito:extends``."""
        if term not in self._made:
            prefix, _, name = term.partition(":")
            self._made[term] = self._iri(PREFIXES[prefix] + name)
            self._short[self._made[term]] = term
        return self._made[term]

    def short(self, term: Any) -> str:
        """A term as Turtle writes it; one of a vocabulary by its prefix."""
        return self._short.get(term) or str(term.n3())

    def _value(self, value: Scalar, kind: str | None = None) -> Any:
        if isinstance(value, bool):
            value, kind = str(value).lower(), "boolean"
        elif isinstance(value, int):
            value, kind = str(value), "integer"
        elif isinstance(value, float):
            value, kind = format(Decimal(repr(value)), "f"), "decimal"
        datatype = self._known(f"xsd:{kind}") if kind else None
        return self._text(xml_valid(str(value)), datatype=datatype, normalize=False)

    def _say(
        self, subject: Any, said: Mapping[str, Any], graph: str | None = None
    ) -> Iterator[Statement]:
        """Statements of one subject; ``a`` is its type, None and lists are understood."""
        for term, told in said.items():
            predicate = self._known("rdf:type" if term == "a" else term)
            for one in told if isinstance(told, list | tuple) else (told,):
                if one is None or one == "":
                    continue
                value = self._known(one) if term == "a" else one
                yield subject, predicate, self._object(value), graph

    def _object(self, value: Any) -> Any:
        return value if isinstance(value, self._iri | self._text) else self._value(value)

    def _date(self, text: str | None) -> Any:
        """A date as precisely as it is known; a text that is none stays a text."""
        if text is None:
            return None
        kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(text))
        try:
            datetime.date.fromisoformat(text + "-01-01"[: 10 - len(text)] if kind else "")
        except ValueError:
            kind = None
        return self._value(text, kind)

    def paper(self, key: str) -> Any:
        """The IRI of a paper: that of its arXiv id or DOI where its key is one."""
        kind, _, value = key.partition(":")
        if kind in _PAGES and _canonical(kind, value) == value:
            return self._iri(_page(kind, value))
        return self._own("paper", key)

    # --- papers ----------------------------------------------------------------------------

    def _paper(self, key: str, paper: Mapping[str, Scalar]) -> Iterator[Statement]:
        subject = self.paper(key)
        yield from self._say(
            subject,
            {
                "a": ("fabio:Work", "schema:ScholarlyArticle", "prov:Entity"),
                "ptm:key": key,
                "dcterms:title": text_of(paper, "title"),
                "schema:alternateName": [
                    text_of(paper, "name"),
                    *lists.split(paper.get("aliases")),
                ],
                "dcterms:date": self._date(text_of(paper, "date")),
                "fabio:hasPublicationYear": self._year(paper.get("year")),
                "prism:publicationName": text_of(paper, "venue"),
                "dcterms:abstract": paper.get("abstract"),
                "schema:keywords": lists.split(text_of(paper, "tags")),
                "rdfs:comment": notes_in(paper),
            },
        )
        yield from self._identifiers(subject, paper)
        yield from self._authors(key, subject, lists.split(text_of(paper, "authors")))
        yield from self._family(subject, text_of(paper, "family"))
        yield from self._notice(key, subject, paper)
        if paper.get("seed") is True:
            listed = self._own("reading-list")
            said = {"a": ("schema:ItemList", "prov:Entity")}
            yield from self._say(listed, {**said, "cito:citesAsRecommendedReading": subject})

    def _year(self, year: object) -> Any:
        return self._date(f"{year:04}") if isinstance(year, int) and 0 < year < 10_000 else None

    def _identifiers(self, subject: Any, paper: Mapping[str, Scalar]) -> Iterator[Statement]:
        for kind in IDENTIFIER_KINDS:
            told = text_of(paper, kind)
            value = _canonical(kind, told)
            yield from self._say(
                subject, {"dcterms:identifier": told and f"{kind}:{value or told}"}
            )
            if value is None:
                continue
            if kind in _PAGES:
                same = self._iri(_page(kind, value))
                yield from self._say(subject, {"owl:sameAs": same if same != subject else None})
            elif page := url_of(kind, quote(value, safe=_SAFE)):
                yield from self._say(subject, {"schema:sameAs": self._iri(page)})
            if kind == "doi":
                yield from self._say(subject, {"prism:doi": value})

    def _authors(self, key: str, subject: Any, names: tuple[str, ...]) -> Iterator[Statement]:
        if not names:
            return
        listed = self._own("authors", key)
        yield from self._say(subject, {"bibo:authorList": listed})
        yield from self._say(listed, {"a": "rdf:Seq"})
        for number, name in enumerate(names, start=1):
            author = self._own("author", key, str(number))
            yield from self._say(subject, {"dcterms:creator": author})
            yield from self._say(listed, {f"rdf:_{number}": author})
            yield from self._say(author, {"a": "foaf:Person", "foaf:name": one_line(name)})

    def _family(self, subject: Any, name: str | None) -> Iterator[Statement]:
        if name is None:
            return
        family = self._own("family", name)
        names = names_in(self.job.described.get("family_names")).get(name, {})
        told = [
            self._text(xml_valid(other), lang=language)
            for language, other in sorted(names.items())
            if re.fullmatch("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language)
        ]
        yield from self._say(subject, {"dcterms:subject": family})
        yield from self._say(
            family, {"a": "skos:Concept", "skos:prefLabel": told, "rdfs:label": name}
        )

    def _notice(self, key: str, subject: Any, paper: Mapping[str, Scalar]) -> Iterator[Statement]:
        kind = kind_in(paper)
        if kind is None:
            return
        notice = self._own("notice", key)
        link = text_of(paper, "notice_link")
        yield from self._say(subject, {"schema:creativeWorkStatus": word(kind)})
        if kind in _CORRECTING:
            yield from self._say(subject, {f"cito:{_CORRECTING[kind]}": notice})
        yield from self._say(
            notice,
            {
                "a": ("schema:CreativeWork", "prov:Entity"),
                "schema:about": subject,
                "dcterms:type": kind,
                "dcterms:date": self._date(text_of(paper, "notice_date")),
                "dcterms:source": self._iri(link) if link and _web(link) else link,
                "prov:wasAttributedTo": self._source(text_of(paper, "notice_from")),
            },
        )
        yield from self._agent(text_of(paper, "notice_from"), "source", "prov:Entity")

    # --- citations and relations -----------------------------------------------------------

    def _citation(self, pair: _Pair, edge: Mapping[str, Scalar]) -> Iterator[Statement]:
        subject, graph = self._own("citation", *pair), self._graph("citations")
        yield from self._cites(subject, pair)
        yield from self._say(subject, self._facts(edge), graph)
        giver = text_of(edge, "given_by")
        yield from self._say(subject, {"prov:hadPrimarySource": self._source(giver)}, graph)
        yield from self._agent(giver, "source", "prov:Entity")

    def _cites(self, subject: Any, pair: _Pair) -> Iterator[Statement]:
        graph = self._graph("citations")
        child, parent = map(self.paper, pair)
        said = {"cito:hasCitingEntity": child, "cito:hasCitedEntity": parent}
        yield from self._say(subject, {"a": ("cito:Citation", "prov:Entity"), **said}, graph)
        yield from self._say(child, {"cito:cites": parent}, graph)

    def _relation(self, pair: _Pair, edge: Mapping[str, Scalar]) -> Iterator[Statement]:
        cited = _rests_on_citation(edge)
        subject = self._own("citation" if cited else "relation", *pair)
        graph = self._graph("lineage")
        child, parent = map(self.paper, pair)
        verdict, proposal = text_of(edge, "decision"), is_proposal(edge)
        said = {"ptm:child": child, "ptm:parent": parent, "ptm:proposal": proposal}
        if cited:
            yield from self._cites(subject, pair)
        yield from self._say(subject, {"a": ("ptm:Relation", "prov:Entity"), **said}, graph)
        yield from self._say(subject, self._facts(edge), graph)
        kind = CITO.get(text_of(edge, "relation_type") or "")
        if kind and cited and not proposal:
            how = self._known(f"cito:{kind}")
            yield from self._say(subject, {"cito:hasCitationCharacterization": how}, graph)
            yield from self._say(child, {f"cito:{kind}": parent}, graph)
        if verdict != "set":
            yield from self._say(subject, {"prov:wasAttributedTo": self._software}, graph)
        if verdict:
            yield from self._decision(subject, pair, verdict, edge)

    def _decision(
        self, relation: Any, pair: _Pair, verdict: str, edge: Mapping[str, Scalar]
    ) -> Iterator[Statement]:
        graph, person = self._graph("decisions"), text_of(edge, "decided_by")
        when = text_of(edge, "decided_at")
        yield from self._say(
            self._own("decision", *pair),
            {
                "a": ("ptm:Decision", "prov:Entity"),
                "ptm:about": relation,
                "ptm:verdict": verdict,
                "prov:generatedAtTime": self._moment(when),
                "prov:wasAttributedTo": self._own("person", person or "unnamed"),
            },
            graph,
        )
        yield from self._agent(person or "unnamed", "person", "prov:Person")

    def _moment(self, text: str | None) -> Any:
        try:
            moment = datetime.datetime.fromisoformat(text) if text else None
        except ValueError:
            moment = None
        return self._value(moment.isoformat(), "dateTime") if moment else text

    def _facts(self, edge: Mapping[str, Scalar]) -> dict[str, Any]:
        known = ((name, term) for name, term in _OF_EDGES.items() if name in edge)
        facts: dict[str, Any] = {f"ptm:{term}": _plain(edge, name) for name, term in known}
        facts["ptm:quote"] = [one_line(one) for one in str(edge.get("sentences") or "").split("\n")]
        return facts

    # --- who says so -----------------------------------------------------------------------

    def _graph(self, name: str) -> str:
        return f"{self.base}graph/{name}"

    def _source(self, name: str | None) -> Any:
        return self._own("source", name) if name else None

    def _agent(self, name: str | None, kind: str, type_: str) -> Iterator[Statement]:
        if name:
            title = source_title(name) if kind == "source" else name
            said = {"a": ("prov:Agent", type_), "foaf:name": title}
            yield from self._say(self._own(kind, name), said)

    def _dataset(self) -> Iterator[Statement]:
        about = self.job.about
        program, _, version = about.made_by.rpartition(" ")
        yield from self._say(
            self._own("dataset", about.kind or about.direction),
            {
                "a": ("void:Dataset", "prov:Entity"),
                "dcterms:title": about.title,
                "dcterms:source": about.source,
                "dcterms:rights": about.credits,
                "ptm:fetched": about.fetched,
                "prov:wasAttributedTo": self._software,
            },
        )
        yield from self._say(
            self._software,
            {
                "a": ("prov:Agent", "prov:SoftwareAgent"),
                "foaf:name": program or about.made_by,
                "rdfs:label": about.made_by,
                "schema:softwareVersion": version if program else None,
            },
        )


def _rests_on_citation(edge: Mapping[str, Scalar]) -> bool:
    """Whether a reference is known: not of what a title names, a person set or others wrote."""
    notes = map(understood, lists.split(edge.get("notes")))
    cited = all(one.code != "note.no citation" for one in notes)
    return edge.get("tier") not in (None, "name only") and cited


def _plain(edge: Mapping[str, Scalar], name: str) -> Scalar | None:
    value = list_of(edge, name) if name in ("notes", "intents") else edge[name]
    return one_line(value) if isinstance(value, str) else value


def _web(link: str) -> bool:
    return link.startswith(("https://", "http://")) and _IRI.fullmatch(link) is not None
