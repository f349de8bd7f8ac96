"""What is new as plain text, mail, Markdown and JSON."""

from __future__ import annotations

import dataclasses
import datetime
import textwrap
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from ptm_graph.library.history import Refresh
from ptm_graph.lineage.saying import joined
from ptm_graph.words.characters import one_line
from ptm_graph.words.markup import escaped
from ptm_graph.words.wording import Said, sentence
from ptm_graph.workflow.changes.collecting import News
from ptm_graph.workflow.changes.digest import PARTS, Digest, Story

MOST_STORIES = 20
"""Stories told under one heading; the rest is counted."""


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


def totals(digest: Digest, language: str = "en") -> str:
    """How much there is to tell, in one line: the subject of a mail, the title of an entry."""
    told = [
        sentence(Said(_TOTALS[part], {"count": len(stories)}), language)
        for part, stories in digest.parts().items()
    ]
    quiet = digest.quiet()
    return joined(told, language) if quiet is None else sentence(quiet, language)


_TOTALS = {
    "lineage": "digest.lineage total",
    "new papers": "digest.new papers total",
    "the list": "digest.list total",
}


def besides(digest: Digest, language: str = "en") -> str | None:
    """What is only counted, in one line."""
    told = [sentence(one, language) for one in digest.besides()]
    if not told:
        return None
    listed = joined(told, language)
    return sentence(Said("digest.besides", {"counts": listed}), language)


def blocks(
    digest: Digest, language: str = "en", most: int | None = MOST_STORIES
) -> list[tuple[str, list[Story], str | None]]:
    """Heading, stories and how many more there are, for each part that has any."""
    found = []
    for part, stories in digest.parts().items():
        shown = stories[:most]
        left = len(stories) - len(shown)
        more = sentence(Said("digest.more", {"count": left}), language) if left else None
        found.append((sentence(PARTS[part], language), shown, more))
    return found


def as_text(digest: Digest, language: str = "en") -> str:
    """For a terminal; an empty text where nothing was ever refreshed."""
    lines = []
    for refresh in digest.refreshes:
        lines.append(heading(refresh))
        lines.extend(f"  Failed: {one}" for one in refresh.failures[:MOST_STORIES])
        if refresh.message:
            lines.append(f"  Ended early: {refresh.message}")
    if digest.refreshes:
        lines += _body(digest, language)
    return "".join(f"{line}\n" for line in lines)


def _body(digest: Digest, language: str) -> list[str]:
    lines = []
    for title, stories, more in blocks(digest, language):
        lines.append(title)
        for one in stories:
            lines.append(f"  {one.day()}  {one_line(one.said(language))}")
            reason = one.reason(language)
            lines += [f"      {one_line(reason)}"] if reason else []
        lines += [f"  {more}"] if more else []
    told = besides(digest, language)
    if not lines:
        lines.append(totals(digest, language))
    return [*lines, told] if told else lines


def as_email(digest: Digest, name: str, language: str = "en") -> str:
    """A mail with the digest as its text, to be piped to a mail program.

    Parameters
    ----------
    digest : Digest
        What is new.
    name : str
        What it is about, for the subject: the library's file name.
    language : str, default "en"
        ``en`` or ``zh``.
    """
    mail = EmailMessage(policy=SMTP.clone(max_line_length=78, linesep="\n"))
    mail["Subject"] = one_line(f"{name}: {totals(digest, language)}")
    last = digest.refreshes[-1] if digest.refreshes else None
    if last is not None:
        mail["Date"] = datetime.datetime.fromisoformat(last.ended or last.started)
    wrapped = [part for line in _body(digest, language) for part in _wrapped(line)]
    mail.set_content("\n".join(wrapped) + "\n", charset="utf-8", cte="8bit")
    return mail.as_bytes().decode("utf-8")


def _wrapped(line: str) -> list[str]:
    """A line as mail has it: at most 78 characters, the next ones below its words."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(line, 78, subsequent_indent=f"{indent}  ", break_on_hyphens=False) or [""]


def as_markdown(digest: Digest, language: str = "en") -> str:
    """The digest as Markdown; text from outside is escaped."""
    lines = [f"# {sentence(Said('digest.title'), language)}", ""]
    for title, stories, more in blocks(digest, language):
        lines += [f"## {title}", ""]
        for one in stories:
            reason = one.reason(language)
            lines.append(f"- {one.day()}: {escaped(one_line(one.said(language)))}")
            lines += [f"  {escaped(one_line(reason))}"] if reason else []
        lines += [f"- {more}"] if more else []
        lines.append("")
    if not digest.stories:
        lines += [totals(digest, language), ""]
    told = besides(digest, language)
    lines += [told, ""] if told else []
    failures = [one for refresh in digest.refreshes for one in refresh.failures]
    if failures:
        lines += ["## Failed", "", *(f"- {escaped(one)}" for one in failures), ""]
    return "\n".join(lines).rstrip() + "\n"


def as_data(all_news: Sequence[News]) -> list[dict[str, Any]]:
    """Everything that changed as plain data for JSON, oldest first, nothing cut."""
    return [
        {
            **dataclasses.asdict(news.refresh),
            "requests": dict(news.refresh.requests),
            "changes": [dataclasses.asdict(item) for item in news.items],
        }
        for news in all_news
    ]
