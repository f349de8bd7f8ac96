"""What a part of a paper is for, told by the words of its heading."""

from __future__ import annotations

import re

from ptm_graph.full_texts.full_text import SectionKind

_KINDS: tuple[tuple[SectionKind, str], ...] = (
    ("appendix", r"appendi|supplement|supporting information|annexe?s?\b|anhang|приложени|附录"),
    ("introduction", r"introduc|einleitung|введени|introducci|引言|绪论|介绍"),
    (
        "related work",
        r"related|background|previous work|prior work|preliminar|literature|state of the art"
        r"|état de l.art|travaux|verwandte|stand der|обзор|antecedentes|相关工作|背景|综述",
    ),
    (
        "experiments",
        r"experiment|result|evaluation|ablation|setup|set-up|dataset|benchmark|résultat|ergebnis"
        r"|эксперимент|результат|resultado|实验|结果|评估",
    ),
    (
        "discussion",
        r"discussion|conclu|limitation|future work|diskussion|fazit|заключени|讨论|结论|总结",
    ),
    (
        "method",
        r"method|model|approach|architecture|algorithm|framework|material|training|our \w+"
        r"|méthod|modèle|modell|verfahren|метод|модел|método|modelo|方法|模型",
    ),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)


def kind_of_heading(heading: str) -> SectionKind | None:
    """Tell what a part is for by its heading; None if the words do not say.

    The first kind that any of its words name wins: "Experimental results of our model"
    is about experiments.
    """
    return next((kind for kind, words in _PATTERNS if words.search(heading)), None)
