"""The lists that documents are checked against, made ready for searching once and kept until they change."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Counter, ListedWord, NegativeEntry, OfficePhone
from desktop.rules.checklists import EFFECTIVE, standing
from desktop.rules.roles import End
from desktop.screening.records import Severity
from desktop.screening.terms import Terms
from desktop.store.database import Store

WORDS, NEGATIVE = "检查词表", "负面清单"

_VERSION = "checklists"
_LIST_IDS = {End.OFFICE: ("words", "negative"), End.CENTRE: ("centre-words", "centre-negative")}


def list_ids(end: End) -> tuple[str, str]:
    """What findings call the own words and the negative list of an end.

    The ends number their lists apart from each other: what an office decided about its word 7 says nothing about the
    word 7 of the centre.
    """
    return _LIST_IDS[end]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one end as they stand on one day; may be shared by threads."""

    phones: frozenset[str]
    terms: tuple[Terms, ...]

    @property
    def hints(self) -> tuple[Terms, ...]:
        """The same words as hints: for documents whose office cannot have known these lists."""
        return tuple(one.graded(Severity.CHECK) for one in self.terms)


@dataclass(slots=True)
class ReadyLists:
    """The lists of one open store. They are built anew only when they, or the day, have changed."""

    _turn: threading.Lock = field(default_factory=threading.Lock)
    _built: tuple[tuple[int, date], Lists] | None = None

    def of(self, store: Store, end: End, today: date) -> Lists:
        """The lists as the store holds them now."""
        with self._turn, store.reading() as session:
            state = (_version(session), today)
            if self._built is None or self._built[0] != state:
                self._built = (state, _built(session, end, today))
            return self._built[1]


def lists_changed(session: Session) -> None:
    """Note in the running transaction that a list changed."""
    counter = session.get(Counter, _VERSION)
    if counter is None:
        session.add(Counter(name=_VERSION, last=1))
    else:
        counter.last += 1


def _version(session: Session) -> int:
    counter = session.get(Counter, _VERSION)
    return counter.last if counter is not None else 0


def _built(session: Session, end: End, today: date) -> Lists:
    words_id, negative_id = list_ids(end)
    words: Sequence[tuple[int, str]] = [
        (number, word) for number, word in session.execute(select(ListedWord.id, ListedWord.word))
    ]
    terms = (Terms(words, words_id, WORDS), Terms(_entry_words(session, today), negative_id, NEGATIVE))
    phones = frozenset(session.scalars(select(OfficePhone.number)))
    return Lists(phones, tuple(one for one in terms if len(one)))


def _entry_words(session: Session, today: date) -> Iterator[tuple[int, str]]:
    for entry in session.scalars(select(NegativeEntry).order_by(NegativeEntry.id)):
        if standing(entry.effective_on, entry.review_on, entry.removed_on, today) in EFFECTIVE:
            for word in entry.words:
                yield entry.id, word
