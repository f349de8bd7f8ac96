"""Where a sentence of a citing text ends.

A splitter for papers: “et al.” ends nothing, and a citation behind the full stop belongs to
the sentence before it (“… works. [3]”).
"""

from __future__ import annotations

import re

from ptm_graph.facts.coined_names import words_of

CITATION = "\ue000"
"""Stands for a citation while a text is split: one character, whatever it cites."""

_STOP = re.compile("[.!?…。！？｡]+[\"'”’»)\\]」』）》]*")
_LOST_SPACE = re.compile(r"[A-Z][a-z]+[ ,]")
_CITED_BEHIND = re.compile(r"(\d{1,3}(?=\s)|(?:\s*\ue000)+)")
_SPACE = re.compile(r"\s*")
_STARTS = re.compile(
    r"""["'“‘«„(\[$¿¡]*(?:[^\W\d_a-zß-öø-ÿа-я]|\d|\ue000|[a-z]+(?:\d|[A-Z]))""", re.VERBOSE
)
_NUMBER = re.compile(r"[(\[]?(?:\d|[A-Z]?\.?\d|[IVX]+\b|[A-Z]\b(?!\w))|[\ue000$(\[]")
_OPENER = re.compile(
    r"(?:We|The|In|This|These|Those|Our|It|Its|However|To|For|As|They|There|Then|Thus|Here|On"
    r"|When|While|Although|Moreover|Furthermore|Finally|First|Second|Unlike|Following|With|By"
    r"|From|If|Since|Such|Both|Another|Recently|Hence|Therefore|Note|Each|All"
    r"|Wir|Der|Die|Das|Es|Hier|Nous|Le|La|Les|Cette|Ces|Il|Dans|El|Los|Las|En|Este|Esta"
    r"|Мы|Это|Эти|Для|При|На|В|Из|Как|Они|Он|По)(?=[\s,])"
)
_OPENING = f"([“\"'/{CITATION}"
_LONGEST_WORD = 16

_NEVER_LAST = words_of(
    """
    e.g eg i.e ie cf vs viz dr prof mr mrs ms approx resp incl excl wrt w.r.t a.k.a
    z.b d.h u.a bzw vgl ggf sog evtl insb bspw p.ex c.-à-d c.à.d mme mlle p.ej sr sra dra
    т.е т.к т.н напр см ср им проф акад
    """
)
_LAST_BEFORE_OPENERS = words_of(
    """
    al etc ibid inc ltd co corp dept univ proc conf int trans jr st ca usw env aprox eds u.s u.k
    др г гг т.д т.п ex ej
    """
)
_BEFORE_NUMBERS = words_of(
    """
    fig figs figure eq eqs eqn eqns sec secs sect sects tab tabs table ref refs def thm prop lem
    cor alg algs ch chap chaps app no nos vol vols art p pp pt ver
    abb kap nr bd anm gl éq éqs eqq chapitre núm pág págs ec cap
    рис табл гл стр ст п пп разд ур
    """
)
_MONTH = re.compile(r"(?:Jan|Febr)uar|März|April|Mai|Ju[nl]i|August|(?:Septem|Okto|Novem|Dezem)ber")


def ends_of(text: str) -> list[int]:
    """Where the sentences of a text end, the end of the text included.

    Parameters
    ----------
    text : str
        One paragraph; each citation in it is one :data:`CITATION`.

    Notes
    -----
    Linear in the text. A dot ends no sentence behind an abbreviation (English, German,
    French, Spanish, Russian), an initial or the number of an item; where it may do both,
    the word behind it decides (“Smith et al. We …”).

    Examples
    --------
    >>> text = "As Smith et al. [3] say, it works. [4] We use Fig. 2. 它很好。我们用它。"
    >>> ends_of(text.replace("[3]", CITATION).replace("[4]", CITATION))
    [34, 49, 54, 59]
    """
    ends: list[int] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() <= start:
            continue
        end = _end(text, start, stop)
        if end is not None and end < len(text):
            ends.append(end)
            start = end
    if text[start:].strip():
        ends.append(len(text))
    return ends


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph (see :func:`ends_of`), stripped."""
    ends = ends_of(text)
    found = (text[start:end].strip() for start, end in zip([0, *ends], ends, strict=False))
    return [one for one in found if one]


def _end(text: str, start: int, stop: re.Match[str]) -> int | None:
    """The end of the sentence that may stop here, what is cited behind it included."""
    begin, end = stop.span()
    last, next_one = text[begin - 1 : begin], text[end : end + 1]
    behind = _CITED_BEHIND.match(text, end) if _may_cite(last, next_one) else None
    if text[begin] in "。！？｡":
        alone = behind is not None and text[behind.end() : behind.end() + 1] in ("", " ")
        return behind.end() if behind is not None and alone else end
    lost = behind is None and last.isalpha() and _LOST_SPACE.match(text, end) is not None
    if behind is None and next_one.strip() and not (lost and end == begin + 1):
        return None
    after = _after(text, end)
    if text[begin] == "." and not _may_be_last(text, start, begin, after):
        return None
    if behind is not None:
        after = _after(text, behind.end())
        if after == len(text) or (after > behind.end() and _STARTS.match(text, after)):
            return behind.end()
        if not text[end].isspace():
            return None
        return end  # “… works. [3] propose”: the citation is the subject of the next
    return end if after == len(text) or _STARTS.match(text, after) else None


def _may_cite(last: str, next_one: str) -> bool:
    """Whether a citation or a raised number may follow: a word stands before the stop."""
    return next_one in (" ", CITATION) or (next_one.isdigit() and last.isalpha())


def _after(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return place if found is None else found.end()


def _may_be_last(text: str, start: int, dot: int, after: int) -> bool:
    """Whether the word before a dot may end a sentence that goes on with what is behind."""
    word = text[max(start, dot - _LONGEST_WORD) : dot].rpartition(" ")[2].lower().lstrip(_OPENING)
    if word in _NEVER_LAST:
        return False
    if word.isdigit() and len(word) < 3:
        before = text[start : min(dot - len(word), start + 4)]
        item = len(before) < 4 and not before.strip(" (")
        return not item and _MONTH.match(text, after) is None
    if word in _BEFORE_NUMBERS:
        return _NUMBER.match(text, after) is None or _OPENER.match(text, after) is not None
    initial = len(word) == 1 and word.isalpha()
    dotted = "." in word and len(word) < 6 and word.replace(".", "").isalpha()
    if initial or dotted or word in _LAST_BEFORE_OPENERS:
        return after == len(text) or _OPENER.match(text, after) is not None
    return True
