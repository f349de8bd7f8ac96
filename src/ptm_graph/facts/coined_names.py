"""Names that papers coin for what they make, and where a text uses them.

A coined name (``BERT``, ``word2vec``, ``Mask R-CNN``) is how later papers speak of a
work. It is read from the aliases a person gave, the title, and the abstract; never
from a list of known names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ptm_graph.words.model import Paper
from ptm_graph.words.titles import clean

_MADE_WORD = r"[^\W_][\w+.\-]*[\w+]|[^\W_]"
_PREFIX = re.compile(r"^\s*([^:：–—?!]{2,40}?)\s*[:：–—]\s")
_PARENTHESIS = re.compile(r"\(\s*([A-Za-z][\w+\-]{1,19})\s*\)")
_COINING = re.compile(
    r"\b(?:called|named|dubbed|termed|coined|we call|abbreviated as|referred to as|namely|"
    r"(?:propose|present|introduce|release|develop|describe)s?(?: the| an?| our)?)"
    rf"[,:]?\s+(?:it\s+|this\s+\w+\s+|the\s+)?[\"'“‘]?({_MADE_WORD})"
)
_OWN_ABBREVIATION = re.compile(
    r"\b(?:propose|present|introduce|release|develop|describe)\b[^.()]{0,120}"
    r"\(\s*([A-Z][\w+\-]{1,19})\s*\)"
)
_TEXT_WORD = re.compile(r"(?<![\w\-/.@{])[^\W_][\w+.]*(?:-[\w+.]+)*")
_KIND_OF = re.compile(
    r"-(?:based|like|style|type|inspired|initiali[sz]ed|pre-?trained|trained|base|large|small|"
    r"tiny|only|derived)$",
    re.IGNORECASE,
)
_RECORD_KEY = re.compile(r"[a-z]+(?:19|20)\d\d[a-z]*")
_BEFORE = re.compile(r"(?<=\w )([A-Z][a-z]+) $")
_VERSION = re.compile(r" \d\.\d\b(?!\.?\d)")


def words_of(text: str) -> frozenset[str]:
    """The words of a text as a set: how word lists are kept readable in source."""
    return frozenset(text.split())


COMMON_ABBREVIATIONS = words_of(
    """
    AI API ASR CNN CNNs CPU CRF CV DL DNN DNNs EM FAQ GAN GANs GNN GNNs GPU GPUs HMM IE IR
    KB KG KL LM LMs LSTM LSTMs MAP ML MLP MRI MT NER NLG NLI NLP NLU NMT NN NNs OCR PCA POS
    QA RGB RL RNN RNNs SGD SMT SOTA SOTA SQL SRL SVM SVMs TTS URL USA VQA WWW DNA RNA PCR
    HIV 2D 3D
    """
)
_PLAIN_PREFIXES = words_of(
    """
    abstract analysis applications challenges comment editorial erratum introduction
    language learning lecture methods models networks notes overview perspective preface
    proceedings progress report research review science software statistics survey
    technology the theory towards toward tutorial understanding vision
    """
)

LONGEST_NAME = 40
"""Longer aliases are titles, not names."""


@lru_cache(maxsize=65536)
def is_coined(word: str) -> bool:
    """Whether a word looks made up: a capital inside it, or letters with a digit.

    >>> [is_coined(word) for word in ("BERT", "word2vec", "GloVe", "Attention", "Cross-View")]
    [True, True, True, False, False]
    """
    letters = [char for char in word if char.isalpha()]
    if not letters or len(word) < 2:
        return False
    if any(map(str.isdigit, word)):
        return True
    return any(char.isupper() for part in re.split(r"[\W_]", word) for char in part[1:])


def names_in_title(title: str) -> tuple[str, ...]:
    """Names that a title coins: what stands before its colon, or in parentheses.

    >>> names_in_title("BERT: Pre-training of Deep Bidirectional Transformers")
    ('BERT',)
    >>> names_in_title("Dropout: a simple way to prevent overfitting")
    ('Dropout',)
    >>> names_in_title("Attention is All you Need")
    ()
    """
    title = clean(title)
    found: list[str] = []
    prefix = _PREFIX.match(title)
    if prefix:
        found.extend(_from_prefix(prefix.group(1)))
    elif len(title.split()) <= 3 and any(map(is_coined, title.split())):
        found.append(title)
    comma = title.partition(",")[0]
    if not prefix and comma != title and len(comma.split()) == 1 and is_coined(comma):
        found.append(comma)
    found.extend(
        word
        for word in _PARENTHESIS.findall(title)
        if is_coined(word) and word not in COMMON_ABBREVIATIONS
    )
    return tuple(dict.fromkeys(found))


def _from_prefix(prefix: str) -> list[str]:
    words = prefix.split()
    if len(words) == 1:
        word = words[0].strip("\"'“”‘’")
        plain = word.casefold() in _PLAIN_PREFIXES or len(word) < 2
        return [] if plain or word in COMMON_ABBREVIATIONS else [word]
    if len(words) <= 3 and any(map(is_coined, words)):
        return [prefix.strip("\"'“”‘’")]
    return []


@lru_cache(maxsize=8192)
def names_in_abstract(abstract: str) -> tuple[str, ...]:
    """Names that an abstract introduces as its own (“we propose X”, “… (X)”, “called X”).

    >>> names_in_abstract("We propose a new architecture, called DeepNet. It beats LSTM.")
    ('DeepNet',)
    """
    text = clean(abstract)[:3000]
    found = [match.group(1) for match in _COINING.finditer(text)]
    found.extend(match.group(1) for match in _OWN_ABBREVIATION.finditer(text))
    bare = (name.removesuffix("s") for name in found if len(name) > 2 and is_coined(name))
    return tuple(dict.fromkeys(name for name in bare if name not in COMMON_ABBREVIATIONS))


def coined_words(text: str) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    """Words of a text that look coined, whoever bears them.

    Yields
    ------
    tuple of str, tuple of int
        The ways to read the name, the longest first, and where it stands (start, end).

    >>> [names for names, _ in coined_words("We turn Mask R-CNN and BERT-wwm into ERNIE 2.0.")]
    [('Mask R-CNN', 'R-CNN'), ('BERT-wwm', 'BERT'), ('ERNIE 2.0',)]
    >>> [names for names, _ in coined_words("GPT-2-based models, as McCann et al. have them")]
    [('GPT-2',)]
    """
    for match in _TEXT_WORD.finditer(text):
        start, end = match.span()
        word = _KIND_OF.sub("", match.group().rstrip("."))
        if word[-2:-1].isupper() and word.endswith("s"):
            word = word[:-1]
        if not may_be_name(word) or text.startswith(("/", "@", " et al"), end):
            continue
        version = _VERSION.match(text, end)
        if version:
            yield (word + version.group(),), (start, version.end())
            continue
        before = _BEFORE.search(text, max(0, start - LONGEST_NAME), start)
        names = [f"{before.group(1)} {word}"] if before else []
        names.append(word)
        head, _, tail = word.partition("-")
        if tail and not tail[0].isdigit() and tail != "XL" and may_be_name(head):
            names.append(head)
        yield tuple(names), (start, end)


def may_be_name(word: str) -> bool:
    """Whether a word may be a coined name and is no common abbreviation."""
    if not 2 <= len(word) <= LONGEST_NAME or word[0].isdigit() or not is_coined(word):
        return False
    return word not in COMMON_ABBREVIATIONS and not _RECORD_KEY.fullmatch(word)


def names_of(paper: Paper) -> tuple[str, ...]:
    """All names of a paper, the usual one first: aliases, title, else the abstract's.

    The abstract is asked only where alias and title give none: it also names parts,
    data and rivals.
    """
    found = list(names_given(paper.title, paper.aliases))
    if not found and paper.abstract:
        found.extend(names_in_abstract(paper.abstract)[:2])
    return tuple(dict.fromkeys(found))


def names_given(title: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """The names that aliases and title alone give."""
    found = [alias for alias in map(clean, aliases) if 2 <= len(alias) <= LONGEST_NAME]
    found.extend(names_in_title(title))
    usable = (bare for bare in map(without_note, found) if len(bare) > 1)
    return tuple(dict.fromkeys(name for name in usable if is_coined(name) or name[0].isupper()))


def without_note(name: str) -> str:
    """A name as a text would use it: ``ERNIE (Baidu)`` is written ``ERNIE``.

    >>> without_note("ERNIE (Baidu)")
    'ERNIE'
    """
    return re.sub(r"\s*[(（][^)）]*[)）]\s*$", "", name).strip()


@lru_cache(maxsize=20_000)
def pattern(name: str) -> re.Pattern[str]:
    """Where a text uses ``name`` as a word of its own.

    ``GPT`` is not found in ``GPT-2`` nor in ``DialoGPT``, but in ``GPT-based``.
    Capitals count, since coined names differ from words by them; a name that is a plain
    word (``Transformer``) is not found in the plural, which means the kind of thing.
    """
    plural = "s?" if is_coined(name) else ""
    return re.compile(rf"(?<![\w\-/.]){re.escape(name)}{plural}(?![\w])(?!-?\d|-XL|\+)", re.UNICODE)


class NameFinder:
    """Finds which papers a text names; the longer of two overlapping names wins.

    Parameters
    ----------
    names : mapping
        Key of a paper → its names.

    Notes
    -----
    A name that two papers bear is ambiguous: it is reported for none of them.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]):
        owners: dict[str, set[str]] = {}
        for key, own in names.items():
            for name in own:
                if len(name) > 1:
                    owners.setdefault(name, set()).add(key)
        self.owners = {name: frozenset(keys) for name, keys in owners.items()}
        ordered = sorted(self.owners, key=lambda name: (-len(name), name))
        self._names = tuple(ordered)

    def spans(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """Key of each paper named → where (start, end), in order of the text."""
        taken: list[tuple[int, int]] = []
        found: dict[str, list[tuple[int, int]]] = {}
        for name in self._names:
            if name not in text:
                continue
            for match in pattern(name).finditer(text):
                start, end = match.span()
                if any(start < other_end and other_start < end for other_start, other_end in taken):
                    continue
                taken.append((start, end))
                keys = self.owners[name]
                if len(keys) == 1:
                    found.setdefault(next(iter(keys)), []).append((start, end))
        return {key: sorted(places) for key, places in found.items()}
