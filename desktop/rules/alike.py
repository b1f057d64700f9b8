"""Which of very many titles may be the same as others: the pairs worth comparing, without comparing every pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from desktop.rules.titles import differ_by_a_slip, folded_title, numbers_in

_PIECE = 4
_COMMON = 40
"""A piece that more titles hold than this says nothing; those titles are found by their rarer pieces."""

_MOST = 12
"""Titles that one is compared with at most."""


class TitleIndex:
    """Titles by the pieces of four characters that they are cut into, apart for each set of numbers in them.

    Two titles of which nine tenths agree share at least half of their pieces; so one of any half plus one of them
    must occur in the other, and the rarest ones are looked for.
    """

    def __init__(self, titles: Sequence[str]) -> None:
        self._folded = [folded_title(title) for title in titles]
        self._same: defaultdict[str, list[int]] = defaultdict(list)
        by_numbers: defaultdict[str, list[int]] = defaultdict(list)
        for place, folded in enumerate(self._folded):
            self._same[folded].append(place)
            by_numbers[_numbers(folded)].append(place)
        self._holding = {numbers: self._by_piece(places) for numbers, places in by_numbers.items()}

    def like(self, title: str) -> Iterator[int]:
        """The places of the titles that are the same as `title`, or nearly; the same ones first."""
        folded = folded_title(title)
        if not folded:
            return
        yield from self._same.get(folded, ())
        holding = self._holding.get(_numbers(folded), {})
        shared: Counter[int] = Counter()
        for start in range(len(folded) - _PIECE + 1):
            found = holding.get(folded[start : start + _PIECE])
            if found:
                shared.update(found)
        for place, _count in shared.most_common(_MOST):
            other = self._folded[place]
            if other != folded and _may_agree(len(folded), len(other)) and differ_by_a_slip(folded, other):
                yield place

    def _by_piece(self, places: Sequence[int]) -> dict[str, list[int]]:
        cut = {place: _cut(self._folded[place]) for place in places}
        known = Counter(piece for pieces in cut.values() for piece in pieces)
        holding: defaultdict[str, list[int]] = defaultdict(list)
        for place, pieces in cut.items():
            for piece in sorted(pieces, key=known.__getitem__)[: len(pieces) // 2 + 1]:
                if known[piece] <= _COMMON:
                    holding[piece].append(place)
        return holding


def _numbers(folded: str) -> str:
    return " ".join(numbers_in(folded))


def _may_agree(one: int, other: int) -> bool:
    """Whether titles of these lengths can agree in nine tenths at all."""
    return 20 * min(one, other) >= 9 * (one + other)


def _cut(folded: str) -> set[str]:
    return {folded[start : start + _PIECE] for start in range(0, len(folded) - _PIECE + 1, _PIECE)}
