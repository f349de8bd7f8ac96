"""Replies as the library stores them: ``ok``, or ``[code] reason``.

The columns of outcomes and reasons are older than the codes; this is the one place that
knows what stood in them before.
"""

from __future__ import annotations

import re

from ptm_graph.words.replies import CODES, OK, Reply, ReplyCode

_CODED = re.compile(rf"\[({'|'.join(map(re.escape, CODES))})\] (.*)", re.DOTALL)
_BEFORE_CODES: tuple[tuple[re.Pattern[str], ReplyCode], ...] = (
    (re.compile(r"failed: (.*)", re.DOTALL), "failed"),
    (
        re.compile(r"(\S+ names “.*”, not this title; check the identifier)", re.DOTALL),
        "another title",
    ),
    (re.compile(r"(none to be had)"), "list not given"),
)


def stored(reply: Reply) -> str:
    """A reply as text; :func:`reply_in` gives it back."""
    if reply.code is None:
        return reply.reason or ""
    return "ok" if reply.ok else f"[{reply.code}] {reply.reason or ''}"


def reply_in(text: str) -> Reply:
    """Read a stored reply, those from before there were codes included."""
    if text == "ok":
        return OK
    coded = _CODED.fullmatch(text)
    if coded is not None:
        return next(Reply(code, coded[2] or None) for code in CODES if code == coded[1])
    for pattern, code in _BEFORE_CODES:
        before = pattern.fullmatch(text)
        if before is not None:
            return Reply(code, before[1])
    return Reply(None, text)
