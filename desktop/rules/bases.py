"""What stands behind an answer of the checklist: consents, public interest, masking, and referrals to another body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WORDS_LIMIT = 500


class BasisKind(StrEnum):
    """Why something may be disclosed although the answer is 是 (条例 15, 11)."""

    CONSENT = "consent"
    PUBLIC_INTEREST = "public_interest"
    MASKED = "masked"
    AGREED = "agreed"


class Outcome(StrEnum):
    """What the body that was asked has answered (条例 17)."""

    MAY_DISCLOSE = "may_disclose"
    MAY_DISCLOSE_IN_PART = "may_disclose_in_part"
    MUST_NOT_DISCLOSE = "must_not_disclose"


@dataclass(frozen=True, slots=True)
class Basis:
    """What lets a question be answered 是 and the item go on: who agreed and when, or which interest outweighs.

    `question` counts from 0. It is part of the reviewed content: signed, printed, and sent along.
    """

    question: int
    kind: BasisKind
    party: str
    on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Referral:
    """A question that was put to the competent body or the secrecy administration (条例 17; 保密法实施条例 25)."""

    question: int
    body: str
    sent_on: date
    number: str = ""
    answered_on: date | None = None
    outcome: Outcome | None = None
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the body has not answered."""
        return self.answered_on is None
