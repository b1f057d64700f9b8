"""Which characters a paper could not set: noted while it is made, told to the user before he prints it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from desktop.rules.numbers import in_runs

_NAMED = 6


@dataclass(slots=True)
class MissingCharacters:
    """Characters that stand as 〓 on the papers that were made, and the pages on which they do, by paper."""

    characters: dict[str, None] = field(default_factory=dict)
    pages: dict[str, list[int]] = field(default_factory=dict)

    def note(self, paper: str, page: int, characters: Iterable[str]) -> None:
        """A page (from 1) of a paper, and what it lacks; nothing is noted too, for it says that a paper was made."""
        lacking = dict.fromkeys(characters)
        pages = self.pages.setdefault(paper, [])
        if lacking:
            pages.append(page)
            self.characters.update(lacking)

    @property
    def codes(self) -> list[str]:
        """The characters by code, because the screen may lack them too."""
        return [f"U+{ord(one):04X}" for one in self.characters]


_noted: ContextVar[MissingCharacters | None] = ContextVar("missing characters", default=None)


@contextmanager
def noting_missing() -> Iterator[MissingCharacters]:
    """What the papers that are made meanwhile, in this thread, could not set."""
    missing = MissingCharacters()
    before = _noted.set(missing)
    try:
        yield missing
    finally:
        _noted.reset(before)


def note_missing(paper: str, page: int, characters: Iterable[str]) -> None:
    """Note what a page lacks for whoever asked; nobody need have asked."""
    missing = _noted.get()
    if missing is not None:
        missing.note(paper, page, characters)


def missing_words(missing: MissingCharacters) -> str:
    """What the user is told: how many characters, which, and where to write them in; empty when nothing is missing."""
    if not missing.characters:
        return ""
    several = len(missing.pages) > 1
    where = "，".join(
        f"{paper if several else ''}第 {_listed(in_runs(pages))} 页" for paper, pages in missing.pages.items() if pages
    )
    return f"有 {len(missing.characters)} 个字本机字库没有（{_listed(missing.codes)}），纸上印作〓，打印后手写补入：{where}"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
