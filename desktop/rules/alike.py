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
        where = _places(folded)
        for place, _count in shared.most_common(_MOST):
            other = self._folded[place]
            if other != folded and _may_agree(folded, where, other) and differ_by_a_slip(folded, other):
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


def _places(title: str) -> dict[str, int]:
    """For each character the set of its places, as bits."""
    where: dict[str, int] = {}
    for place, letter in enumerate(title):
        where[letter] = where.get(letter, 0) | 1 << place
    return where


def _may_agree(title: str, where: dict[str, int], other: str) -> bool:
    """Whether two titles can agree in nine tenths at all: by their lengths, then by their longest common subsequence.

    The latter is counted in the bits of one number (Hyyrö 2004), which takes a tenth of a full comparison.
    """
    total = len(title) + len(other)
    if 20 * min(len(title), len(other)) < 9 * total:
        return False
    full = (1 << len(title)) - 1
    open_places = full
    for letter in other:
        met = open_places & where.get(letter, 0)
        open_places = (open_places + met | open_places - met) & full
    return 20 * (len(title) - open_places.bit_count()) >= 9 * total


def _cut(folded: str) -> set[str]:
    return {folded[start : start + _PIECE] for start in range(0, len(folded) - _PIECE + 1, _PIECE)}
