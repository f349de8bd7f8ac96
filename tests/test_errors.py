"""Errors are one line for a person: where, what, what to do."""

from __future__ import annotations

import pytest

from ptm_graph import errors


def test_the_tree_in_the_docstring_is_the_tree_there_is() -> None:
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, errors.PtmGraphError)
    }
    drawn = {word for word in str(errors.__doc__).split() if word.endswith("Error")}
    assert drawn == defined


@pytest.mark.parametrize(
    ("file", "line", "shown"),
    [("a.md", 3, "a.md:3: odd"), ("a.md", None, "a.md: odd"), (None, None, "odd")],
)
def test_a_reading_list_error_names_the_place(
    file: str | None, line: int | None, shown: str
) -> None:
    assert str(errors.ReadingListError("odd", file, line)) == shown


def test_a_busy_library_has_the_exit_status_for_trying_again() -> None:
    assert errors.LibraryBusyError("x").exit_status == 75
    assert errors.LibraryError("x").exit_status == 1
