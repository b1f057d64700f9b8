"""The form of an item: its fields, what the program proposed for them, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import FIELDS
from desktop.rules.items import ItemContent
from desktop.rules.validation import Problem
from desktop.services.proposed import TextPlace, proposal_view
from desktop.views.components.buttons import Button
from desktop.views.components.card import SectionHead
from desktop.views.components.date_field import FORMAT_HINT, DateField
from desktop.views.components.field_base import Field
from desktop.views.components.fields import AreaField
from desktop.views.components.text import Text, show_if
from desktop.views.editor.layout import COMMON, MORE, is_required, is_wanted, make_fields
from desktop.views.editor.special_fields import PAGES_HINT, DocumentNumberField, PagesField

RETURNED = "退回时指出这一栏要改"


class ItemForm(QWidget):
    """`edited()` follows every edit, `left()` an edited field that was left, `settled(name)` an accepted proposal.

    `shown(field)` names the field that must be brought into view, `locating(TextPlace)` the words of a document that a
    proposal was taken from (a click on them, or F4).
    """

    edited = Signal()
    left = Signal()
    settled = Signal(str)
    shown = Signal(QWidget)
    locating = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = make_fields()
        self._content = ItemContent()
        self._touched: set[str] = set()
        self._returned: set[str] = set()
        self._hints: dict[str, str] = {}
        self._places: dict[str, TextPlace | None] = {}
        self._proposed = 0
        self._rows: list[tuple[QWidget, tuple[str, ...]]] = []
        self._count = Text("", "small", "text2")
        self.head = SectionHead("登记内容")
        self.head.add_right(self._count)
        self._fold = Button("", "ghost", icon="chevron-down", small=True)
        self._fold.clicked.connect(self._turn_fold)
        self._more = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head)
        self._add_rows(column, COMMON)
        column.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(6)
        self._add_rows(more, MORE)
        column.addWidget(self._more)
        self._open_fold(False)
        for name, field in self.fields.items():
            field.setProperty("name", name)
            field.changed.connect(self._changed)
            field.committed.connect(self._committed)
            field.confirmed.connect(self._confirmed)
            field.located.connect(self._located)
        locate = QShortcut(QKeySequence("F4"), self)
        locate.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        locate.activated.connect(self._locate_focused)

    def _add_rows(self, column: QVBoxLayout, rows: Sequence[tuple[str, ...]]) -> None:
        for names in rows:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(16)
            for name in names:
                row.addWidget(self.fields[name], 1)
            column.addWidget(holder)
            self._rows.append((holder, names))

    # -- what the page calls -------------------------------------------------------------------
    def show_content(self, content: ItemContent, proposals: dict[str, Any], returned: Collection[str] = ()) -> None:
        """Show a draft as the store holds it, with the proposals that nobody has looked at yet."""
        self._content, self._touched, self._returned, self._hints = content, set(), set(returned), {}
        views = {name: proposal_view(name, entry) for name, entry in proposals.items() if name in self.fields}
        self._places = {name: view.at for name, view in views.items()}
        for name, field in self.fields.items():
            value = getattr(content, name)
            found = views.get(name)
            field.set_message("")
            if found and value not in ("", None):
                field.propose(
                    value,
                    found.words,
                    found.confidence,
                    why=found.why,
                    shown=found.at is not None and self._is_held(found.at),
                )
            else:
                field.forget_proposal()
                field.set_value(value)
        self._proposed = sum(field.proposed() for field in self.fields.values())
        self._open_fold(any(name in returned for names in MORE for name in names))
        self._arrange()
        self._show_count()
        self.show_problems(())

    def saved_content(self) -> ItemContent:
        """The content with the row of the catalogue that was chosen before the present one."""
        return replace(self.content(), catalogue_row=self._content.catalogue_row)

    def propose(self, values: Mapping[str, Any], place: str, confidence: str) -> None:
        """Fill fields with values that the user is to look at; the content follows as if they had been typed."""
        for name, value in values.items():
            self._proposed += not self.fields[name].proposed()
            self.fields[name].propose(value, place, confidence)
        self._content = replace(self._content, catalogue_row=self.fields["catalogue_row"].value())
        self._arrange()
        self._show_count()
        self.edited.emit()

    def take_base(self, content: ItemContent) -> None:
        """Take over what stands outside the form: answers, notes and documents of another content."""
        self._content = content

    def content(self) -> ItemContent:
        """The content as it stands in the form; answers, notes and documents are those it was given."""
        values = {name: field.value() for name, field in self.fields.items()}
        values["theme"] = values["theme"] or ""
        for name in ("attribute", "carrier", "source", "time_limit", "audience", "validity"):
            values[name] = values[name] or getattr(self._content, name)
        return replace(self._content, **values)

    def unreadable(self) -> tuple[Problem, ...]:
        """Fields in which something is written that cannot be read."""
        return tuple(
            Problem(name, FORMAT_HINT if isinstance(field, DateField) else PAGES_HINT)
            for name, field in self.fields.items()
            if isinstance(field, DateField | PagesField) and field.unreadable()
        )

    def show_hints(self, hints: dict[str, str]) -> None:
        """Tell, field by field, which listed words were typed; a problem goes before."""
        self._hints = hints

    def show_problems(self, problems: Sequence[Problem], *, everywhere: bool = False) -> None:
        """Tell the problems of the fields that were edited, or of all."""
        told = {one.field: one.words for one in reversed(problems)}
        told |= {one.field: one.words for one in self.unreadable()}
        for name, field in self.fields.items():
            words = told.get(name, "")
            if words and (everywhere or name in self._touched):
                field.set_message(self._with_remedy(field, words), "error")
            elif name in self._returned:
                field.set_message(RETURNED, "warn")
            elif name in self._hints:
                field.set_message(self._hints[name], "warn")
            elif not (isinstance(field, AreaField) and field.over_limit()):
                field.set_message("")

    def go_to(self, name: str) -> None:
        """Give a field the focus, unfolding what hides it."""
        if any(name in names for names in MORE):
            self._open_fold(True)
        self.fields[name].control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit(self.fields[name])

    # -- machinery -----------------------------------------------------------------------------
    @staticmethod
    def _with_remedy(field: Field[Any], words: str) -> str:
        if isinstance(field, DocumentNumberField) and field.mended():
            return f"{words}，按 Enter 改为“{field.mended()}”"
        return words

    def _name_of_sender(self) -> str:
        return str(self.sender().property("name"))

    def _changed(self) -> None:
        self._returned.discard(self._name_of_sender())
        self._arrange()
        self.edited.emit()

    def _committed(self) -> None:
        self._touched.add(self._name_of_sender())
        self.left.emit()

    def _confirmed(self) -> None:
        self._show_count()
        self.settled.emit(self._name_of_sender())

    def _located(self) -> None:
        self.locating.emit(self._places[self._name_of_sender()])

    def _locate_focused(self) -> None:
        focus = self.focusWidget()
        if focus is not None:
            for field in self.fields.values():
                if field.isAncestorOf(focus):
                    field.locate()

    def _is_held(self, at: TextPlace) -> bool:
        """Whether the document that words were taken from is still there."""
        return any(one.sm3 == at.sm3 for one in self._content.attachments)

    def _show_count(self) -> None:
        open_now = sum(field.proposed() for field in self.fields.values())
        known = f"已确认 {self._proposed - open_now} / {self._proposed}" if self._proposed else ""
        self._count.set_words(known)
        self.head.set_fact("浅蓝底为程序从正文提取，按 Enter 逐项确认，按 F4 看出处" if open_now else "")

    def _arrange(self) -> None:
        """Show the fields that this content asks for."""
        content = self.content()
        for holder, names in self._rows:
            for name in names:
                show_if(self.fields[name], is_wanted(name, content))
                self.fields[name].set_required(is_required(name, content))
            show_if(holder, any(is_wanted(name, content) for name in names))

    def _turn_fold(self) -> None:
        self._open_fold(self._more.isHidden())

    def _open_fold(self, wanted: bool) -> None:
        show_if(self._more, wanted)
        some = "、".join(FIELDS[name] for name in ("drafter", "column", "planned_on"))
        words = "收起更多内容" if wanted else f"更多内容（{some}等 {sum(map(len, MORE))} 项）"
        self._fold.set_words(words, "chevron-up" if wanted else "chevron-down")
