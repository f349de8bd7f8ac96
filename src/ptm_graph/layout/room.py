"""Where a drawing still has room for a label."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_ROW, _COLUMN = 30.0, 120.0

_Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Room:
    """Boxes that are taken, kept in cells so that few are compared."""

    _cells: dict[tuple[int, int], list[_Box]] = field(default_factory=dict)

    def take(self, x: float, y: float, width: float, height: float) -> None:
        """Mark the box centred at ``(x, y)`` as taken."""
        box = _box(x, y, width, height)
        for cell in _touched(box):
            self._cells.setdefault(cell, []).append(box)

    def find(
        self, centres: Iterable[tuple[float, float]], width: float, height: float
    ) -> tuple[float, float] | None:
        """Take the first centre at which a box of this size touches no other; None: no room."""
        for x, y in centres:
            if self._free(x, y, width, height):
                self.take(x, y, width, height)
                return x, y
        return None

    def covers(self, x: float, y: float) -> bool:
        """Whether a point lies in a box that is taken."""
        cell = int(y // _ROW), int(x // _COLUMN)
        return any(box[0] < x < box[2] and box[1] < y < box[3] for box in self._cells.get(cell, ()))

    def _free(self, x: float, y: float, width: float, height: float) -> bool:
        left, top, right, bottom = box = _box(x, y, width, height)
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _touched(box)
            for other in self._cells.get(cell, ())
        )


def _box(x: float, y: float, width: float, height: float) -> _Box:
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _touched(box: _Box) -> Iterator[tuple[int, int]]:
    rows = range(int(box[1] // _ROW), int(box[3] // _ROW) + 1)
    columns = range(int(box[0] // _COLUMN), int(box[2] // _COLUMN) + 1)
    return itertools.product(rows, columns)
