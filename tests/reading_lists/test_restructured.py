import textwrap
from pathlib import Path

import pytest

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.restructured import read


def test_sections_items_and_references_are_understood() -> None:
    result = read(
        textwrap.dedent("""\
        ==================
        预训练模型
        ==================

        综述
        ######################

        - 参考文献： Qiu X , Sun T , et al. Pre-trained Models for Language: A Survey[J]. 2020.
        - 论文解读： https://zhuanlan.zhihu.com/p/139015428

        ALBERT
        ######################

        - github主页： https://github.com/brightmart/albert_zh
        - `A Lite BERT for Learning <https://arxiv.org/abs/1909.11942>`_
        """),
        "x.rst",
    )
    survey, albert = result.entries
    assert (survey.title, survey.authors, survey.year, survey.line) == (
        "Pre-trained Models for Language: A Survey",
        ("Qiu X", "Sun T"),
        2020,
        8,
    )
    assert [(r.kind, r.language) for r in survey.resources] == [("article", "zh")]
    assert (albert.title, albert.aliases, dict(albert.identifiers), albert.line) == (
        "A Lite BERT for Learning",
        ("ALBERT",),
        {"arxiv": "1909.11942"},
        15,
    )
    assert [resource.kind for resource in albert.resources] == ["code"]
    assert albert.family == "预训练模型 / ALBERT"


def test_tables_and_definitions_are_read() -> None:
    result = read(
        textwrap.dedent("""\
        =========================  ==================================
        Title                      Link
        =========================  ==================================
        Attention is all you need  https://arxiv.org/abs/1706.03762
        =========================  ==================================

        ELMo
          https://arxiv.org/abs/1802.05365
        """)
    )
    assert [(entry.title, dict(entry.identifiers)) for entry in result.entries] == [
        ("Attention is all you need", {"arxiv": "1706.03762"}),
        ("ELMo", {"arxiv": "1802.05365"}),
    ]


def test_nothing_is_included_or_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("- https://arxiv.org/abs/1810.04805\n")
    result = read(
        f".. include:: {secret}\n\n.. raw:: html\n   :file: {secret}\n\n"
        f".. csv-table::\n   :file: {secret}\n\n.. csv-table::\n   :url: http://127.0.0.1:9/x\n"
    )
    assert result.entries == ()


@pytest.mark.parametrize(
    "text",
    [
        "".join(" " * level + "- a\n\n" for level in range(500)),
        "- " * 5_000 + "a",
        "`a <" * 20_000,
        "*a " * 50_000,
        "A\n\n" + "*a " * 2_000 + "\n\n" + "b",
    ],
)
def test_hostile_nesting_and_markup_is_one_clear_error(text: str) -> None:
    with pytest.raises(ReadingListError) as caught:
        read(text, "x.rst")
    assert caught.value.line is not None


def test_substitutions_cannot_grow_a_small_text() -> None:
    levels = "\n".join(f".. |a{n}| replace:: |a{n + 1}| |a{n + 1}|" for n in range(40))
    result = read(f"{levels}\n.. |a40| replace:: x\n\n|a0|\n\n- https://arxiv.org/abs/1810.04805\n")
    assert [dict(entry.identifiers) for entry in result.entries] == [{"arxiv": "1810.04805"}]
