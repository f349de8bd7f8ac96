"""News as plain text, Markdown and JSON."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Sequence
from typing import Any

from ptm_graph.library.history import DECIDED, Refresh, described
from ptm_graph.words.markup import escaped
from ptm_graph.words.model import tier_in_words
from ptm_graph.words.wording import Said
from ptm_graph.workflow.changes.collecting import HEADINGS, Item, ItemKind, News

MOST_LINES = 20
"""Lines told under one heading; the rest is counted."""

_LONGEST_VALUE = 120


def heading(refresh: Refresh) -> str:
    """One line about a refresh: number, time, how long, how it ended."""
    started = datetime.datetime.fromisoformat(refresh.started).astimezone()
    parts = [f"{started:%Y-%m-%d %H:%M}"]
    if refresh.seconds is not None:
        parts.append(f"{refresh.seconds:.0f} s")
    asked = sum(refresh.requests.values())
    parts.append(f"{asked} {'request' if asked == 1 else 'requests'}")
    parts.append(refresh.outcome or "still running, or its process was ended")
    return f"Refresh {refresh.number}: {', '.join(parts)}"


def totals(news: News) -> str:
    """What changed in numbers, in one line."""
    refresh = news.refresh
    if refresh.first_fill:
        return (
            f"the library was filled: {refresh.new_papers or 0} papers, "
            f"{refresh.new_citations or 0} citations"
        )
    parts = [f"{len(items)} × {HEADINGS[kind].lower()}" for kind, items in news.by_kind().items()]
    beside = (refresh.new_citations or 0) - sum(
        one.kind in ("new citation", "new reference") for one in news.items
    )
    if beside > 0:
        parts.append(f"{beside} × new citations beside the reading list")
    return "; ".join(parts) or "nothing changed"


def line(item: Item, quote: Callable[[str], str] = str) -> str:
    """One item as one line, without its heading."""
    name, other = quote(item.name), quote(item.other_name or "")
    if item.kind in ("new citation", "new reference", "citation gone"):
        return f"{name} → {other}"
    if item.kind in ("relation gained", "relation lost"):
        return f"{other} → {name} ({quote(_in_words(item.new or item.old or ''))})"
    if item.kind == "relation changed":
        old, new = (quote(_in_words(text or "")) for text in (item.old, item.new))
        return f"{other} → {name}: {old} → {new}"
    if item.kind == "merged":
        one, two = f"{other} ({item.other})", f"{name} ({item.key})"
        return f"{one} is {two}: {quote(item.new or '')}"
    if item.kind == "citation count":
        return f"{name}: {item.old or 'unknown'} → {item.new or 'unknown'}"
    if item.kind == "new paper":
        return f"{name} ({item.key})"
    field = f"{item.field} " if item.field else ""
    return f"{name}: {field}{_short(item.old, quote)} → {_short(item.new, quote)}"


def _in_words(relation: str) -> str:
    """A relation as the history keeps it, with what it rests on in words."""
    told = described(relation)
    if told is None:
        return relation
    perhaps = "perhaps " if told.proposal else ""
    label = f", {told.label}" if told.label else ""
    sure = str(Said("confidence.decided")) if told.confidence == DECIDED else told.confidence
    return f"{perhaps}{sure}, {tier_in_words(told.tier)}, rank {told.rank}{label}"


def _short(value: str | None, quote: Callable[[str], str]) -> str:
    if value is None:
        return "unknown"
    return quote(value if len(value) <= _LONGEST_VALUE else f"{value[: _LONGEST_VALUE - 1]}…")


def as_text(all_news: Sequence[News]) -> str:
    """News for a terminal or a mail; an empty text where there is none."""
    blocks = []
    for news in all_news:
        lines = [heading(news.refresh), f"  {totals(news)}"]
        for kind, shown, hidden in _cut(news):
            lines.append(f"  {HEADINGS[kind]}")
            lines.extend(f"    {line(item)}" for item in shown)
            if hidden:
                lines.append(f"    … and {hidden} more")
        lines.extend(f"  Failed: {one}" for one in news.refresh.failures[:MOST_LINES])
        if news.refresh.message:
            lines.append(f"  Ended early: {news.refresh.message}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def as_markdown(all_news: Sequence[News]) -> str:
    """News as Markdown, newest first; text from outside is escaped."""
    lines = ["# What changed", ""]
    for news in reversed(all_news):
        lines += [f"## {heading(news.refresh)}", "", f"{escaped(totals(news))}.", ""]
        for kind, shown, hidden in _cut(news):
            lines += [f"### {HEADINGS[kind]}", ""]
            lines += [f"- {line(item, escaped)}" for item in shown]
            lines += [f"- … and {hidden} more"] if hidden else []
            lines.append("")
        if news.refresh.failures:
            lines += ["### Failed", ""]
            lines += [f"- {escaped(one)}" for one in news.refresh.failures]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def as_data(all_news: Sequence[News]) -> list[dict[str, Any]]:
    """News as plain data for JSON, oldest first, nothing cut."""
    return [
        {
            **dataclasses.asdict(news.refresh),
            "requests": dict(news.refresh.requests),
            "changes": [dataclasses.asdict(item) for item in news.items],
        }
        for news in all_news
    ]


def _cut(news: News) -> list[tuple[ItemKind, list[Item], int]]:
    return [
        (kind, items[:MOST_LINES], max(0, len(items) - MOST_LINES))
        for kind, items in news.by_kind().items()
    ]
