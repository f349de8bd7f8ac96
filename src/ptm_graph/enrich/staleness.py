"""What is due to be asked again.

What changes fast is asked for often, what hardly changes seldom: metadata and counts of
every paper come in a few batches and are due after ``max_age``; reference lists cost a
request each, change while a paper is young, and are due later the older it is.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator, Mapping

from ptm_graph.library import Library
from ptm_graph.words.model import Paper

FRESH_FOR = datetime.timedelta(days=7)
"""Default of ``max_age``."""

YOUNG = datetime.timedelta(days=365)
"""Up to this age a paper's lists are as short-lived as its metadata."""
MIDDLE_AGED = datetime.timedelta(days=3 * 365)
"""Up to this age they live :data:`MIDDLE_FACTOR` times as long."""
MIDDLE_FACTOR = 4
OLD_FACTOR = 12

_SPREAD = 0.25
_AHEAD = datetime.timedelta(days=1)


def lifetime(
    paper: Paper, max_age: datetime.timedelta, today: datetime.date, *, slow: bool
) -> datetime.timedelta:
    """How long an answer about a paper counts as fresh.

    ``max_age`` is for what changes fast; ``slow`` is what is asked for paper by paper, or
    changes seldom. A paper of unknown date counts as middle-aged. The long lifetimes are up
    to a quarter shorter, by a number drawn from the key, so that papers that entered the
    library in one night do not fall due in one night.
    """
    if not slow:
        return max_age
    published = paper.published.middle_day if paper.published else None
    age = MIDDLE_AGED if published is None else today - published
    if age <= YOUNG:
        return max_age
    digest = hashlib.blake2b(paper.key.encode(), digest_size=4).digest()
    share = 1 - _SPREAD * int.from_bytes(digest) / 2**32
    return max_age * (MIDDLE_FACTOR if age <= MIDDLE_AGED else OLD_FACTOR) * share


class Due:
    """Tells what is due in a library at one moment; ``max_age`` zero makes everything due."""

    def __init__(self, library: Library, max_age: datetime.timedelta, now: datetime.datetime):
        self._library = library
        self._max_age = max_age
        self.now = now

    def slowed(self, factor: int) -> Due:
        """What is due where answers live ``factor`` times as long."""
        return Due(self._library, self._max_age * factor, self.now)

    def at_least(self, age: datetime.timedelta) -> Due:
        """What is due where answers live for so long at least, unless everything is due."""
        longer = max(self._max_age, age) if self._max_age else self._max_age
        return Due(self._library, longer, self.now)

    def papers(
        self, what: str, asked_as: Callable[[Paper], str | None], *, slow: bool = False
    ) -> Iterator[tuple[str, Paper]]:
        """Papers for which ``what`` is due, each with the id to ask by.

        ``asked_as`` gives this id, or None for a paper that is not asked about.
        """
        checked = self._library.checked(what)
        for paper in self._library.iter_papers():
            asked = asked_as(paper)
            if asked is not None and self.is_due(paper, checked, slow=slow):
                yield asked, paper

    def is_due(
        self, paper: Paper, checked: Mapping[str, tuple[str, str]], *, slow: bool = False
    ) -> bool:
        """Whether an answer is missing, too old, or from a clock that was wrong."""
        at, _ = checked.get(paper.key, ("", ""))
        try:
            asked = datetime.datetime.fromisoformat(at)
        except ValueError:
            return True
        if asked > self.now + _AHEAD:
            return True
        fresh_for = lifetime(paper, self._max_age, self.now.date(), slow=slow)
        return self.now - asked >= fresh_for
