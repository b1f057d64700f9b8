"""A date typed in any usual way or picked from a calendar."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from desktop.views.components.buttons import IconButton
from desktop.views.components.field_base import Field
from desktop.views.components.fields import bare_line_edit
from desktop.views.components.text import show_if
from desktop.views.look import paint, tokens
from desktop.views.look.theme import theme

FORMAT_HINT = "日期写成 2026-11-18 这样"
_DIGITS = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_PARTS = re.compile(r"^(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$")


def parse_date(words: str, year: int) -> date | None:
    """Read 2026-11-18, 20261118, 2026.11.18, 2026年11月18日 or 11-18 (in `year`); None when it is no date."""
    text = words.strip()
    match = _DIGITS.match(text) or _PARTS.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        return None


class CalendarPopup(QWidget):
    """A month to pick a day from; closes at the choice or at Esc."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self.calendar.setAccessibleName("日历")
        plain = QTextCharFormat()
        plain.setForeground(theme().color("text2"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(day, plain)
        self.calendar.setFont(theme().font("small"))
        self.calendar.setMinimumWidth(theme().px(280))
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.calendar)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Raised ground with a border."""
        painter = paint.begin(self)
        painter.fillRect(self.rect(), theme().color("raised"))
        paint.box(painter, self.rect(), 0, None, theme().color("line2"))


class DateField(Field[date | None]):
    """A date. Typed text is read when the focus leaves; what cannot be read stays and is told.

    `value` is None when the field is empty or unreadable; `unreadable` tells the two apart.
    """

    def __init__(
        self,
        label: str,
        value: date | None = None,
        *,
        required: bool = False,
        info: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.edit = bare_line_edit()
        super().__init__(label, self.edit, required=required, info=info, parent=parent)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin | Qt.InputMethodHint.ImhDate)
        self.edit.setPlaceholderText("年-月-日")
        self._button = IconButton("calendar", f"打开日历选{label}", small=True)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.open_calendar)
        self.frame.add_trailing(self._button)
        self.set_value(value)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self._enter)

    def value(self) -> date | None:
        """The date, or None."""
        return parse_date(self.edit.text(), date.today().year)  # noqa: DTZ011 - the year the user sits in

    def unreadable(self) -> bool:
        """Whether something is written that is no date."""
        return bool(self.edit.text().strip()) and self.value() is None

    def set_value(self, value: date | None) -> None:
        """Show a date."""
        self.edit.setText("" if value is None else value.isoformat())

    def open_calendar(self) -> None:
        """Open the month of the present value."""
        popup = CalendarPopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        shown = self.value()
        if shown is not None:
            popup.calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        popup.calendar.clicked.connect(self._picked)
        popup.calendar.activated.connect(self._picked)
        popup.calendar.clicked.connect(popup.close)
        popup.calendar.activated.connect(popup.close)
        popup.move(self.frame.mapToGlobal(QPoint(0, self.frame.height() + tokens.S4)))
        popup.show()
        popup.calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def _picked(self, day: QDate) -> None:
        self.set_value(date(day.year(), day.month(), day.day()))
        self._edited()
        self._commit()

    def _edited(self) -> None:
        if self.message.words() == FORMAT_HINT:
            self.set_message("")
        super()._edited()

    def _commit(self) -> None:
        if self.unreadable():
            self.set_message(FORMAT_HINT, "error")
        elif self._dirty:
            self.set_value(self.value())
        super()._commit()

    def _set_control_read_only(self, read_only: bool) -> None:
        self.edit.setReadOnly(read_only)
        show_if(self._button, not read_only)
