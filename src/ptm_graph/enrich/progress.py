"""How long work reports what it is doing."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told about each stage of the work and each step within it."""

    def later(self, seconds: float) -> None:
        """Learn how long the stages after the next one take, about."""

    def stage(self, name: str, total: int) -> None:
        """Begin a stage of ``total`` steps."""

    def advance(self, steps: int = 1) -> None:
        """Count finished steps of the current stage."""


class Silent:
    """Progress that nobody watches."""

    def later(self, seconds: float) -> None:
        """Do nothing."""

    def stage(self, name: str, total: int) -> None:
        """Do nothing."""

    def advance(self, steps: int = 1) -> None:
        """Do nothing."""
