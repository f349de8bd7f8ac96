"""Papers side by side as a table in Markdown, or in LaTeX for the article class."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ptm_graph.words import markup, tex
from ptm_graph.words.characters import one_line
from ptm_graph.words.wording import phrase
from ptm_graph.workflow.comparing import Comparison, SharedReference, rows

_UNKNOWN = "–"
_LABEL, _WIDTH = 0.14, 0.92
"""Shares of a line: of the first column, and of the whole table."""


def in_markdown(found: Comparison, language: str = "en") -> str:
    """A comparison as a table in Markdown, and under it the references that are shared."""
    heads = ["", *(_markdown(paper.name) for paper in found.papers)]
    lines = [_piped(heads), _piped(["---"] * len(heads))]
    for row in rows(found, language):
        lines.append(_piped([f"**{_markdown(row.name)}**", *map(_markdown, row.cells)]))
    if found.shared:
        lines += ["", f"**{phrase('compare.shared', language)}**", ""]
        lines += (f"- {line}" for line in _shared(found, language, _markdown))
    return "\n".join(lines) + "\n"


def in_latex(found: Comparison, language: str = "en") -> str:
    """A comparison as a table of LaTeX that needs no package, and the references shared."""
    each = (_WIDTH - _LABEL) / len(found.papers)
    columns = f"p{{{_LABEL}\\linewidth}}" + f"p{{{each:.2f}\\linewidth}}" * len(found.papers)
    heads = (f"\\textbf{{{_latex(paper.name)}}}" for paper in found.papers)
    lines = [
        "\\begin{table}",
        "\\small\\sloppy",
        f"\\begin{{tabular}}{{{columns}}}",
        "\\hline",
        " & ".join(["", *heads]) + r" \\",
        "\\hline",
        *(
            " & ".join(map(_latex, (row.name, *row.cells))) + r" \\"
            for row in rows(found, language)
        ),
        "\\hline",
        "\\end{tabular}",
        "\\end{table}",
    ]
    if found.shared:
        lines += [f"\\paragraph{{{_latex(phrase('compare.shared', language))}}}"]
        lines += ["\\begin{itemize}"]
        lines += (f"\\item {line}" for line in _shared(found, language, _latex))
        lines += ["\\end{itemize}"]
    return "\n".join(lines) + "\n"


def _shared(found: Comparison, language: str, written: Callable[[str], str]) -> Iterator[str]:
    """The shared references, a line each; whose they are is said where not all have it."""
    names = {paper.key: paper.name for paper in found.papers}
    for one in found.shared:
        yield written(_reference(one, names, language))


def _reference(one: SharedReference, names: dict[str, str], language: str) -> str:
    title = one.title if one.name == one.title else f"{one.name}: {one.title}"
    dated = f"{title} ({one.date[:4]})" if one.date else title
    if len(one.cited_by) == len(names):
        return dated
    by = phrase("reason.comma", language).join(names[key] for key in one.cited_by)
    return f"{dated} – {by}"


def _piped(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _markdown(text: str | None) -> str:
    return _UNKNOWN if text is None else markup.escaped(one_line(text))


def _latex(text: str | None) -> str:
    return "--" if text is None else tex.escaped(one_line(text))
