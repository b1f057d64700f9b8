"""Texts too long for their cell: cut at a clause, the remainder kept for a continuation page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.printing.cells import ONE_LINE, SetText, Sizes, fit
from desktop.printing.fonts import Style, plain
from desktop.printing.review_sheet import SignBlock
from desktop.printing.sheet import Sheet

TURN = "（转续页）"

_SENTENCE_END = re.compile(r"[。；\n]")
_CLAUSE_END = re.compile(r"[，、：]")


@dataclass(frozen=True, slots=True)
class Continued:
    """A text that goes on elsewhere; `block` is signed there, at the end of the text."""

    label: str
    text: str
    block: SignBlock | None = None


class Cutter:
    """Sets texts for page one in `most` lines each, opinions in `opinion`, and keeps what is left over.

    `tight` asks the rows to stand as close as they can.
    """

    def __init__(self, sheet: Sheet, most: int, opinion: int, tight: bool = False) -> None:
        self.tight = tight
        self.sheet = sheet
        self.most = most
        self.opinion = opinion
        self.continued: list[Continued] = []

    def fit(self, label: str, text: str, width: float, sizes: Sizes = ONE_LINE, least: int = 1) -> SetText:
        """`text` in the first fitting style, its end cut off and kept when it takes too many lines.

        It keeps at least `least` lines, however tight the page.
        """
        most = max(self.most, least)
        whole = fit(self.sheet, text, width, sizes)
        if len(whole.lines) <= most:
            return whole
        small = fit(self.sheet, text, width, ((sizes[-1][0], 0),))
        if len(small.lines) <= most:
            return small
        head, rest = self._cut(plain(text), small.style, width, most)
        self.continued.append(Continued(label, rest))
        return head

    def fit_opinion(self, block: SignBlock, width: float, sizes: Sizes) -> tuple[SetText, bool]:
        """The opinion of a signer, and whether it goes on (and is signed) on the continuation page."""
        whole = fit(self.sheet, block.opinion, width, sizes)
        if len(whole.lines) <= self.opinion:
            return whole, False
        head, rest = self._cut(plain(block.opinion), sizes[0][0], width, self.opinion)
        self.continued.append(Continued(block.role, rest, block))
        return head, True

    def _cut(self, text: str, style: Style, width: float, most: int) -> tuple[SetText, str]:
        room = sum(len(line.text) for line in self.sheet.lines(text, style, width)[:most])
        kept = self._last_fitting(text, min(room, len(text)), style, width, most)
        return SetText(self.sheet.lines(text[:kept] + TURN, style, width), style), text[kept:].lstrip()

    def _last_fitting(self, text: str, room: int, style: Style, width: float, most: int) -> int:
        """How many characters stay: up to a sentence's or a clause's end in the latter half, else as many as fit."""
        half = room // 2
        sentences = [match.end() for match in _SENTENCE_END.finditer(text, half, room)]
        clauses = [match.end() for match in _CLAUSE_END.finditer(text, half, room)]
        for kept in (*reversed(sentences), *reversed(clauses), *range(room, 0, -1)):
            if len(self.sheet.lines(text[:kept] + TURN, style, width)) <= most:
                return int(kept)
        return 0
