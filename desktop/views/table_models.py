"""Table models over plain rows: an array of keys and pages of 128 records, fetched when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

PAGE = 128
PAGES_KEPT = 24

Key: TypeAlias = int | str
Index: TypeAlias = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TitleCell:
    """A title with the places that were searched for (start, length), and where else the words were found."""

    words: str
    marks: tuple[tuple[int, int], ...] = ()
    aside: str = ""


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date as shown and what it means: `11-24`, `剩余 2 个工作日`, tone warn; tone '' is quiet."""

    day: str
    words: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ChipCell:
    """A state; tone and icon are the word's own unless given."""

    word: str
    tone: str = ""
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class NoteCell:
    """Words with a tone and an icon: `签字后改动` in bad."""

    words: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class MenuCell:
    """An answer that a click or Enter changes through a menu; `needed` draws the eye to one still open."""

    words: str
    tone: str = ""
    icon: str = ""
    needed: bool = False


Cell: TypeAlias = str | TitleCell | DateCell | ChipCell | NoteCell | MenuCell


@dataclass(frozen=True, slots=True)
class Row:
    """One record as shown: its key and one cell per column."""

    key: Key
    cells: tuple[Cell, ...]
    dimmed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: text, number (grey, tabular), title (stretches), count (right-aligned), any cell type fits.

    `sort` is the key that a sort request names, empty when the column cannot sort. `fixed` cannot be hidden; `spare`
    stands aside while the title has no room.
    """

    key: str
    title: str
    width: int = 120
    kind: str = "text"
    sort: str = ""
    hidden: bool = False
    fixed: bool = False
    spare: bool = False


CHECK = Column("check", "", 34, "check", fixed=True)


def cell_words(cell: Cell) -> str:
    """The words of a cell as they are copied, exported to the clipboard or spoken."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, DateCell):
        return f"{cell.day} {cell.words}".strip()
    if isinstance(cell, ChipCell):
        return cell.word
    if isinstance(cell, TitleCell) and cell.aside:
        return f"{cell.words}（{cell.aside}）"
    return cell.words


Fetch: TypeAlias = Callable[[Sequence[Key]], Sequence[Row]]


class PagedTableModel(QAbstractTableModel):
    """Shows `keys` in order; `fetch(keys)` returns their rows (in any order; missing ones stay blank).

    `about_to_change` lets the view scroll to the top before a reset: a reset while scrolled deep is slow.
    """

    about_to_change = Signal()

    def __init__(
        self, columns: Sequence[Column], fetch: Fetch, *, checks: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = ((CHECK,) if checks else ()) + tuple(columns)
        self._shift = 1 if checks else 0
        self._fetch = fetch
        self._keys: Sequence[Key] = ()
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of keys."""
        return 0 if parent is not None and parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index | None = None) -> int:
        """Number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = 0) -> str | None:
        """Words for display and for screen readers; everything else is painted by the delegate."""
        if role != 0:
            return None
        cell = self.cell(index.row(), index.column())
        return "" if cell is None else cell_words(cell)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> str | None:
        """Column titles."""
        if role != 0 or orientation != Qt.Orientation.Horizontal:
            return None
        return self.columns[section].title

    def set_keys(self, keys: Sequence[Key]) -> None:
        """Show other records."""
        self.about_to_change.emit()
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        self.endResetModel()

    def keys(self) -> Sequence[Key]:
        """All keys in order."""
        return self._keys

    def key(self, row: int) -> Key:
        """The key of a row."""
        return self._keys[row]

    def place(self, key: Key) -> int:
        """The row of a key, -1 when it is not shown."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def cell(self, number: int, column: int) -> Cell | None:
        """The cell at a row and a column of `columns`; None for the check column and for a row that is gone."""
        row = self.row(number)
        place = column - self._shift
        return None if row is None or place < 0 else row.cells[place]

    def row(self, number: int) -> Row | None:
        """The record of a row; fetches its page of 128 if need be. None when it is gone."""
        page, offset = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._load(page)
        else:
            self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def refresh(self, keys: Iterable[Key] | None = None) -> None:
        """Fetch these records again (all shown ones without `keys`) and repaint them."""
        if keys is None:
            self._pages.clear()
            if self._keys:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, len(self.columns) - 1))
            return
        for key in keys:
            number = self.place(key)
            if number >= 0:
                self._pages.pop(number // PAGE, None)
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def _load(self, page: int) -> list[Row | None]:
        keys = self._keys[page * PAGE : (page + 1) * PAGE]
        found = {row.key: row for row in self._fetch(keys)}
        rows = [found.get(key) for key in keys]
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return rows


class ListTableModel(PagedTableModel):
    """The same table over rows that are all in memory: a batch, a person list, a catalogue branch."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Row] = (),
        *,
        checks: bool = False,
        parent: QObject | None = None,
    ) -> None:
        self._rows: dict[Key, Row] = {}
        super().__init__(columns, self._find, checks=checks, parent=parent)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self._rows = {row.key: row for row in rows}
        self.set_keys([row.key for row in rows])

    def _find(self, keys: Sequence[Key]) -> Sequence[Row]:
        return [self._rows[key] for key in keys]
