"""What is decided about each item of a batch before it is taken in, and what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from desktop.services.imports import Decision
from desktop.services.inspected import ItemPreview, Novelty

NOVELTY_WORDS = {
    Novelty.NEW: "新增",
    Novelty.CHANGED: "变更",
    Novelty.CONFLICT: "冲突",
    Novelty.DUPLICATE: "重复",
    Novelty.OLDER: "重复",
    Novelty.DECIDED: "冲突",
    Novelty.DIVERGED: "冲突",
}
SKIPPED = (Novelty.DUPLICATE, Novelty.OLDER, Novelty.DECIDED, Novelty.DIVERGED)
DISPUTED = "同一版本有两份不同内容，等两人决定"


class Answer(StrEnum):
    """How an item of a batch is dealt with."""

    ACCEPT = "accept"
    RETURN = "return"
    SKIP = "skip"
    HOLD = "hold"


class Decisions:
    """The decisions on one batch. Sound items are accepted, incomplete ones returned, conflicts wait for two people."""

    def __init__(self, items: Sequence[ItemPreview]) -> None:
        self._items = {one.uuid: one for one in items}
        self._made: dict[str, Decision] = {}
        for one in items:
            if one.novelty is Novelty.CONFLICT:
                self._made[one.uuid] = Decision(False, DISPUTED)
            elif one.incomplete:
                self._made[one.uuid] = Decision(False, one.incomplete)
            else:
                self._made[one.uuid] = Decision()

    def answer(self, uuid: str) -> Answer:
        """How an item stands."""
        novelty = self._items[uuid].novelty
        if novelty in SKIPPED:
            return Answer.SKIP
        if novelty is Novelty.CONFLICT:
            return Answer.HOLD
        return Answer.ACCEPT if self._made[uuid].accept else Answer.RETURN

    def is_free(self, uuid: str) -> bool:
        """Whether this batch's person decides about an item at all."""
        return self.answer(uuid) in (Answer.ACCEPT, Answer.RETURN)

    def decision(self, uuid: str) -> Decision:
        """The decision on an item."""
        return self._made[uuid]

    def may_accept(self, uuid: str) -> str:
        """Empty when an item may be accepted, else why not."""
        one = self._items[uuid]
        return f"{one.incomplete}，不能接收" if one.incomplete else ""

    def decide(self, uuid: str, decision: Decision) -> None:
        """Decide about an item."""
        self._made[uuid] = decision

    def return_all(self, reason: str) -> None:
        """Return every item that is free to be decided, for one reason."""
        for uuid in self._items:
            if self.is_free(uuid):
                self._made[uuid] = Decision(False, reason)

    def made(self) -> dict[str, Decision]:
        """All decisions, by item."""
        return dict(self._made)

    def counts(self) -> Counter[Answer]:
        """How many items are accepted, returned, skipped and held for two people."""
        return Counter(self.answer(uuid) for uuid in self._items)

    def missing(self) -> str:
        """Why the batch cannot be taken in yet; empty when it can."""
        bare = [
            one
            for uuid, one in self._items.items()
            if self.answer(uuid) is Answer.RETURN and not self._made[uuid].reason.strip()
        ]
        return f"没有写明退回理由：{bare[0].form_number}" if bare else ""
