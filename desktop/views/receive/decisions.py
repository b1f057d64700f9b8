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
}
SKIPPED = (Novelty.DUPLICATE, Novelty.OLDER)


class Answer(StrEnum):
    """How an item of a batch is dealt with."""

    ACCEPT = "accept"
    RETURN = "return"
    SKIP = "skip"
    OPEN = "open"


class Decisions:
    """The decisions on one batch. Sound items are accepted, incomplete ones returned, conflicts wait for a person."""

    def __init__(self, items: Sequence[ItemPreview]) -> None:
        self._items = {one.uuid: one for one in items}
        self._made: dict[str, Decision] = {}
        for one in items:
            if one.incomplete:
                self._made[one.uuid] = Decision(False, one.incomplete)
            elif one.novelty is not Novelty.CONFLICT:
                self._made[one.uuid] = Decision()

    def answer(self, uuid: str) -> Answer:
        """How an item stands; a return without its reason is still open."""
        if self._items[uuid].novelty in SKIPPED:
            return Answer.SKIP
        made = self._made.get(uuid)
        if made is None:
            return Answer.OPEN
        return Answer.ACCEPT if made.accept else Answer.RETURN

    def decision(self, uuid: str) -> Decision | None:
        """The decision on an item, None while it is open."""
        return self._made.get(uuid)

    def may_accept(self, uuid: str) -> str:
        """Empty when an item may be accepted, else why not."""
        one = self._items[uuid]
        if one.incomplete:
            return f"{one.incomplete}，不能接收"
        return "同一版号内容不同，不能直接接收" if one.novelty is Novelty.CONFLICT else ""

    def decide(self, uuid: str, decision: Decision) -> None:
        """Decide about an item."""
        self._made[uuid] = decision

    def return_all(self, reason: str) -> None:
        """Return every item that is not skipped, for one reason."""
        for uuid, one in self._items.items():
            if one.novelty not in SKIPPED:
                self._made[uuid] = Decision(False, reason)

    def made(self) -> dict[str, Decision]:
        """All decisions, by item."""
        return dict(self._made)

    def counts(self) -> Counter[Answer]:
        """How many items are accepted, returned, skipped and open."""
        return Counter(self.answer(uuid) for uuid in self._items)

    def missing(self) -> str:
        """Why the batch cannot be taken in yet; empty when it can."""
        still_open = self.counts()[Answer.OPEN]
        if still_open:
            return f"还有 {still_open} 件冲突没有选择"
        bare = [
            one
            for uuid, one in self._items.items()
            if self.answer(uuid) is Answer.RETURN and not self._made[uuid].reason.strip()
        ]
        return f"{bare[0].form_number}没有写明退回理由" if bare else ""
