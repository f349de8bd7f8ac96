"""Where the files that ship with the package are."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).parent / "data"
_CHECKOUT = Path(__file__).parent.parent.parent


def seed_list() -> Path:
    """Path of the bundled reading list of pretrained language models.

    In an installed package it is with the package's data, in a checkout in ``seeds/``.
    """
    packed = _DATA / "ptm.yaml"
    return packed if packed.exists() else _CHECKOUT / "seeds" / "ptm.yaml"


def snapshot() -> Path:
    """Path of the bundled snapshot."""
    return _DATA / "snapshot.jsonl"


def skill() -> Path:
    """Path of the file that tells agents how to ask, ``SKILL.md``."""
    packed = _DATA / "SKILL.md"
    return packed if packed.exists() else _CHECKOUT / "skills" / "ptm-graph" / "SKILL.md"
