"""What the full text of a paper says of one reference, as numbers.

============================ ====================================================
fact                         meaning
============================ ====================================================
``text_mentions``            sentences that cite the work
``text_share``               by the sentences of the reference that has most
``text_rank``                references with more sentences
``text_rank_share``          the same, by the number of references
``text_first`` ``text_last`` where it is cited first and last, 0 the beginning, 1 the end
``text_sections``            sections that cite it
``text_paragraphs``          paragraphs that cite it
``text_in_<kind>``           sentences in sections of a kind, ``in_related_work`` …
``text_alone``               sentences that cite nothing else
``text_fewest``              fewest works cited in one of its sentences
``text_beside``              works cited in its sentences, on average
``text_first_person``        sentences in the first person
``text_cue_<class>``         sentences with a cue of the class near the citation
``text_own_<class>``         most weight of such a one in the first person: 1/n for n works
``text_named``               sentences that use its name and do not cite it
``text_own_statements``      statements of what the paper itself does that name it
``text_title``               1 if the title names it
``text_abstract``            sentences of the abstract that name it
``text_headings``            headings that name it
============================ ====================================================

All but the first four are missing where they would be 0 or there is nothing to measure: the
text was read, and this is not in it. Without a full text all are missing: unknown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from ptm_graph.facts.citation_cues import FIRST_PERSON, cues_in
from ptm_graph.facts.citation_facts import LONGEST_SENTENCE
from ptm_graph.facts.coined_names import NameFinder, names_of
from ptm_graph.facts.derivation import NEAR, sentences_of
from ptm_graph.words.model import HERE, Paper, Passage

PREFIX = "text_"


@dataclass(frozen=True, slots=True)
class Said:
    """What a paper says of itself."""

    title: str = ""
    abstract: str = ""
    headings: Sequence[str] = ()
    own_statements: Sequence[str] = ()


def for_full_text(
    said: Said,
    references: Sequence[tuple[Paper, Sequence[Passage]]],
    others: Sequence[int] = (),
) -> list[dict[str, float]]:
    """The facts of the references of one full text, in the order given.

    Parameters
    ----------
    said : Said
        What the paper says of itself.
    references : sequence of (Paper, sequence of Passage)
        Each cited paper that is known, and the passages about it, with their texts.
    others : sequence of int, optional
        Citing sentences of each reference that is not known; they count in the ranks.

    Notes
    -----
    O(p + r log r) for p passages and r references, and a search of r names in what the paper
    says of itself.
    """
    counts = [sum(not one.named for one in passages) for _, passages in references]
    ranked = sorted((*counts, *others))
    most = max(ranked, default=0) or 1
    names = NameFinder({paper.key: names_of(paper) for paper, _ in references})
    places = {
        "title": _naming(names, [said.title]),
        "abstract": _naming(names, sentences_of(said.abstract)),
        "headings": _naming(names, said.headings),
        "own_statements": _naming(names, said.own_statements),
    }
    cues: dict[str, tuple[bool, Mapping[str, list[int]]]] = {}
    found = []
    for (paper, passages), count in zip(references, counts, strict=True):
        above = len(ranked) - bisect_left(ranked, count + 1)
        facts = {
            "mentions": count,
            "share": count / most,
            "rank": above,
            "rank_share": above / len(ranked),
        }
        told = {
            **_of_passages([one for one in passages if not one.named], cues),
            "named": sum(one.named for one in passages),
            **{name: naming[paper.key] for name, naming in places.items()},
        }
        facts |= {name: value for name, value in told.items() if value}
        found.append({f"{PREFIX}{name}": round(float(v), 4) for name, v in facts.items()})
    return found


def _naming(names: NameFinder, texts: Sequence[str]) -> Counter[str]:
    return Counter(key for text in texts for key in names.spans(text))


def _of_passages(
    passages: Sequence[Passage], read: dict[str, tuple[bool, Mapping[str, list[int]]]]
) -> dict[str, float]:
    """Numbers of the sentences that cite a work; ``read`` remembers what is in which."""
    if not passages:
        return {}
    places = [one.place for one in passages if one.place is not None]
    facts: dict[str, float] = {
        # a citation in the very first sentence is not one that is not there
        "first": max(min(places), 0.0001) if places else 0,
        "last": max(*places, 0.0001) if places else 0,
        "sections": len({one.section for one in passages}),
        "paragraphs": len({one.paragraph for one in passages} - {None}),
        "alone": sum(one.beside == 1 for one in passages),
        "fewest": min(one.beside for one in passages),
        "beside": fmean(one.beside for one in passages),
    }
    facts.update(Counter(f"in_{one.kind.replace(' ', '_')}" for one in passages if one.kind))
    for one in passages:
        text = (one.text or "")[:LONGEST_SENTENCE]
        if text not in read:
            read[text] = bool(FIRST_PERSON.search(text)), cues_in(text)
        own, cues = read[text]
        facts["first_person"] = facts.get("first_person", 0) + own
        here = _places(text, HERE)
        for cue, starts in cues.items():
            if any(abs(start - place) <= NEAR for start in starts for place in here):
                facts[f"cue_{cue}"] = facts.get(f"cue_{cue}", 0) + 1
                if own:
                    facts[f"own_{cue}"] = max(facts.get(f"own_{cue}", 0), 1 / one.beside)
    return facts


def _places(text: str, mark: str) -> list[int]:
    found, at = [], text.find(mark)
    while at >= 0:
        found.append(at)
        at = text.find(mark, at + 1)
    return found
