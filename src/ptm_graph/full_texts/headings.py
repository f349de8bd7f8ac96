"""What a part of a paper is for, told by the words of its heading, else by its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ptm_graph.full_texts.full_text import SectionKind

_KINDS: tuple[tuple[SectionKind, str], ...] = (
    ("appendix", r"appendi|supplement|supporting information|annexe?s?\b|anhang|приложени|附录"),
    (
        "introduction",
        r"introduc|motivation|einleitung|einführung|введени|introducci|引言|绪论|介绍|前言",
    ),
    (
        "related work",
        r"related|background|previous|prior work|preliminar|literature|state of the art|survey"
        r"|état de l.art|travaux|verwandte|stand der|grundlagen|обзор|antecedentes|estado del arte"
        r"|trabajos? (?:previos?|relacionados?)|相关工作|相关研究|背景|综述|研究现状",
    ),
    (
        "experiments",
        r"experiment|result|evaluat|ablation|set-?up|data ?set|benchmark|baseline|implementation"
        r"|empirical|case stud|analys[ei]s|résultat|expérien|évaluation|ergebnis|auswertung|versuch"
        r"|эксперимент|результат|resultado|evaluación|实验|结果|评估|仿真",
    ),
    (
        "discussion",
        r"discuss|conclu|limitation|future work|summary|outlook|diskussion|fazit|zusammenfassung"
        r"|ausblick|заключени|вывод|обсужден|discusi|讨论|结论|总结|结语|展望",
    ),
    (
        "method",
        r"method|model|approach|architect|algorithm|framework|material|training|proposed|our \w+"
        r"|system|formulation|méthod|modèle|modell|verfahren|ansatz|метод|модел|алгоритм|método"
        r"|modelo|方法|模型|算法|框架|系统",
    ),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)
_BEGINNING = 0.12
"""Share of a text without headings that counts as its introduction."""


@lru_cache(maxsize=4096)
def kind_of_heading(heading: str) -> SectionKind | None:
    """Tell what a part is for by its heading; None if the words do not say.

    The first kind that any of its words name wins: "Experimental results of our model"
    is about experiments.
    """
    return next((kind for kind, words in _PATTERNS if words.search(heading)), None)


def kind_of_path(headings: Sequence[str]) -> SectionKind | None:
    """Tell it by a path of headings: the outermost that says anything decides.

    A section “Data” of “Appendix” is appendix, a section “Models” of “Experiments” is about
    experiments. Only a whole part introduces: “A short introduction to nets” of another does not.
    """
    told = ((deep, kind_of_heading(one)) for deep, one in enumerate(headings))
    return next(
        (kind for deep, kind in told if kind and (kind != "introduction" or not deep)), None
    )


def kinds_of(paths: Sequence[Sequence[str]]) -> list[SectionKind | None]:
    """Tell what each paragraph is for, by its place where its headings do not say.

    Parameters
    ----------
    paths : sequence of sequence of str
        Path of headings for each paragraph of the paper in order.

    Notes
    -----
    What comes before the first heading introduces, and so does the beginning of a text
    without headings. A part with a heading of its own words ("Two towers") is method where
    it stands between introduction and experiments. A "Background" that comes first and is
    followed by no introduction is one.
    """
    told = [kind_of_path(path) for path in paths]
    opening = next((path[0] for path in paths if path), None)
    if "introduction" not in told and opening and kind_of_heading(opening) == "related work":
        told = [
            "introduction" if path and path[0] == opening else kind
            for path, kind in zip(paths, told, strict=True)
        ]
    if not any(paths):
        return ["introduction" if n <= _BEGINNING * len(told) else None for n in range(len(told))]
    after: list[SectionKind | None] = []
    following: SectionKind | None = None
    for kind in reversed(told):
        following = kind or following
        after.append(following)
    found: list[SectionKind | None] = []
    before: SectionKind | None = None
    for path, kind, next_kind in zip(paths, told, reversed(after), strict=True):
        before = kind or before or (None if path else "introduction")
        first = not path and before == "introduction"
        found.append(kind or ("introduction" if first else _between(before, next_kind)))
    return found


def _between(before: SectionKind | None, after: SectionKind | None) -> SectionKind | None:
    if before in ("introduction", "related work", "method"):
        return "method" if after in ("method", "experiments", "discussion") else None
    return "experiments" if before == after == "experiments" else None
