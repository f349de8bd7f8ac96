"""Classes of change: what a child may have done to its parent, by rule.

Each rule is a pattern over the child's title, the sentences of its abstract in which the
authors say what they made, and those in which they say how they differ from the parent. A
class counts only as a *change*: what the parent's own title or abstract says as well is no
difference, unless the class is a deed (distils, reproduces).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from ptm_graph.facts.citation_cues import FIRST_PERSON
from ptm_graph.facts.own_words import own_sentences, telling_words
from ptm_graph.facts.sieves import Sieve, folded
from ptm_graph.words.model import Paper


@dataclass(frozen=True, slots=True)
class ChangeClass:
    """One class of change."""

    text: str
    """Words for a drawing."""
    sieve: Sieve
    """What fires it in title and abstract, and in the child's own citing sentences."""
    deed: bool = False
    """True if it is something done to the parent, whatever the parent itself says."""
    title_only: bool = False
    """Whether only a title says it surely enough: its words are used of much else."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The whole pattern."""
        return self.sieve.pattern


def _class(
    text: str, expression: str, *, deed: bool = False, title_only: bool = False
) -> ChangeClass:
    return ChangeClass(text, Sieve.of(expression), deed, title_only)


CHANGE_CLASSES: Mapping[str, ChangeClass] = MappingProxyType(
    {
        "distils": _class(
            "distils",
            r"distil(?:s|l|led|ling)?\b|(?:knowledge|model|ranking|self)-? ?distillation|"
            r"teacher[- ]student|student model",
            deed=True,
        ),
        "compresses": _class(
            "compresses",
            r"compress(?:es|ed|ing|ion)\b|quanti[sz](?:e|ed|ing|ation)\b|prun(?:e|es|ed|ing)\b.{0,20}\b(?:network|model|weight|head|layer)s?|"
            r"fewer parameters|parameter[- ](?:reduction|efficient)|lighter\b|lite\b",
            deed=True,
        ),
        "faster": _class(
            "faster",
            r"speed(?:s|ing)?[- ]?up|accelerat(?:e|es|ed|ing)|early exit\w*|faster\b|"
            r"linear complexity|sub-?quadratic|memory[- ]efficient",
            title_only=True,
        ),
        "cross_lingual": _class(
            "cross-lingual",
            r"cross-?\s?lingual\w*|crosslingual\w*|zero-shot transfer across languages",
        ),
        "multilingual": _class(
            "multilingual", r"multi-?\s?lingual\w*|\d+ languages|many languages|multiple languages"
        ),
        "cross_modal": _class(
            "cross-modal",
            r"cross-?\s?modal\w*|multi-?\s?modal\w*|vision[- ]and[- ]language|visio-?linguistic|"
            r"visual[- ]linguistic|image[- ]text|text and image|images? and (?:text|"
            r"language|caption)|"
            r"video and (?:text|language)|vision[- ]language|visually[- ]grounded|"
            r"visual question answering|audio-?visual|video(?:s)?\b.{0,60}\b(?:language|"
            r"text|speech)",
        ),
        "multi_task": _class("multi-task", r"multi-?\s?task\w*|multiple tasks jointly"),
        "generation": _class(
            "for generation",
            r"understanding and generation|"
            r"(?:language|text|sequence|sentence|conditional|abstractive|response|code|"
            r"image) generation|"
            r"sequence[- ]to[- ]sequence|seq2seq|summari[sz]ation",
            title_only=True,
        ),
        "knowledge": _class(
            "adds knowledge",
            r"knowledge[- ](?:masking|integration|enhanced|fusion|injection|aware|enriched)|"
            r"entity link\w*|(?:with|incorporat\w+|inject\w+|integrat\w+|add\w*|enhanc\w+) "
            r"(?:\w+ ){0,2}(?:knowledge|informative entities)",
            title_only=True,
        ),
        "masking": _class(
            "changes the masking",
            r"whole[- ]word|span(?:s)?\b.{0,30}\b(?:mask\w*|predict\w*|boundary)|"
            r"mask\w*\b.{0,30}\bspans?\b|(?:dynamic|entity|phrase|knowledge|n-?gram|"
            r"span)(?:-level)? masking|"
            r"masking strateg\w*",
        ),
        "objective": _class(
            "new objective",
            r"(?:new|novel|different|alternative|additional|auxiliary|modified) "
            r"(?:\w+[- ]){0,3}(?:objective|loss|pre-?training task)s?|permutation\w*|"
            r"replaced token detection|contrastive (?:learning|loss|objective)|sentence[- ]order|"
            r"denoising (?:objective|auto-?encoder)",
        ),
        "removes": _class(
            "drops an objective",
            r"remov(?:e|es|ed|ing) (?:the )?(?:\w+[- ]){0,3}(?:objective|loss|task|NSP)\b|"
            r"without (?:the )?(?:next sentence prediction|NSP)|"
            r"does not use the (?:\w+[- ]){0,3}(?:objective|prediction|loss)",
        ),
        "longer_context": _class(
            "longer context",
            r"long(?:er)?[- ](?:range|document|context|sequence|text)s?\b|"
            r"beyond a fixed[- ]length|longer (?:contexts?|sequences?|documents?)|"
            r"segment-level recurrence",
        ),
        "more_data": _class(
            "more data",
            r"more (?:training |pre-?training )?data\b|larger (?:training |pre-?training |"
            r"text )?(?:corp\w+|data\w*)|"
            r"(?:training|pre-?training|train) (?:\w+ ){0,3}(?:on|over) more data|times more data|"
            r"additional (?:training |pre-?training )?data|"
            r"large(?:r)?-scale (?:unlabel\w+|web|crawl\w*)|"
            r"\d+ ?(?:GB|TB) of",
        ),
        "larger": _class(
            "larger model",
            r"scal(?:e|ing) up|\d+(?:\.\d+)?\s?(?:B|billion|M|million)[- ]parameters?",
        ),
        "longer_training": _class(
            "longer training",
            r"train(?:ed|ing)?\b.{0,40}\blonger\b|longer train\w*|under-?trained|"
            r"more training steps|"
            r"careful(?:ly)? (?:measures?|evaluation)|hyper-?parameters? (?:choices|tuning)",
        ),
        "domain": _class(
            "domain adaptation",
            r"(?:biomedical|clinical|scientific|legal|financial|medical|chemical|domain)[- ]"
            r"(?:domain|specific|text|language|corp\w+|literature|publications?|natural language)|"
            r"domain adaptation|domain-adaptive",
        ),
        "adversarial": _class(
            "adversarial training",
            r"adversarial (?:training|learning)",
            title_only=True,
        ),
        "alignment": _class(
            "alignment",
            r"human (?:feedback|preferences?)|instruction[- ](?:tuning|following|tuned)|"
            r"align(?:ed|ing|ment) "
            r"(?:\w+ )?with (?:human|user)\w*|RLHF|preference optimi[sz]ation",
        ),
        "analysis": _class(
            "analysis",
            r"prob(?:e|es|ing)\b|we (?:analy[sz]e|investigate|examine) (?:what|how|why|whether)|"
            r"analysis of\b|visuali[sz](?:e|es|ing|ation)\b|empirical (?:study|analysis|"
            r"investigation)",
            title_only=True,
        ),
        "defence": _class(
            "defence",
            r"defen[dcs]\w*|fake news|detect(?:s|ing|ion of)? (?:machine|neural|generated)\w*|"
            r"model extraction|misuse",
            title_only=True,
        ),
        "reproduces": _class(
            "reproduces",
            r"replication stud\w+|reproducibility|reproduction of|reproduc(?:e|es|ing) the results",
            deed=True,
        ),
    }
)
"""Name of the rule → class of change."""

TITLE_STRENGTH = 3.0
ABSTRACT_STRENGTH = 1.0
SENTENCE_STRENGTH = 0.5


@lru_cache(maxsize=8192)
def _rules_shown(text: str) -> frozenset[str]:
    """Rules whose pattern a text shows."""
    lowered = folded(text)
    return frozenset(
        rule
        for rule, one in CHANGE_CLASSES.items()
        if one.sieve.may_match(lowered) and one.pattern.search(text)
    )


class ChangeReader:
    """Reads the classes of change of one child against any of its parents.

    Parameters
    ----------
    child : Paper
        Its title and, where known, abstract are read once.

    Notes
    -----
    A hit in the child's title counts 3, in what the authors say they made
    (:func:`ptm_graph.facts.own_words.own_sentences`) 1, in a sentence that sets their work
    against the parent 0.5, at most two of each of the latter. A class that the parent's
    own title or abstract shows as well is left out, unless it is a deed.
    """

    def __init__(self, child: Paper):
        title, *own = own_sentences(child.title, child.abstract)
        shown = Counter(rule for sentence in own for rule in _rules_shown(sentence))
        titled = _rules_shown(title)
        self._own = {
            rule: TITLE_STRENGTH * (rule in titled)
            + ABSTRACT_STRENGTH * min(2, 0 if one.title_only else shown[rule])
            for rule, one in CHANGE_CLASSES.items()
        }
        self._words = {
            rule: [hit.group() for text in (title, *own) if (hit := one.pattern.search(text))]
            for rule, one in CHANGE_CLASSES.items()
            if self._own[rule]
        }
        self._in_sentence: dict[str, frozenset[str]] = {}

    def classes(self, parent: Paper, sentences: Sequence[str]) -> dict[str, float]:
        """The classes that fire for this parent, with their strength.

        Parameters
        ----------
        parent : Paper
            What its title or abstract says is no change.
        sentences : sequence of str
            The child's sentences that cite the parent.
        """
        fired = Counter(rule for text in sentences for rule in self._rules_in(text))
        strengths = {
            rule: own + SENTENCE_STRENGTH * min(2, 0 if one.title_only else fired[rule])
            for (rule, one), own in zip(CHANGE_CLASSES.items(), self._own.values(), strict=True)
            if own or rule in fired
        }
        found = {rule: strength for rule, strength in strengths.items() if strength}
        if not found:
            return found
        said = _rules_shown(f"{parent.title} {(parent.abstract or '')[:5000]}")
        titled = telling_words([parent.title])
        return {
            rule: strength
            for rule, strength in found.items()
            if (CHANGE_CLASSES[rule].deed or rule not in said) and not self._shared(rule, titled)
        }

    def _shared(self, rule: str, titled: frozenset[str]) -> bool:
        """Whether the parent's title has the very words with which a rule fires."""
        words = telling_words(self._words.get(rule, ()))
        return bool(words) and words <= titled

    def _rules_in(self, text: str) -> frozenset[str]:
        known = self._in_sentence.get(text)
        if known is None:
            known = _rules_shown(own_part(text)) if tells_difference(text) else frozenset()
            self._in_sentence[text] = known
        return known


def tells_difference(sentence: str) -> bool:
    """Whether the authors set their own work against one that they cite.

    >>> tells_difference("Unlike GloVe [3], we read words in context.")
    True
    >>> tells_difference("We compare with GloVe [3].")
    False
    """
    return bool(FIRST_PERSON.search(sentence) and _DIFFERS.search(sentence))


def own_part(sentence: str) -> str:
    """What a sentence says from where it comes to its authors: “Unlike X, *we …*”."""
    start = FIRST_PERSON.search(sentence)
    return sentence[start.start() :] if start else ""


_DIFFERS = re.compile(
    r"\bunlike\b|\b(?:in contrast|contrary|as opposed) to\b|\bdiffer(?:s|ent(?:ly)?)? from\b|"
    r"\binstead of\b|\brather than\b|"
    r"\bwe (?:\w+ )?(?:extend|modif|adapt|replac|remov|generali[sz])",
    re.IGNORECASE,
)


def quote(rule: str, texts: Sequence[str]) -> str | None:
    """The first text in which a rule fires; None where no text is at hand."""
    pattern = CHANGE_CLASSES[rule].pattern
    return next((text for text in texts if pattern.search(text)), None)
