"""Names of papers and models that a list drops in its text, without a link."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ptm_graph.reading_lists.blocks import Block
from ptm_graph.reading_lists.drafts import Draft, Facts
from ptm_graph.reading_lists.headline import (
    heading_name,
    headline,
    is_generic,
    is_name,
    is_title,
    plain,
    quoted,
)
from ptm_graph.reading_lists.links import label_role
from ptm_graph.reading_lists.result import Mention
from ptm_graph.reading_lists.vocabulary import ORGANISATIONS
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.titles import normal

_WORD = re.compile(
    r"(?<![\w/.@&-])[A-Za-z][\w+]*(?:-[A-Za-z\d+]+)*(?: \d+(?:\.\d+)?)?(?![\w/@])", re.ASCII
)
_LISTED = re.compile(r"\s*(?:[,，、;；]|/|\band\b|和|以及|及|与|或)\s*")
_INTRODUCED = re.compile(
    r"(?:包括|包含|涵盖|主要讲了|主要介绍了?|介绍了|如|例如"
    r"|including|includes|covers?|such as|namely|e\.g\.|混合了|应用)\s*[:：]?\s*(.+)",
    re.I,
)
_ORIGIN = re.compile(r"\s+(?:from|by)\s+[A-Z][\w ]{1,20}$")
_IN_USE = re.compile(
    r"(?:使用|采用|引入|基于|提出|利用)了?\s*([A-Z][A-Za-z]+(?:-[A-Z\d][\w]*)*)\s*"
    r"(?:等|优化器|模型|算法|方法|网络|架构)",
    re.ASCII,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_MODEL_PHRASE = re.compile(
    r"(?<![\w-])((?:[A-Z][a-z]+[ -]){1,2}(?:Transformer|Network|Networks|Net|BERT|GPT))(?![\w-])",
    re.ASCII,
)
_LEADING = re.compile(
    r"\s*([A-Za-z][\w.+-]*(?: [A-Z][\w+-]*| \d[\d.]*)?)\s*(?:[:：]|模型|详解|浅析|解读|论文)",
    re.ASCII,
)


if TYPE_CHECKING:
    from ptm_graph.reading_lists.document import Document


class NameIndex:
    """Finds the papers of a document by their names."""

    def __init__(self, drafts: Sequence[Draft]):
        self._owners: dict[str, dict[int, Draft]] = {}
        for draft in drafts:
            self.add(draft)

    def add(self, draft: Draft) -> None:
        """Take in a paper by its aliases."""
        for alias in draft.aliases:
            self._owners.setdefault(_key(alias), {})[id(draft)] = draft

    def called(self, name: str) -> Draft | None:
        """The only paper of that name."""
        owners = self._owners.get(_key(name), {})
        return next(iter(owners.values())) if len(owners) == 1 else None

    def in_text(self, text: str) -> list[Draft]:
        """The papers a text names, in its order; a name of two papers counts for none."""
        found = [self._called_in_text(word.group()) for word in _WORD.finditer(text[:400])]
        return list(dict.fromkeys(draft for draft in found if draft is not None))

    def _called_in_text(self, word: str) -> Draft | None:
        name, _, number = word.partition(" ")
        if number.isdigit() and int(number) > 9:  # a number of the sentence, not of a version
            word = name
        return self.called(word)

    def leading(self, text: str) -> Draft | None:
        """The paper a text begins with (``TinyBERT：…``), or the only one it names."""
        name = leading_name(text)
        if name is not None and self.called(name) is not None:
            return self.called(name)
        named = self.in_text(text)
        return named[0] if len(named) == 1 else None

    def enumerated(self, text: str, apart_from: Draft) -> list[str]:
        """Names in an enumeration, those of one paper apart."""
        own = {_key(alias) for alias in apart_from.aliases}
        return [name for name in enumerated_names(text) if _key(name) not in own]


def leading_name(text: str) -> str | None:
    """The coined name a title begins with: ``TinyBERT：…``, ``Transformer-XL模型浅析``."""
    match = _LEADING.match(text)
    if match is None:
        return None
    name = match.group(1)
    return name if is_name(name) or _MODEL_PHRASE.fullmatch(name) else None


def _key(name: str) -> str:
    return normal(re.sub(r"(\d)\.0\b", r"\1", name)).replace(" ", "")


def named_model(text: str) -> str | None:
    """A model a Chinese title names by a phrase or a version: ``Sparse Transformer``."""
    if not _HAN.search(text):
        return None
    phrases = _model_phrases(text)
    if len(phrases) == 1:
        return phrases[0]
    versions = [word for word in _WORD.findall(text) if re.search(r" \d+\.\d$", word)]
    return versions[0] if len(versions) == 1 and is_name(versions[0]) else None


def _model_phrases(text: str) -> list[str]:
    found = [match.group(1) for match in _MODEL_PHRASE.finditer(text)]
    return [
        phrase
        for phrase in found
        if not re.match(r"\w+ing\b", phrase) and phrase.split()[0] not in ORGANISATIONS
    ]


def enumerated_names(text: str) -> list[str]:
    """Names that a text lists (``包括：ULMFiT, Transformer, BERT``).

    Where at least two of three or more members are coined names, capitalised
    plain words beside them (``Flair``) are names as well.
    """
    introduced = _INTRODUCED.search(text)
    listed = introduced.group(1) if introduced else re.split("[:：]", text)[-1]
    members = [_ORIGIN.sub("", plain(part)) for part in _LISTED.split(listed[:1_000])]
    members = [
        _last_latin(member) if index == 0 else _first_latin(member)
        for index, member in enumerate(members)
    ]
    coined = [member for member in members if is_name(member)]
    slashed = re.search(r"\w/\w+/\w|[:：]\s*\w+/\w", text) is not None and "://" not in text
    if len(members) < 2 or len(coined) < (1 if slashed else 2):
        return []
    if introduced is None and not slashed and len(coined) < 0.6 * len(members):
        return []
    plain_words = len(members) >= 3 and introduced is not None
    return [
        member
        for member in members
        if is_name(member)
        or (slashed and re.fullmatch(r"[a-z]{4,}", member) and not is_generic(member))
        or (
            plain_words
            and re.fullmatch(r"[A-Z][a-z]+(?:[- ][A-Z][a-z]+){0,2}", member)
            and not is_generic(member)
        )
    ]


def _last_latin(text: str) -> str:
    text = re.split("[:：]", text)[-1]
    found = re.findall(r"[A-Za-z][A-Za-z\d_ .+-]*", text) if _HAN.search(text) else []
    return found[-1].strip(" .") if found else text.strip(" .")


def _first_latin(text: str) -> str:
    found = (
        re.match(r"[A-Za-z][A-Za-z\d_.+-]*(?: [A-Za-z\d_.+-]+)*", text)
        if _HAN.search(text)
        else None
    )
    return found.group().strip(" .") if found else text.strip(" .。")


def mentions_in(
    document: Document, entries: Sequence[SeedEntry]
) -> tuple[tuple[Mention, ...], set[Block]]:
    """The names a document mentions that are not entries; and the blocks that mention any.

    The same name is given once, at its first line. A plain word is a name only where
    the document uses it so (in an enumeration, alone in an item, as a heading).
    """
    blocks, facts = document.blocks, document.facts
    known = {_key(alias) for entry in entries for alias in entry.aliases}
    known |= {normal(entry.title).replace(" ", "") for entry in entries if entry.title}
    found: dict[str, Mention] = {}
    telling: set[Block] = set()
    used_names = _names_used_as_names(blocks, facts)
    homonyms = _homonyms(blocks)
    for block in blocks:
        if block.kind == "code":
            continue
        names = _names_of_block(block, facts[block], used_names, block in document.claimed)
        if names:
            telling.add(block)
        names.extend((name, block.line) for name in homonyms if name in block.text)
        for name, line in names:
            key = _key(name)
            if key and key not in known and key not in found:
                found[key] = Mention(name, document.file, line, document.family(block))
    return tuple(sorted(found.values(), key=lambda mention: mention.line or 0)), telling


def _homonyms(blocks: Iterable[Block]) -> list[str]:
    """``ERNIE from Baidu`` and ``ERNIE from THU``: one name for two works."""
    written: dict[str, dict[str, None]] = {}
    for block in blocks:
        for match in re.finditer(
            r"([A-Z][\w-]+) (?:from|by) [A-Z]\w+", block.text[:2_000], re.ASCII
        ):
            if is_name(match.group(1)):
                written.setdefault(_key(match.group(1)), {})[match.group()] = None
    return [text for texts in written.values() if len(texts) > 1 for text in texts][:100]


def _names_used_as_names(blocks: Iterable[Block], facts: Mapping[Block, Facts]) -> set[str]:
    """Keys of names that stand where only names stand: headings, items, enumerations."""
    keys: set[str] = set()
    for block in blocks:
        if block.kind == "code":
            continue
        for draft in facts[block].drafts:
            keys.update(map(_key, draft.aliases))
        if facts[block].drafts and block.kind != "heading":
            continue
        if block.kind in ("heading", "item") and is_name(heading_name(block.text)):
            keys.add(_key(heading_name(block.text)))
        if block.kind in ("text", "item"):
            keys.update(map(_key, enumerated_names(block.text)))
    return keys


def _names_of_block(
    block: Block, facts: Facts, used: set[str], is_label: bool
) -> list[tuple[str, int]]:
    if facts.drafts or facts.merged:
        return []
    names: list[tuple[str, int]] = []
    line = block.line
    text, linked = "", False
    for span in [*block.spans, None]:
        if span is None or span.text == "\n":
            names.extend(
                (name, line) for name in _names_of_text(text, block, linked, used, is_label)
            )
            text, linked, line = "", False, span.line if span else line
        elif not span.code and not span.bare:
            text += span.text
            linked = linked or span.url is not None
            line = span.line if not text.strip() else line
    return names


def _names_of_text(
    text: str, block: Block, linked: bool, used: set[str], is_label: bool
) -> list[str]:
    bare = _EXPANSION.sub(" ", plain(text))
    if not bare or len(bare) > 3_000:
        return []
    alone = heading_name(bare) if block.kind == "heading" else bare.strip(" .。:：")
    if is_name(alone):
        return [alone]
    if linked:
        return _in_running_text(bare, used, is_label=True)
    quote = quoted(bare)
    if quote is not None and bare[quote[1]] == "《" and is_title(quote[0]):
        return [quote[0]]
    if block.kind == "item":
        title = headline(re.sub(r"[,，]\s*[A-Z]\w+\s*$", "", bare)).title or ""
        name, colon, rest = title.partition(":")
        titled = name.istitle() and name.isalpha() and len(re.findall(r" [A-Z]", rest)) >= 3
        coined = is_name(name) or (titled and label_role(name) is None and not is_generic(name))
        if colon and coined and len(rest.split()) >= 3 and not _HAN.search(title):
            return [title]
    found = [*enumerated_names(bare), *_in_running_text(bare, used, is_label), *_spaced(bare, used)]
    return list(dict.fromkeys(found))


def _spaced(text: str, used: set[str]) -> list[str]:
    """``bert ernie bert_wwm 等模型``: small words in a row, one of them a name, and “etc.”"""
    match = re.search(r"((?:[a-z][\w-]+ ){2,}[a-z][\w-]+)\s*等", text, re.ASCII)
    words = match.group(1).split() if match else []
    return words if any(is_name(word) or _key(word) in used for word in words) else []


_EXPANSION = re.compile(r"[(（](?:[^\W\d_]+[ -]){2,8}[^\W\d_]+[)）]")


def _in_running_text(text: str, used: set[str], is_label: bool = False) -> list[str]:
    names = _model_phrases(text) if _HAN.search(text) else []
    names.extend(word for word in _IN_USE.findall(text) if not is_generic(word))
    if "://" not in text:
        text = text.replace("/", " / ")
    for match in _WORD.finditer(text):
        word = match.group()
        if not is_name(word):
            word = word.split()[0]
        if any(word in name for name in names):
            continue
        if _VARIANT.search(word):
            continue
        acronym = is_label and re.fullmatch(r"[A-Z]{3,}", word) and _HAN.search(text)
        if (is_name(word) and (_key(word) in used or _is_strong(word) or acronym)) or (
            word.islower() and len(word) > 2 and _key(word) in used
        ):
            names.append(word)
    return names


_VARIANT = re.compile(r"-(?:x*large|base|small|tiny|mini|medium|(?:un)?cased|\d+[MBK])$", re.I)


def _is_strong(word: str) -> bool:
    """A shape no ordinary word or acronym has: a capital after a small letter, a digit, both."""
    if is_generic(word) or re.fullmatch(r"[a-z][A-Z]+|[a-z][A-Z][a-z]+", word):
        return False
    return bool(
        re.search(r"[a-z][A-Z]", word)
        or re.fullmatch(r"[A-Z]{2,} \d\.\d", word)
        or re.fullmatch(r"[A-Z]{2,}[a-z]+[A-Za-z]*|[A-Z]{2,}-?\d[\w.]*|[a-z]+\d[a-z]+", word)
        or re.fullmatch(r"[A-Z]{2,}(?:-[A-Za-z\d]+)+", word)
    )
