"""What rooms tell each other, as a code with numbers; and its sentence in each language.

A room makes a :class:`Said`, and whoever decides anything reads its code. Terminal and files
have the English sentence, ``str(said)``; a page has :func:`sentence` in its language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, TypeAlias

from ptm_graph.words.model import EVEN_ODDS, percent

NoteCode = Literal[
    "note.gap",
    "note.gap, length unknown",
    "note.gap, none known",
    "note.gap, nothing known",
    "note.no sentences",
    "note.counts only",
    "note.name only",
    "note.concurrent",
    "note.decided",
    "note.no citation",
]
"""What weakens a relation."""

AbstentionCode = Literal[
    "abstention.survey",
    "abstention.no references",
    "abstention.none in list",
    "abstention.not earlier",
    "abstention.weak in list",
    "abstention.weak",
    "abstention.cycle",
    "abstention.proposals only",
    "abstention.rejected",
    "abstention.not found",
]
"""Why a paper has no parent."""

VerdictCode = Literal[
    "verdict.parent",
    "verdict.survey",
    "verdict.later",
    "verdict.concurrent",
    "verdict.not in list",
    "verdict.weak",
    "verdict.others score higher",
    "verdict.too far below",
    "verdict.cycle",
    "verdict.proposal",
    "verdict.rejected",
]
"""What became of a candidate."""

LibraryCode = Literal[
    "library.missing",
    "library.folder",
    "library.not opened",
    "library.foreign file",
    "library.foreign database",
    "library.older",
    "library.newer",
    "library.damaged",
    "library.read-only",
    "library.disk full",
    "library.written to",
    "library.held",
]
"""Why a library cannot be opened, read or written."""

ServiceCode = Literal["service.refused", "service.key refused", "service.no key"]
"""Why a service gave nothing."""

Code: TypeAlias = NoteCode | AbstentionCode | VerdictCode | LibraryCode | ServiceCode

Value = int | float | str
"""A count, a share between 0 and 1, or a name."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be said, as a code; ``str`` gives it in English."""

    code: Code | None
    """None: words of an older version or of another program, as they are in ``text``."""
    values: Mapping[str, Value] = field(default_factory=dict)
    """What varies in the sentence."""
    text: str = ""

    def __str__(self) -> str:
        return sentence(self, "en")

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.values.items())), self.text))


def sentence(said: Said, language: str) -> str:
    """What is said in ``en`` or ``zh``."""
    if said.code is None:
        return said.text
    return SENTENCES[said.code][language].format(
        **{name: _shown(value) for name, value in said.values.items()}
    )


def _shown(value: Value) -> str:
    if isinstance(value, str):
        return value
    return percent(value) if isinstance(value, float) else f"{value:,}"


def understood(text: str) -> Said:
    """Read an English sentence of a file; one that is not ours keeps its words.

    >>> understood("3 of 40 references known").values["stated"]
    40
    >>> understood("as another program says it").code is None
    True
    """
    for code, pattern in _patterns().items():
        found = pattern.fullmatch(text)
        if found is not None:
            return Said(code, {name: _value(one) for name, one in found.groupdict().items()})
    return Said(None, text=text)


def _value(text: str) -> Value:
    return int(text[:-1]) / 100 if text.endswith("%") else int(text.replace(",", ""))


@cache
def _patterns() -> Mapping[Code, re.Pattern[str]]:
    """The sentences that stand in files, with a number wherever something varies."""
    return {
        code: re.compile(
            re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>\\d[\\d,]*%?)", re.escape(texts["en"])),
        )
        for code, texts in SENTENCES.items()
        if code.startswith(("note.", "abstention."))
    }


def _said(english: str, chinese: str) -> Mapping[str, str]:
    return {"en": english, "zh": chinese}


SENTENCES: Mapping[Code, Mapping[str, str]] = {
    "note.gap": _said(
        "{known} of {stated} references known", "{stated} 条参考文献中已知 {known} 条"
    ),
    "note.gap, length unknown": _said(
        "{known} references known, of an unknown number", "已知 {known} 条参考文献，总数未知"
    ),
    "note.gap, none known": _said(
        "none of {stated} references known", "{stated} 条参考文献中已知 0 条"
    ),
    "note.gap, nothing known": _said(
        "none of an unknown number of references known", "参考文献及其数量均未知"
    ),
    "note.no sentences": _said(
        "no citing sentences known: judged by structure alone", "没有已知的引用句：仅凭结构判断"
    ),
    "note.counts only": _said(
        "counts only: a refresh brings the sentences", "只有计数：刷新后可获得原句"
    ),
    "note.name only": _said(
        "named in the title: the reference itself is not known", "仅标题提及：未知其是否确被引用"
    ),
    "note.concurrent": _said(
        "of about the same time, or citing each other", "时间相近，或相互引用"
    ),
    "note.decided": _said("decided by a person", "由人决定"),
    "note.no citation": _said(
        "the child is not known to cite the parent", "未知子论文是否引用该父论文"
    ),
    "abstention.survey": _said(
        "a survey looks over a field and descends from none of it",
        "综述概览整个领域，不源自其中任何一篇",
    ),
    "abstention.no references": _said("no reference of it is known", "其参考文献均未知"),
    "abstention.none in list": _said(
        "none of its known references is in the list", "其已知参考文献均不在书单中"
    ),
    "abstention.not earlier": _said(
        "all candidates are later or concurrent work", "所有候选都是更晚或同期的工作"
    ),
    "abstention.weak in list": _said(
        "no parent in this list: the best candidate has a confidence of {best}, below {least}",
        "此书单中没有父论文：最佳候选的置信度为 {best}，低于 {least}",
    ),
    "abstention.weak": _said(
        "no parent among its references: the best candidate has a confidence of {best}, "
        "below {least}",
        "其参考文献中没有父论文：最佳候选的置信度为 {best}，低于 {least}",
    ),
    "abstention.cycle": _said("its only relation closed a cycle", "其唯一关系会构成循环"),
    "abstention.proposals only": _said("its parents are proposals only", "其父论文仅为推测"),
    "abstention.rejected": _said("its inferred parents were rejected", "推断的父论文已被否决"),
    "abstention.not found": _said("no parent was found", "未找到父论文"),
    "verdict.parent": _said("parent {rank} of {count}", "第 {rank} 父论文（共 {count} 篇）"),
    "verdict.survey": _said("the child is a survey", "子论文是综述"),
    "verdict.later": _said("appeared later than the child", "晚于子论文出现"),
    "verdict.concurrent": _said("concurrent work", "同期工作"),
    "verdict.not in list": _said("not in the list", "不在书单中"),
    "verdict.weak": _said("confidence below {least}", "置信度低于 {least}"),
    "verdict.others score higher": _said("other parents score higher", "其他父论文得分更高"),
    "verdict.too far below": _said("too far below the best parent", "与最佳父论文差距过大"),
    "verdict.cycle": _said("it closed a cycle", "会构成循环"),
    "verdict.proposal": _said(
        f"a proposal: below {percent(EVEN_ODDS)}", f"推测：低于 {percent(EVEN_ODDS)}"
    ),
    "verdict.rejected": _said("rejected by a person", "已由人否决"),
    "library.missing": _said(
        "{library}: no library there; make one with “ptm-graph build”",
        "{library}：此处没有文库；请用 “ptm-graph build” 建立",
    ),
    "library.folder": _said(
        "{library}: is a folder; name a file for the library",
        "{library}：是一个文件夹；请指定文库文件",
    ),
    "library.not opened": _said(
        "{library}: cannot be opened or created ({error}); check the folder and its permissions, "
        "or choose another place with --library",
        "{library}：无法打开或建立（{error}）；请检查文件夹及其权限，或用 --library 另选位置",
    ),
    "library.foreign file": _said(
        "{library}: is no ptm-graph library (not an SQLite file); it was left as it is, "
        "choose another file with --library",
        "{library}：不是 ptm-graph 文库（并非 SQLite 文件）；未作改动，请用 --library 另选文件",
    ),
    "library.foreign database": _said(
        "{library}: is a database of another program; it was left as it is, "
        "choose another file with --library",
        "{library}：是其他程序的数据库；未作改动，请用 --library 另选文件",
    ),
    "library.older": _said(
        "{library}: is empty or of an older schema ({version}); "
        "“ptm-graph build” makes or upgrades it",
        "{library}：为空或版本较旧（结构版本 {version}）；“ptm-graph build” 可建立或升级",
    ),
    "library.newer": _said(
        "{library}: was written by a newer ptm-graph (schema {version}, "
        "this one knows {known}); upgrade ptm-graph",
        "{library}：由更新的 ptm-graph 写成（结构版本 {version}，本程序只识得 {known}）；"
        "请升级 ptm-graph",
    ),
    "library.damaged": _said(
        "{library}: is damaged ({error}); keep a copy, then rebuild it with “ptm-graph build”",
        "{library}：已损坏（{error}）；请先留一份副本，再用 “ptm-graph build” 重建",
    ),
    "library.read-only": _said(
        "{library}: cannot be written; check its permissions", "{library}：无法写入；请检查权限"
    ),
    "library.disk full": _said(
        "{library}: the disk is full; nothing of this step was stored",
        "{library}：磁盘已满；此步未存储任何内容",
    ),
    "library.written to": _said(
        "{library}: another process is writing; try again later",
        "{library}：另一个进程正在写入；请稍后再试",
    ),
    "library.held": _said(
        "{library}: {holder}; try again later", "{library}：正被占用（{holder}）；请稍后再试"
    ),
    "service.refused": _said(
        "{service}: refused the request (HTTP {status}); "
        "it may have been asked too often, try again tomorrow",
        "{service}：拒绝了请求（HTTP {status}）；可能查询过于频繁，请明天再试",
    ),
    "service.key refused": _said(
        "{service}: refused the request (HTTP {status}); "
        "check the key in {key}, or unset it to go without",
        "{service}：拒绝了请求（HTTP {status}）；请检查 {key} 中的密钥，或取消设置以不用密钥",
    ),
    "service.no key": _said(
        "{service}: refused the request (HTTP {status}); it was asked without a key; set {key}",
        "{service}：拒绝了请求（HTTP {status}）；查询时没有密钥，请设置 {key}",
    ),
}
"""What each code says, English and Chinese."""
