"""The vertical order of the families."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Weights = Mapping[tuple[int, int], float]
"""Pair of band numbers (smaller first) → number of edges between them."""

_SWEEPS = 8
_LARGEST_TO_REFINE = 24


def order_bands(start: Sequence[int], weights: Weights) -> list[int]:
    """Order bands so that edges between them cross few other bands.

    Barycentre sweeps from a given order; then single bands move to better places
    while that helps. Deterministic.

    Parameters
    ----------
    start : sequence of int
        Band numbers in a sensible first order (for example by date).
    weights : mapping
        Number of edges between two bands.

    Returns
    -------
    list of int
        The bands from top to bottom.

    Notes
    -----
    The cost is ``sum(weight × distance)``, the weighted linear arrangement, as in
    Petit, *Experiments on the minimum linear arrangement problem* (2003). With
    more than 24 bands only the sweeps are made, in O(pairs of bands).
    """
    order = best = list(start)
    lowest = _cost(best, weights)
    near = _neighbours(weights)
    for _ in range(_SWEEPS):
        place = {band: index for index, band in enumerate(order)}
        order = sorted(order, key=lambda band: (_barycentre(band, place, near), place[band]))
        cost = _cost(order, weights)
        if cost < lowest:
            best, lowest = order, cost
    return _move_single_bands(best, weights) if len(best) <= _LARGEST_TO_REFINE else best


def _neighbours(weights: Weights) -> dict[int, list[tuple[int, float]]]:
    near: dict[int, list[tuple[int, float]]] = {}
    for (one, other), weight in sorted(weights.items()):
        near.setdefault(one, []).append((other, weight))
        near.setdefault(other, []).append((one, weight))
    return near


def _barycentre(
    band: int, place: Mapping[int, int], near: Mapping[int, Sequence[tuple[int, float]]]
) -> float:
    around = near.get(band, ())
    total = sum(weight for _, weight in around)
    if not total:
        return float(place[band])
    mean = sum(place[other] * weight for other, weight in around) / total
    return (place[band] + mean) / 2  # half-way: a full step makes two bands swap for ever


def _move_single_bands(order: list[int], weights: Weights) -> list[int]:
    best, lowest = list(order), _cost(order, weights)
    improved = True
    while improved:
        improved = False
        for band in order:
            rest = [other for other in best if other != band]
            for place in range(len(best)):
                trial = [*rest[:place], band, *rest[place:]]
                cost = _cost(trial, weights)
                if cost < lowest:
                    best, lowest, improved = trial, cost, True
    return best


def _cost(order: Sequence[int], weights: Weights) -> float:
    place = {band: index for index, band in enumerate(order)}
    return sum(weight * abs(place[one] - place[other]) for (one, other), weight in weights.items())
