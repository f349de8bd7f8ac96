"""How often labels and types of relations are right, by the verdicts in a sheet.

    python scripts/label_verdicts.py

``benchmarks/label_verdicts.csv`` has for each label of 150 relations whether one reader found it
right, twice: in two passes in different order, the first verdicts hidden in the second.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

SHEET = Path(__file__).parent.parent / "benchmarks" / "label_verdicts.csv"

_DRAWS = 2000

Verdicts = tuple[bool, bool]


def kappa(verdicts: Sequence[Verdicts]) -> float:
    """Cohen's kappa of two verdicts: agreement beyond chance.

    >>> kappa([(True, True), (False, False)])
    1.0
    """
    total = len(verdicts)
    agreed = sum(first == second for first, second in verdicts) / total
    first = sum(one for one, _ in verdicts) / total
    second = sum(other for _, other in verdicts) / total
    chance = first * second + (1 - first) * (1 - second)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def precision(verdicts: Sequence[Verdicts]) -> float:
    """Share of right ones, the mean of both passes."""
    return sum(first + second for first, second in verdicts) / (2 * len(verdicts))


def interval(by_child: Sequence[Sequence[Verdicts]]) -> tuple[float, float]:
    """95 % bootstrap of the precision over children."""
    draw = random.Random(1)  # noqa: S311 - a bootstrap
    found = []
    for _ in range(_DRAWS):
        drawn = draw.choices(by_child, k=len(by_child))
        found.append(precision([one for verdicts in drawn for one in verdicts]))
    found.sort()
    return found[int(0.025 * _DRAWS)], found[int(0.975 * _DRAWS)]


def figures(rows: Sequence[dict[str, str]], name: str) -> str:
    """One line: number, precision of each pass and of both, interval, kappa."""
    children: dict[str, list[Verdicts]] = {}
    for row in rows:
        children.setdefault(row["child"], []).append((row["first"] == "1", row["second"] == "1"))
    verdicts = [one for own in children.values() for one in own]
    passes = [sum(one[place] for one in verdicts) / len(verdicts) for place in (0, 1)]
    low, high = interval(list(children.values()))
    relations = len({(row["child"], row["parent"]) for row in rows})
    return (
        f"{name}: {len(rows)} of {relations} relations, precision {precision(verdicts):.2f} "
        f"({low:.2f}–{high:.2f}), passes {passes[0]:.2f} and {passes[1]:.2f}, "
        f"kappa {kappa(verdicts):.2f}"
    )


def main() -> None:
    """Print the figures of labels, of classes and phrases apart, and of types."""
    with SHEET.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    labels = [row for row in rows if row["kind"] == "label"]
    print(figures(labels, "labels"))
    print(figures([row for row in labels if row["rule"] == "key phrases"], "phrases"))
    print(figures([row for row in labels if row["rule"] != "key phrases"], "classes"))
    print(figures([row for row in rows if row["kind"] == "type"], "types of relations"))


if __name__ == "__main__":
    main()
