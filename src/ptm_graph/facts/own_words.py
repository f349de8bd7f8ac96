"""What the authors of a paper say that they made, in their own words.

Read are the title and the sentences of the abstract in which the authors speak of their own
work; what they say of others, of results and of the field is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from ptm_graph.facts.coined_names import is_coined, names_in_title, words_of
from ptm_graph.facts.derivation import sentences_of, tells_results
from ptm_graph.facts.key_phrases import EMPTY_WORDS, FUNCTION_WORDS
from ptm_graph.words.titles import clean

MOST_PHRASES = 8
"""Phrases kept for one paper."""

LONGEST_PHRASE = 6
"""Words of a phrase; longer ones are sentences."""

_LONGEST_ABSTRACT = 5000

_OWN = (
    r"\b(?:we|i|(?:this|the present) (?:paper|work|article|study|thesis|letter)|"
    r"in (?:this|our) (?:paper|work|article|study)|"
    r"(?:our|the proposed) (?:\w+[- ]){0,2}(?:approach|method|model|framework|network|system|"
    r"algorithm|technique|architecture))\b"
)
_MAKES = (
    r"(?:propos|present|introduc|develop|design|devis|formulat|describ|advocat|"
    r"releas|construct|creat)(?:e|es|ed|ing|s|t)?"
)
_TAKES = (
    r"(?:use|uses|employ\w*|adopt\w*|appl(?:y|ies)|leverag\w+|exploit\w*|incorporat\w+|"
    r"integrat\w+|combin\w+|extend\w*|generali[sz]e\w*|add|adds|replac\w+ .{3,60}? (?:with|by)|"
    r"augment\w*|"
    r"learn|learns|model|models|embed|train|adapt|utili[sz]e\w*)"
)
_RESULTS = re.compile(
    r"\b(?:results?|experiments?|superior\w*|better|effective(?:ness)?|significantly)\b",
    re.IGNORECASE,
)
_OWN_MAKES = re.compile(rf"{_OWN}(?:[^.;:]{{0,60}}?\s){_MAKES}\s", re.IGNORECASE)
_OWN_TAKES = re.compile(
    rf"{_OWN}(?:\s\w+ly)?(?:\s(?:propose|aim|seek|show how|further|also|then|first|next|"
    rf"finally|instead|simply))?(?:\sto)?(?:\s\w+ly)?"
    rf"\s{_TAKES}\s",
    re.IGNORECASE,
)
_IS_MADE = re.compile(
    r"\s(?:is|are|has been|was) (?:\w+ly |also |then )?(?:proposed|presented|introduced|developed|"
    r"designed)\b",
    re.IGNORECASE,
)
_THE_PROPOSED = re.compile(r"\bthe proposed ", re.IGNORECASE)
_NAMED = re.compile(
    r"\s*(?:,|\()?\s*(?:called|named|dubbed|termed|denoted|namely|i\.e\.,?|which is)?\s*[,:(–—-]\s*"
    r"(?=(?:an?|the|which is an?) )"
)
_MEANS = re.compile(r"\b(?:via|using|through|by means of|with the help of)\s", re.IGNORECASE)
_TITLE_MEANS = re.compile(r"\s(?:via|using|with|through|by|without|as)\s", re.IGNORECASE)
_TITLE_JOINT = re.compile(
    r"\s(?:for|in|on|from|to|and|under|over|at|towards?|into|against|across)\s", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=\w)-(?=an? )")
_PIECE = re.compile(r"[.,;:!?()\[\]{}\"“”|/]+|\s[-–—]\s")
_WORD = re.compile(r"[^\W_][\w+'’]*(?:-[\w+]+)*-?")

_ENDS = words_of(
    """
    based called named trained designed dubbed termed built derived inspired consisting
    containing combining leveraging exploiting enabling allowing achieving capturing learning-to
    aims aiming suited tailored followed following applied yielding jointly directly
    simultaneously respectively adaptively explicitly explicit exploits leverages learns
    combines consists enables allows uses utilizes takes makes achieves captures operates
    generates outperforms extends employs incorporates integrates models-that only capable able
    suitable applicable
    """
)
"""Words after which no phrase goes on, although they are no function words."""

_WEAK = words_of(
    """
    algorithm algorithms architecture architectures scheme schemes strategy strategies paradigm
    pipeline mechanism mechanisms procedure formulation extension version variant variants
    concept network networks neural deep learning data dataset training trained machine
    end-to-end learned joint robust fast accurate automatic automated unified flexible scalable
    practical principled intelligent lightweight advanced generic hybrid step steps module
    modules component components hardware software architectural modeling optimization support
    dynamic overview core ideas basic results result instruments technique techniques method
    methods model models task tasks vector relevant definition straightforward modifications
    rigorous series preliminary expressive ability holistic computational unifying user users
    people application applications domain domains field theory properties property feature
    features representation representations image images text video videos object objects
    supervised unsupervised input output function functions sets set tool tools real world
    real-world large-scale mean means class baseline baselines experiment algorithmic way ways
    kind type types pair pairs structure structures insight insights implementation principle
    principles requirement requirements perspective building block blocks activation collection
    methodology theoretical minor combinatorial discriminative benchmark benchmarks simulation
    simulations single static reward hints recommendation predicting predict identifying
    assessing detecting establishing additional evidence change changes reliable item items cnn
    cnns rnn rnns brand detailed layer layers classification recognition detection prediction
    estimation analysis interaction interactions relation relations understanding
    """
)
"""Words that do not tell one work of a field from another."""

_PRAISE = words_of(
    """
    new novel simple effective efficient general generic powerful robust modern recent different
    ten brand broad alternative improved better best useful flexible promising first proposed
    principled unified practical important main key strong elegant compact-yet suitable various
    several many well complete consistent comprehensive extensive thorough detailed popular
    existing current state-of-the-art
    """
)
_HEADS = words_of(
    """
    model models method methods approach approaches framework system systems technique
    techniques task tasks analysis evaluation comparison search test tests recognition
    information work effect
    """
)
_ADJECTIVE = re.compile(
    r"(?:al|ive|ous|ic|based|aware|like|oriented|driven|able|ible|less|ful|ed|"
    r"(?:resist|relev|depend|consist|invari|equivari|effici)[ae]nt)$"
)
_NOUNS = re.compile(
    r"(?:sign|retriev|propos|remov|materi|travers|revers|potenti|credenti|referr|go|tri|interv|"
    r"approv|surviv|polynomi|norm|princip|renew)al$|(?:object|perspect|narrat|derivat|adject|"
    r"initiat|dr)ive$|(?:log|top|traff|mus|metr|heurist|rubr|fabr|statist|semant)ic$|"
    r"(?:seed|feed|speed|need|bed|embed|table|variable|cable|syllable|ensemble)$"
)

_PREFIXES = words_of(
    """
    pre co re non self multi sub semi anti inter intra bi uni tri de auto meta few one two end
    low high cross post over under un in out mini micro macro hyper super trans x k n t z
    """
)
_TORN = re.compile(r"-(?:\w?essing|\w{0,3}[ts]ions?|\w{0,2}ments?|guages?|\w{0,2}mation|formance)$")


def contributions(title: str, abstract: str | None) -> tuple[str, ...]:
    """What a paper says it made or did, as phrases, the most telling first.

    Examples
    --------
    >>> contributions("Learning Graphs via Noise Injection", None)
    ('noise injection',)
    >>> contributions("On Owls", "Owls are old. We propose a novel masked owl detector, OwlNet.")
    ('masked owl detector',)
    """
    title = clean(title)
    text = _GLUED.sub(" - ", clean(abstract or "")[:_LONGEST_ABSTRACT])
    found = [*_of_abstract(text, title), *_of_title(title)]
    whole = f"{title} {text}".casefold()
    ranked = sorted(found, key=lambda one: -one[0])
    kept: list[str] = []
    for _, phrase in ranked:
        if phrase and not _torn(phrase, whole) and not any(_alike(phrase, one) for one in kept):
            kept.append(phrase)
    return tuple(kept[:MOST_PHRASES])


def own_sentences(title: str, abstract: str | None) -> tuple[str, ...]:
    """The sentences in which the authors say what they made, the title among them."""
    text = clean(abstract or "")[:_LONGEST_ABSTRACT]
    return (clean(title), *(one for one in sentences_of(text) if says_own(one)))


@lru_cache(maxsize=8192)
def says_own(sentence: str) -> bool:
    """Whether the authors say in a sentence what they made or did, not how well it does."""
    if (tells_results(sentence) or _RESULTS.search(sentence)) and not _OWN_MAKES.search(sentence):
        return False
    return any(one.search(sentence) for one in (_OWN_MAKES, _OWN_TAKES, _IS_MADE, _THE_PROPOSED))


def _of_abstract(text: str, title: str) -> Iterator[tuple[float, str]]:
    for sentence in sentences_of(text):
        if not says_own(sentence):
            continue
        for match in _OWN_MAKES.finditer(sentence):
            rest = sentence[match.end() :]
            first = _phrase_at(rest)
            if first and not _is_name(first):
                yield 4.0, first
            named = _NAMED.search(rest[:120])
            if named:
                yield (
                    (4.0 if not first or _is_name(first) else 2.0),
                    _phrase_at(rest[named.end() :]),
                )
            means = _MEANS.search(rest)
            if means:
                yield 3.0, _phrase_at(rest[means.end() :])
        for match in _OWN_TAKES.finditer(sentence):
            yield 2.5, _phrase_at(sentence[match.end() :])
        for match in _IS_MADE.finditer(sentence):
            yield 3.5, _phrase_before(sentence[: match.start()])
        for match in _THE_PROPOSED.finditer(sentence):
            yield 1.5, _phrase_at(sentence[match.end() :])


def _of_title(title: str) -> Iterator[tuple[float, str]]:
    for name in names_in_title(title):
        title = title.replace(f"({name})", " ")
    head, colon, tail = title.partition(": ")
    pieces = [tail, head] if colon else [head]
    for place, piece in enumerate(pieces):
        if colon and place and (len(piece.split()) < 3 or any(map(is_coined, piece.split()))):
            continue  # the coined name
        whole, *means = _TITLE_MEANS.split(piece)
        for one in means:
            phrase = _phrase_at(_TITLE_JOINT.split(f" {one}")[0])
            without = f" without {one}" in f" {piece}"
            yield 3.8 - place, f"without {phrase}" if without and phrase else phrase
        parts = _TITLE_JOINT.split(whole)
        yield 3.2 - place, _phrase_at(parts[0])


def _phrase_at(text: str) -> str:
    """The noun phrase with which a text begins, cleaned; empty where there is none."""
    piece = next((one for one in _PIECE.split(text.strip()) if one.strip()), "")
    return _trimmed(_run(_WORD.findall(piece)))


def _phrase_before(text: str) -> str:
    """The noun phrase with which a text ends."""
    piece = next((one for one in reversed(_PIECE.split(text)) if one.strip()), "")
    words = _WORD.findall(piece)
    start = max((at for at, word in enumerate(words) if word.casefold() in _ARTICLES), default=-1)
    return _trimmed(_run(words[start + 1 :])) if start >= 0 else ""


_ARTICLES = words_of("a an the this our two three")


def _run(words: Sequence[str]) -> list[str]:
    """The words up to where a phrase ends, praise at its start left out.

    “of” ends no phrase of one or two words: “pre-training of deep transformers”.
    """
    found: list[str] = []
    for at, word in enumerate(words):
        low = word.casefold()
        after = words[at + 1].casefold() if at + 1 < len(words) else ""
        if not found and low not in _STOPS and _opens(low) and at < 7:
            continue
        if low == "of" and 0 < len(found) <= 2 and not _opens(after) and after not in _STOPS:
            found = [*found, low] if telling_words(found) else []  # “a series of …”
            continue
        if low in FUNCTION_WORDS or low in _ENDS or (found and _verb(low, after)):
            if low in ("and", "or") and (len(found) < 3 or found[0].endswith("ing")):
                return []  # the first half of two things
            if low in _ARTICLES and len(found) > 1 and found[-1].endswith("s"):
                found.pop()  # a verb: “the model supplements the …”
            break
        found.append(word)
    return found


def _opens(word: str) -> bool:
    """Whether a word before a phrase says nothing of it."""
    return (
        word in _PRAISE
        or (word in FUNCTION_WORDS and word not in _STOPS)
        or word.isdigit()
        or _adverb(word)
    )


_NO_START = words_of(
    """
    let let's introducing improving enhancing understanding exploring revisiting rethinking
    evaluating analyzing analysing investigating boosting addressing tackling making getting
    finding
    """
)
_STOPS = words_of("that which how why whether to of for with in on by from and or as not if when")


def _adverb(word: str) -> bool:
    return word.endswith("ly") and len(word) > 4


def _verb(word: str, after: str) -> bool:
    """Whether a participle opens a clause: “trained on”, “leveraging the”."""
    return (word.endswith("ed") or word.endswith("ing")) and after in _CLAUSE


_CLAUSE = words_of("a an the on at for to with by from in of as that this these both its their our")


def _trimmed(words: list[str]) -> str:
    """A phrase as it is shown; empty where it says nothing by itself."""
    while words and _closes_badly(words[-1].casefold()):
        words = words[:-1]
    while words and (words[0].casefold() in _HEADS or words[0].casefold() == "of"):
        words = words[1:]
    if len(words) > 2 and words[0].casefold() == "learning" and words[1].casefold() not in _STOPS:
        words = words[1:]
    if words and (words[0].casefold() in _NO_START or (len(words) == 2 and _gerund(words[0]))):
        return ""  # an aim, or the beginning of one
    low = [_shown(word) for word in words]
    if len(telling_words(low)) < 2 or len(low) > LONGEST_PHRASE:
        return ""
    if len(low) == 1 and not ("-" in low[0] and len(low[0]) > 8 and not is_coined(low[0])):
        return ""
    if _ADJECTIVE.search(low[-1].casefold()) and not _NOUNS.search(low[-1].casefold()):
        return ""  # its noun was lost
    return " ".join(low)


def _gerund(word: str) -> bool:
    return word.casefold().endswith("ing") and "-" not in word


def _closes_badly(word: str) -> bool:
    return (word in EMPTY_WORDS and word not in _HEADS) or word in _PRAISE or _adverb(word)


def _shown(word: str) -> str:
    return word.rstrip("-") if is_coined(word) else word.rstrip("-").casefold()


def _is_name(phrase: str) -> bool:
    return " " not in phrase and is_coined(phrase)


def _torn(phrase: str, text: str) -> bool:
    """Whether a word of a phrase was torn at the end of a line (“pro-cessing”)."""
    for word in phrase.split():
        head, hyphen, tail = word.partition("-")
        may_be = hyphen and head not in _PREFIXES and tail.islower()
        if may_be and (_TORN.search(word) or f" {head}{tail}" in text):
            return True
    return False


def _alike(one: str, other: str) -> bool:
    """Whether one of two phrases says no more than the other."""
    first, second = (
        {stem(word) for word in text.casefold().replace("-", "").split()} for text in (one, other)
    )
    return first <= second or second <= first or telling_words([one]) <= telling_words([other])


def telling_words(texts: Iterable[str]) -> frozenset[str]:
    """Stems of the words that tell one work of a field from another."""
    return frozenset(
        stem(word)
        for text in texts
        for piece in _WORD.findall(text.casefold())
        for word in piece.split("-")
        if word not in _WEAK and word not in EMPTY_WORDS and word not in FUNCTION_WORDS
    )


def says_more(phrase: str, known: Iterable[str]) -> bool:
    """Whether a phrase tells at least as much new as it repeats, its first word being new.

    >>> says_more("lattice LSTM", ["Bidirectional LSTM-CRF models"])
    True
    >>> says_more("multi-task learning of graphs", ["Multitask learning"])
    False
    """
    shared = set(telling_words(known))
    for text in known:
        words = _WORD.findall(text.casefold())
        parts = [part for word in words for part in word.split("-")]
        shared |= {stem(one + other) for one, other in pairwise(parts)}
    new = [
        stem(word.replace("-", "")) not in shared and not telling_words([word]) <= shared
        for word in phrase.split()
        if telling_words([word])
    ]
    return bool(new) and new[0] and 2 * sum(new) >= len(new)


def stem(word: str) -> str:
    """The beginning of a word, by which its forms are compared."""
    return word[:6].removesuffix("s")
