"""The office's own list of words (检查词表): looked up, added to, taken from, brought in from a file and written out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.models import ListedWord
from desktop.rules.checklists import word_fault
from desktop.rules.roles import Permission
from desktop.screening.terms import MAX_TERMS, plain_word, read_terms
from desktop.services.desk import Desk
from desktop.services.intake import read_file
from desktop.services.ready_lists import WORDS, lists_changed

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word with its number, which no other word ever gets."""

    id: int
    word: str


@dataclass(frozen=True, slots=True)
class WordImport:
    """What a file of words would do: which are new, there already, or cannot be searched for, and which it leaves out.

    `faults` say of each refused word why; `left_out` counts the words on the list that the file does not hold.
    """

    name: str
    new: tuple[str, ...]
    present: int
    faults: tuple[str, ...]
    left_out: int


def word_keys(desk: Desk, text: str = "") -> tuple[int, ...]:
    """The numbers of the words that contain `text`, the newest first."""
    desk.require(Permission.READ)
    wanted = select(ListedWord.id).order_by(ListedWord.id.desc())
    if text.strip():
        wanted = wanted.where(ListedWord.word.contains(text.strip(), autoescape=True))
    with desk.store.reading() as session:
        return tuple(session.scalars(wanted))


def word_rows(desk: Desk, keys: Collection[int]) -> tuple[WordRow, ...]:
    """The words with these numbers; those that are gone are left out."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        found = session.execute(select(ListedWord.id, ListedWord.word).where(ListedWord.id.in_(keys)))
        return tuple(WordRow(number, word) for number, word in found)


def add_words(desk: Desk, words: Sequence[str]) -> int:
    """Put words on the list; returns how many were new.

    Raises UserError (E-WORD) for one that cannot be searched for; nothing is added then.
    """
    desk.require(Permission.REGISTER)
    given = _distinct(words)
    if not given:
        raise UserError("没有写词", "每行写一个词", "E-WORD")
    fault = next((fault for fault in map(word_fault, given.values()) if fault), "")
    if fault:
        raise UserError(fault, "改好后再加入", "E-WORD")
    detail: dict[str, int] = {}
    with desk.verb("add_words", "words", detail) as session:
        detail["words"] = _insert(session, given)
    return detail["words"]


def remove_words(desk: Desk, keys: Collection[int]) -> int:
    """Take words off the list; returns how many there were. Their numbers are not given again."""
    desk.require(Permission.REGISTER)
    detail: dict[str, int] = {}
    with desk.verb("remove_words", "words", detail) as session:
        detail["words"] = _delete(session, keys)
    return detail["words"]


def preview_words(desk: Desk, path: Path) -> WordImport:
    """What the words of a txt or xlsx file would do to the list; nothing is changed.

    Raises UserError for a file that cannot be read, holds no word, or holds too many.
    """
    desk.require(Permission.REGISTER)
    name, data = read_file(path)
    given = _distinct(read_terms(name, data))
    faults = {plain: fault for plain, word in given.items() if (fault := word_fault(word))}
    with desk.store.reading() as session:
        held = _held(session)
    new = tuple(word for plain, word in given.items() if plain not in held and plain not in faults)
    _require_room(len(new))
    left_out = sum(plain not in given for plain in held)
    return WordImport(name, new, len(held) - left_out, tuple(faults.values()), left_out)


def import_words(desk: Desk, path: Path, replace: bool = False) -> int:
    """Put the words of a file on the list, in place of what it does not hold when `replace`; returns how many were new.

    A word that was there keeps its number. Words that cannot be searched for are left out.
    """
    desk.require(Permission.REGISTER)
    name, data = read_file(path)
    given = {plain: word for plain, word in _distinct(read_terms(name, data)).items() if not word_fault(word)}
    detail: dict[str, int] = {}
    with desk.verb("import_words", "words", detail) as session:
        if replace:
            held = _held(session)
            detail["removed"] = _delete(session, [number for plain, number in held.items() if plain not in given])
        detail["words"] = _insert(session, given)
    return detail["words"]


def export_words(desk: Desk, target: Path) -> int:
    """Write the list as a spreadsheet, which can be imported again; returns the number of words."""
    desk.require(Permission.READ)
    with desk.store.reading() as session:
        words = session.scalars(select(ListedWord.word).order_by(ListedWord.id)).all()
    return write_ledger(target, ["检查词"], ([word] for word in words), WORDS)


def _distinct(words: Iterable[str]) -> dict[str, str]:
    """The words by what is searched for; of two that are one word the first."""
    found: dict[str, str] = {}
    for word in words:
        tidy = " ".join(word.split())
        if tidy:
            found.setdefault(plain_word(tidy), tidy)
    return found


def _held(session: Session) -> dict[str, int]:
    return {plain_word(word): number for number, word in session.execute(select(ListedWord.id, ListedWord.word))}


def _insert(session: Session, given: dict[str, str]) -> int:
    held = _held(session)
    new = [word for plain, word in given.items() if plain not in held]
    _require_room(len(held) + len(new))
    if new:
        session.execute(insert(ListedWord), [{"word": word} for word in new])
        lists_changed(session)
    return len(new)


def _delete(session: Session, keys: Collection[int]) -> int:
    before = session.scalar(select(func.count()).select_from(ListedWord)) or 0
    numbers = list(keys)
    for start in range(0, len(numbers), _AT_ONCE):
        session.execute(delete(ListedWord).where(ListedWord.id.in_(numbers[start : start + _AT_ONCE])))
    if numbers:
        lists_changed(session)
    return before - (session.scalar(select(func.count()).select_from(ListedWord)) or 0)


def _require_room(count: int) -> None:
    if count > MAX_TERMS:
        raise UserError(f"{WORDS}最多 {MAX_TERMS:,} 个词，这样会有 {count:,} 个", "删减后重新导入", "E-WORD")
