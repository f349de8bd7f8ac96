"""What a refresh did, and what it could not do."""

from __future__ import annotations

from dataclasses import dataclass, field

from ptm_graph.words.model import Problem


@dataclass(slots=True)
class TextCounts:
    """What came of reading full texts."""

    read: int = 0
    without_source: int = 0
    not_read: int = 0
    left: int = 0
    """Papers that are due and were left for another time."""


@dataclass(slots=True)
class RefreshReport:
    """What a refresh did."""

    number: int = 0
    """Number of its row in the history."""
    entries: int = 0
    papers: int = 0
    new_papers: int = 0
    citations: int = 0
    new_citations: int = 0
    changes: int = 0
    """Changes noted in the history; filling an empty library is only counted."""
    requests: dict[str, int] = field(default_factory=dict)
    """Service → requests sent, repetitions included."""
    problems: list[Problem] = field(default_factory=list)
    """Seeds that stay unresolved or could not be filled in, with the reason."""
    new_problems: list[Problem] = field(default_factory=list)
    """Those that the library did not know of before."""
    full_texts: TextCounts | None = None
    """None: none were asked for."""
    left: int = 0
    """Questions that the budget left for the next refresh."""
    seconds: float = 0.0

    @property
    def failures(self) -> list[Problem]:
        """What a service failed for (an unknown paper is not a failure)."""
        return [problem for problem in self.problems if problem.code == "failed"]

    @property
    def failed(self) -> bool:
        """Whether a service failed for some paper."""
        return bool(self.failures)

    @property
    def eventful(self) -> bool:
        """Whether there is anything to report: news, new problems, or failures."""
        return bool(
            self.changes
            or self.new_papers
            or self.new_citations
            or self.new_problems
            or self.failures
            or (self.full_texts is not None and self.full_texts.read)
        )
