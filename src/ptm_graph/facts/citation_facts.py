"""Texts in, numbers out: what titles, abstracts and citing sentences say about a reference.

Everything the lineage score wants to know from texts is computed here, one citing
paper at a time, as named numbers. The numbers are facts: they may be stored and
passed on where the texts may not, and a library without texts gives the same lineage.

=========================== =====================================================
fact                        meaning
=========================== =====================================================
``first_person``            share of the citing sentences in the first person
``listing``                 share that cite four or more works
``alone``                   share that cite this work only
``named``                   share that use the cited work's name
``spoken_of``               distinct sentences of the citing paper that cite the work or
                            use its name, as far as sentences are known; a name that
                            the texts also use as a plain word is not counted
``cue_<class>``             sentences in which a cue of the class speaks of the work
                            (see :data:`ptm_graph.facts.citation_cues.CUES`); a cue in a
                            sentence of n works counts 1/n unless the work is near
``own_<class>``             the same, only sentences in the first person
``title_name``              the cited work's name stands in the citing title
``abstract_name``           how often the name stands in the citing abstract
``abstract_extends``        1 if there in a sentence that extends, distils, starts from
``abstract_compares``       1 if there only where something is outperformed
``abstract_title``          how much of the cited title stands in the citing abstract:
                            summed weight of the shared words by the root of the title's;
                            words are weighted by how few titles of the list have them
``abstract_similarity``     cosine of the tf-idf vectors of title and abstract
``label_<rule>``            how strongly a class of change speaks (``change_classes``)
``type_<name>``             sentences that say how the paper relates to the work, of which
                            they cite hardly another (``relation_types``)
=========================== =====================================================

A fact is missing where the texts it needs are missing: unknown, not zero.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from ptm_graph.facts.change_classes import ChangeReader
from ptm_graph.facts.citation_cues import CUES, FIRST_PERSON, cited_works, cues_in
from ptm_graph.facts.coined_names import NameFinder, is_coined, names_of
from ptm_graph.facts.derivation import NEAR, derives_from, sentences_of, tells_results
from ptm_graph.facts.key_phrases import FUNCTION_WORDS, content_words, key_phrases
from ptm_graph.facts.relation_types import MOST_WORKS, types_in
from ptm_graph.words.model import HERE, OTHERS, Citation, Paper, Passage
from ptm_graph.words.titles import clean, surname

__all__ = ["CitationFacts", "for_reference_list", "key_phrases"]

LONG_LIST = 4
"""Works in one sentence from which on it merely lists them."""

LONGEST_SENTENCE = 2000
"""Characters of a citing sentence that are read; services return whole pages at times."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class CitationFacts:
    """What the texts say about one reference of one citing paper."""

    facts: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Name of the fact → number."""
    sentence_numbers: tuple[int, ...] | None = None
    """Which of the citing paper's distinct sentences mention the work, ascending;
    None: the citing paper's text was not seen."""
    mentions: int | None = None
    """Number of distinct citing sentences; None: the citing paper's text was not seen."""
    rests_on: Mapping[str, str] = field(default_factory=dict)
    """As :attr:`ptm_graph.words.model.Citation.rests_on`."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One distinct citing sentence and what was read from it."""

    text: str
    works: int
    first_person: bool
    cues: Mapping[str, list[int]]
    places: Mapping[str, list[tuple[int, int]]]


def for_reference_list(
    citing: Paper, references: Sequence[tuple[Paper, Citation]]
) -> list[CitationFacts]:
    """The facts of all references of one paper, in the order given.

    Parameters
    ----------
    citing : Paper
        The citing paper; its abstract is read where known.
    references : sequence of (Paper, Citation)
        Cited paper and citation, the whole known list at once: sentences that two
        references share, ambiguous names and common terms are seen only so.

    Notes
    -----
    O(s·r) name searches for s distinct sentences and r references, each linear in the
    sentence. A sentence that is cut short in one place and whole in another counts once, and
    so does one that a service tells and the paper itself says; then the paper's words count.
    """
    distinct = _distinct_sentences([citation for _, citation in references])
    numbers, texts = distinct.own, distinct.texts
    names = _names(citing, [paper for paper, _ in references])
    finder = NameFinder(names)
    works = Counter(number for own in numbers for number in own)
    sentences = [
        _read(text, distinct.beside.get(number, works[number]), finder, citing.key)
        for number, text in enumerate(texts)
    ]
    similarities = _abstract_similarities(citing, [paper for paper, _ in references])
    in_abstract = _titles_in_abstract(citing, [paper.title for paper, _ in references])
    title_places = finder.spans(citing.title)
    abstract_places = [(text, finder.spans(text)) for text in sentences_of(citing.abstract or "")]
    naming = Counter(key for one in sentences for key in one.places)
    words = _named_by_words(names, [*texts, *(paper.abstract or "" for paper, _ in references)])
    changes = ChangeReader(citing)
    found = []
    for (paper, _), own, similarity, shared in zip(
        references, numbers, similarities, in_abstract, strict=True
    ):
        facts: dict[str, float] = {}
        mine = [sentences[number] for number in own]
        if mine:
            facts.update(_sentence_facts(paper, mine))
        if texts:
            named = sum(paper.key in one.places for one in mine)
            apart = naming[paper.key] - named if paper.key not in words else 0
            facts["spoken_of"] = float(len(mine) + apart)
        facts.update(_name_facts(citing, paper, abstract_places, title_places))
        if similarity is not None:
            facts["abstract_similarity"] = round(similarity, 4)
        if shared is not None:
            facts["abstract_title"] = round(shared, 4)
        facts.update(
            (f"label_{rule}", strength)
            for rule, strength in changes.classes(paper, [one.text for one in mine]).items()
        )
        said = Counter(
            name for one in mine if one.works <= MOST_WORKS for name in types_in(one.text)
        )
        facts.update((f"type_{name}", float(said[name])) for name in sorted(said))
        found.append(
            CitationFacts(
                facts=MappingProxyType(facts),
                sentence_numbers=tuple(own) if texts else None,
                mentions=len(own) if texts else None,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Distinct:
    """The distinct sentences of a citing paper."""

    own: list[list[int]]
    """Of each citation: the numbers of the sentences that cite the work."""
    texts: list[str]
    """By number."""
    beside: dict[int, int]
    """Number → works cited in it, where the paper itself tells."""


def _distinct_sentences(citations: Sequence[Citation]) -> _Distinct:
    """Number the sentences of all sources; what a service tells of a passage is that passage."""
    read = _passages_by_letters(citations)
    letters_of: dict[str, str] = {}
    folded = dict.fromkeys(read, "")
    for citation in citations:
        for sentence in citation.sentences or ():
            if sentence in letters_of:
                continue
            text = clean(sentence[:LONGEST_SENTENCE])
            letters_of[sentence] = key = _letters(without_marks(text) if read else text)
            if key:
                folded.setdefault(key, text)
    whole = _containing([*read, *sorted(folded.keys() - read.keys(), key=_longest_first)])
    if read:
        _find_passages_within(whole, read)
    number_of: dict[str, int] = {}
    texts: list[str] = []
    beside: dict[int, int] = {}

    def number(key: str) -> int:
        home = whole[key]
        if home not in number_of:
            number_of[home] = len(texts)
            said = read.get(home)
            texts.append(folded[home] if said is None else spoken(said))
            if said is not None:
                beside[number_of[home]] = said.beside
        return number_of[home]

    own = []
    for citation in citations:
        told = (letters_of[sentence] for sentence in citation.sentences or ())
        said = (_letters(spoken(one)) for one in _worded(citation) if not one.named)
        own.append(sorted({number(key) for key in (*told, *said) if key}))
    for key in read:  # a sentence that only names a work counts as one that speaks of it
        number(key)
    return _Distinct(own, texts, beside)


def _longest_first(key: str) -> tuple[int, str]:
    return -len(key), key


def _letters(text: str) -> str:
    """What is left of a sentence however it was cut, typeset or read."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _worded(citation: Citation) -> list[Passage]:
    return [one for one in citation.passages or () if one.text]


def _passages_by_letters(citations: Sequence[Citation]) -> dict[str, Passage]:
    """The passages of a reference list by their letters, each once, citing ones first."""
    passages = [one for citation in citations for one in _worded(citation)]
    found: dict[str, Passage] = {}
    for one in sorted(passages, key=lambda one: one.named):
        found.setdefault(_letters(spoken(one)), one)
    found.pop("", None)
    return found


def spoken(passage: Passage) -> str:
    """The words of a passage without its citation marks."""
    text = (passage.text or "").replace(HERE, "").replace(OTHERS, "")
    return clean(text[:LONGEST_SENTENCE])


_MARKS = re.compile(r"\[\s*\d+(?:\s*[,;–-]\s*\d+)*\s*\]|\([^()]*\b(?:19|20)\d\d[a-z]?\b[^()]*\)")


def without_marks(text: str) -> str:
    """A sentence of a service without numbers in brackets and years in parentheses."""
    return _MARKS.sub("", text)


def _find_passages_within(whole: dict[str, str], read: Mapping[str, Passage]) -> None:
    """Let what a service tells be the passage it contains; a passage stands for itself."""
    by_start: dict[str, list[str]] = {}
    for key in read:
        whole[key] = key
        if len(key) >= _SHINGLE:
            by_start.setdefault(key[:_SHINGLE], []).append(key)
    for key, home in whole.items():
        if home in read:
            continue
        starts = (home[at : at + _SHINGLE] for at in range(len(home) - _SHINGLE + 1))
        inside = (one for start in starts for one in by_start.get(start, ()) if one in home)
        whole[key] = next(inside, home)


_SHINGLE = 24


def _containing(keys: Sequence[str]) -> dict[str, str]:
    """Each key → the longest key that contains it; ``keys`` come longest first.

    Candidates are found by the first and last characters of a key, so that a paper
    with a thousand sentences is not compared pair by pair.
    """
    whole: dict[str, str] = {}
    sought = {probe for key in keys for probe in (key[:_SHINGLE], key[-_SHINGLE:])}
    kept_by_shingle: dict[str, list[str]] = {}
    for key in keys:
        probes = (key[:_SHINGLE], key[-_SHINGLE:])
        home = key
        if len(key) >= _SHINGLE:
            candidates = [kept for probe in probes for kept in kept_by_shingle.get(probe, ())]
            home = next((kept for kept in candidates if key in kept), None) or next(
                (kept for kept in candidates if _overlapping(key, kept)), key
            )
        whole[key] = home
        if home == key:
            for start in range(max(1, len(key) - _SHINGLE + 1)):
                if (shingle := key[start : start + _SHINGLE]) in sought:
                    kept_by_shingle.setdefault(shingle, []).append(key)
    return whole


def _overlapping(key: str, kept: str) -> bool:
    """Whether most of ``key`` runs on in ``kept``: one sentence, cut at two places."""
    half = len(key) * 2 // 3
    return key[:half] in kept or key[-half:] in kept


def _names(citing: Paper, cited: Sequence[Paper]) -> dict[str, tuple[str, ...]]:
    names = {paper.key: names_of(paper) for paper in cited}
    own = set(names_of(citing))
    names = {key: tuple(name for name in held if name not in own) for key, held in names.items()}
    names[citing.key] = tuple(own)
    return names


def _named_by_words(names: Mapping[str, Sequence[str]], texts: Sequence[str]) -> set[str]:
    """Papers whose names are all plain words, in small letters somewhere (“transformer”)."""
    plain = {
        key: [name.casefold() for name in held]
        for key, held in names.items()
        if held and not any(map(is_coined, held))
    }
    wanted = {word for held in plain.values() for word in held}
    used = {
        word
        for word in sorted(wanted)
        if any(word in text and re.search(rf"\b{re.escape(word)}s?\b", text) for text in texts)
    }
    return {key for key, held in plain.items() if used.issuperset(held)}


def _read(text: str, works: int, finder: NameFinder, citing: str) -> _Sentence:
    places = finder.spans(text)
    return _Sentence(
        text=text,
        works=max(works, cited_works(text), 1),
        first_person=bool(FIRST_PERSON.search(text)) or citing in places,
        cues=cues_in(text),
        places=places,
    )


def _author_places(paper: Paper, text: str) -> list[tuple[int, int]]:
    """Where a sentence names the work by first author and year (“Devlin et al., 2019”)."""
    if not paper.authors:
        return []
    family = surname(paper.authors[0])
    if len(family) < 2:
        return []
    return [match.span() for match in re.finditer(rf"\b{re.escape(family)}\b", text, re.IGNORECASE)]


def _sentence_facts(paper: Paper, sentences: Sequence[_Sentence]) -> dict[str, float]:
    count = len(sentences)
    facts = {
        "first_person": sum(one.first_person for one in sentences) / count,
        "listing": sum(one.works >= LONG_LIST for one in sentences) / count,
        "alone": sum(one.works == 1 for one in sentences) / count,
        "named": sum(paper.key in one.places for one in sentences) / count,
    }
    for one in sentences:
        if not one.cues:
            continue
        places = one.places.get(paper.key, [])
        if 1 < one.works < LONG_LIST:  # otherwise it does not matter what is near
            places = places + _author_places(paper, one.text)
        for cue, found in one.cues.items():
            weight = _attention(one, found, places)
            facts[f"cue_{cue}"] = facts.get(f"cue_{cue}", 0.0) + weight
            if one.first_person:
                facts[f"own_{cue}"] = facts.get(f"own_{cue}", 0.0) + weight
    return {name: round(value, 4) for name, value in facts.items()}


def _attention(
    sentence: _Sentence, cues: Sequence[int], places: Sequence[tuple[int, int]]
) -> float:
    """How much a cue speaks of the work: wholly if alone or near, else its share."""
    if sentence.works == 1:
        return 1.0
    near = any(start - NEAR <= cue <= end + NEAR for cue in cues for start, end in places)
    return 1.0 if near and sentence.works < LONG_LIST else 1.0 / sentence.works


def _name_facts(
    citing: Paper,
    paper: Paper,
    abstract_places: Sequence[tuple[str, Mapping[str, list[tuple[int, int]]]]],
    title_places: Mapping[str, list[tuple[int, int]]],
) -> dict[str, float]:
    """Facts about the cited work's name in the citing title and abstract."""
    facts = {"title_name": 1.0} if paper.key in title_places else {}
    if not citing.abstract:
        return facts
    naming = [text for text, places in abstract_places if paper.key in places]
    if not naming:
        return facts
    facts["abstract_name"] = float(len(naming))
    if any(
        derives_from(text, places[paper.key])
        for text, places in abstract_places
        if paper.key in places and not tells_results(text)
    ):
        facts["abstract_extends"] = 1.0
    elif all(CUES["compares"].search(one) for one in naming):
        facts["abstract_compares"] = 1.0
    return facts


def _abstract_similarities(citing: Paper, cited: Sequence[Paper]) -> list[float | None]:
    """Cosine of tf-idf vectors; None where an abstract is missing."""
    if not citing.abstract:
        return [None] * len(cited)
    counts = [
        _words(paper.title, paper.abstract) if paper.abstract else None
        for paper in [citing, *cited]
    ]
    shared = Counter(word for count in counts if count for word in count)
    total = sum(count is not None for count in counts)
    vectors = [
        None
        if count is None
        else {
            word: (1 + math.log(n)) * math.log(1 + total / shared[word])
            for word, n in count.items()
        }
        for count in counts
    ]
    own = vectors[0] or {}
    return [None if vector is None else _cosine(own, vector) for vector in vectors[1:]]


def _titles_in_abstract(citing: Paper, cited: Sequence[str]) -> list[float | None]:
    """How much of each cited title stands in the citing abstract; None without one."""
    if not citing.abstract:
        return [None] * len(cited)
    own = content_words(clean(citing.abstract))
    titles = [content_words(title) for title in cited]
    bearing = Counter(word for title in titles for word in title)
    weights = {word: math.log(1 + len(titles) / count) for word, count in bearing.items()}
    found: list[float | None] = []
    for title in titles:
        whole = sum(weights[word] for word in sorted(title))
        shared = sum(weights[word] for word in sorted(title & own))
        found.append(shared / math.sqrt(whole) if whole else 0.0)
    return found


@lru_cache(maxsize=8192)
def _words(title: str, abstract: str) -> Mapping[str, int]:
    """Folded words of title (twice) and abstract, without function words and plurals."""
    text = f"{title} {title} {abstract[:5000]}".casefold()
    words = (word.removesuffix("s") for word in _WORD.findall(text) if word not in FUNCTION_WORDS)
    return Counter(word for word in words if len(word) > 2)


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other[word] for word, weight in one.items() if word in other)
    norm = math.hypot(*one.values()) * math.hypot(*other.values())
    return shared / norm if norm else 0.0
