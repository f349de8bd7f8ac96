"""What a server holds for good is kept from the search for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ptm_graph.dashboard.serving import garbage


@pytest.fixture(autouse=True)
def real(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(garbage, "gc", gc)
    yield
    gc.unfreeze()


def test_nobody_looks_for_garbage_meanwhile_nor_among_what_was_made() -> None:
    with garbage.spared():
        assert not gc.isenabled()
        made = [[] for _ in range(100)]  # type: ignore[var-annotated]
    assert gc.isenabled()
    assert not {id(one) for one in made} & {id(one) for one in gc.get_objects()}


def test_what_was_made_before_and_dropped_is_garbage() -> None:
    class Circle:
        pass

    with garbage.spared():
        made = Circle()
        made.itself = made  # type: ignore[attr-defined]
    del made
    with garbage.spared():
        assert not any(type(one).__name__ == "Circle" for one in gc.get_objects())


def test_an_error_leaves_the_search_as_it_was() -> None:
    with pytest.raises(ValueError, match="no"), garbage.spared():
        raise ValueError("no")
    assert gc.isenabled()
