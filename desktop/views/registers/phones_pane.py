"""The tab 办公电话: numbers of the office itself, which are no personal data."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.rules.checklists import SHORT_TEXT_LIMIT, office_phone, phone_words
from desktop.services import office_phones
from desktop.services.office_phones import PhoneImport, PhoneRow
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.components.buttons import Button
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.empty import EmptyState
from desktop.views.components.fields import TextField
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.registers.import_dialog import ImportDialog
from desktop.views.registers.list_pane import TEXTS, ListPane
from desktop.views.table_models import Column, Row
from desktop.views.workbench import Workbench

_COLUMNS = (Column("number", "号码", 220), Column("holder", "科室或使用人", kind="title"))
_NAMED = 5
_HOW = "座机 7 或 8 位，可以带区号；手机 11 位；号码相连的写 0531-8292*"


class PhonesPane(ListPane):
    """The list of numbers with what may be done to it."""

    def __init__(self, bench: Workbench) -> None:
        self.new = Button("加入号码", "primary", icon="plus")
        self.remove = Button("移除", icon="trash-2")
        fact = "这些座机号码不再提示；手机号码自动记为办公电话，随信息报送"
        super().__init__(bench, fact, "查找号码、科室", (self.remove,), self.new)
        self.table = LedgerTable(
            _COLUMNS, name="办公电话", checks=self.may_keep, remember_as="phones", empty=_empty("")
        )
        self.add(self.table, 1)
        self.new.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.bring_in.clicked.connect(self._choose_file)
        self.take_out.clicked.connect(self._export)
        self.table.selection_changed.connect(self._judge)
        self._judge(0)
        self.reload()

    def reload(self) -> None:
        """Look the numbers up again."""
        text = self.search.words()
        self.bench.read(self, lambda: office_phones.phones(self.bench.desk, text), lambda rows: self._show(rows, text))

    def _show(self, rows: Sequence[PhoneRow], text: str) -> None:
        if text != self.search.words():
            return
        self.table.set_empty(_empty(text))
        self.table.set_rows([Row(one.number, (phone_words(one.number), one.holder)) for one in rows])
        self.table.footer.set_totals([("符合" if text else "号码", f"{len(rows):,} 个")], "")

    def _judge(self, chosen: int) -> None:
        if chosen:
            self.remove.unblock()
            self.remove.set_words(f"移除 {chosen:,} 个", "trash-2")
        else:
            self.remove.set_words("移除", "trash-2")
            self.remove.block("先选中要移除的号码")

    def _add(self) -> None:
        dialog = PhoneDialog(self, self.bench)
        if dialog.exec():
            self.changed(f"已加入 {phone_words(office_phone(dialog.number.value()))}")
        dialog.deleteLater()

    def _remove(self) -> None:
        numbers = [str(key) for key in self.table.selected_keys()]
        named = "、".join(map(phone_words, numbers[:_NAMED])) + ("等" if len(numbers) > _NAMED else "")
        follows = "移除后，文件里出现这些号码的，登记时照常提示。"
        if self.ask(ConfirmDialog(self.window(), f"移除 {len(numbers):,} 个号码", named, "移除", consequence=follows)):
            self.work(
                lambda: office_phones.remove_phones(self.bench.desk, numbers),
                lambda count: self.changed(f"已移除 {count:,} 个号码"),
            )

    def _choose_file(self) -> None:
        path = self.bench.ask_file(self, "导入办公电话", TEXTS)
        if path is not None:
            self.work(lambda: office_phones.preview_phones(self.bench.desk, path), self._previewed)

    def _previewed(self, found: PhoneImport) -> None:
        dialog = ImportDialog(
            self,
            "导入办公电话",
            found.name,
            f"导入 {len(found.new):,} 个",
            facts=[("新号码", f"{len(found.new):,} 个"), ("已有", f"{found.present:,} 个")],
            faults=[f"“{line}”一行没有号码" for line in found.faults],
            nothing="" if found.new else "文件里的号码都已经在清单里",
        )
        if self.ask(dialog):
            self.work(
                lambda: office_phones.import_phones(self.bench.desk, found.new),
                lambda count: self.changed(f"已导入 {count:,} 个号码"),
            )

    def _export(self) -> None:
        self.export("办公电话", lambda target: office_phones.export_phones(self.bench.desk, target), "个号码")


class PhoneDialog(VerbDialog):
    """A number and who answers it."""

    def __init__(self, parent: QWidget, bench: Workbench) -> None:
        super().__init__(parent, bench, "加入办公电话", bench.desk.agency.name, "加入", "plus")
        self.number = TextField("号码", required=True, latin=True, limit=30, placeholder="0531-82923160", info=_HOW)
        self.holder = TextField("科室或使用人", limit=SHORT_TEXT_LIMIT, placeholder="律师工作处")
        for field in (self.number, self.holder):
            self.add(field)
            field.changed.connect(self.judge)
        self.judge()
        self.number.setFocus()

    def missing(self) -> str:
        """No number."""
        if not self.number.value():
            return "填写号码"
        return "" if office_phone(self.number.value()) else "这不是电话号码"

    def verb(self) -> Callable[[], object]:
        """Add it."""
        number, holder = self.number.value(), self.holder.value()
        return lambda: office_phones.add_phone(self.bench.desk, number, holder)


def _empty(text: str) -> EmptyState:
    if text:
        return EmptyState("没有符合条件的号码", "换几个字再查找。", icon="search", tone="accent")
    return EmptyState(
        "还没有办公电话", "加入对外公布的号码，登记文件时就不再当作个人信息。", icon="list-checks", tone="accent"
    )
