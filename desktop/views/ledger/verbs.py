"""What the ledger does with items: export, print, correct, withdraw, discard, and look at their documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.services import amending, items
from desktop.services.item_detail import ItemDetail
from desktop.services.ledger import LedgerRow, ledger_rows
from desktop.services.ledger_export import export_ledger
from desktop.views.amending import ask_correction, confirm_giving_up, withdrawal_follows
from desktop.views.components.dialogs import ReasonDialog
from desktop.views.components.progress import ProgressLine
from desktop.views.ledger.cells import title_words
from desktop.views.ledger.dialogs import PreviewDialog, confirm_revision
from desktop.views.ledger.offers import WITHOUT_FORM, Offer, Verb
from desktop.views.printing.preview import print_forms, print_slip
from desktop.views.workbench import Workbench

XLSX = "Excel 工作簿 (*.xlsx)"


class LedgerVerbs:
    """The verbs of the ledger over one screen; each tells the other screens what it changed."""

    def __init__(self, owner: QWidget, bench: Workbench, exporting: ProgressLine) -> None:
        self._owner, self._bench, self._exporting = owner, bench, exporting

    def perform(self, offer: Offer, item: ItemDetail) -> None:
        """Do what was offered for an item."""
        doing: dict[Verb, Callable[[], None]] = {
            Verb.STEP: lambda: self._bench.open(offer.page, item.uuid),
            Verb.LOOK: lambda: self._bench.open(offer.page, item.uuid),
            Verb.REVISE: lambda: self.revise(item),
            Verb.CORRECT: lambda: self.correct(item),
            Verb.GIVE_UP: lambda: self.give_up(item),
            Verb.PRINT: lambda: self._print([item.uuid], f"审查表 {_file_part(item.form_number)}"),
            Verb.SLIP: lambda: print_slip(self._owner, self._bench, item),
            Verb.WITHDRAW: lambda: self.withdraw(item),
            Verb.TAKE_BACK: lambda: self.take_back(item),
            Verb.DISCARD: lambda: self.discard(item),
        }
        doing[offer.verb]()

    def export(self, keys: Sequence[int]) -> None:
        """Write these items, in their order, to a spreadsheet at a chosen place."""
        desk = self._bench.desk
        target = self._ask("导出台账", f"信息台账 {desk.today().isoformat()}.xlsx", XLSX)
        if target is None:
            return
        self._bench.run(
            self._owner,
            lambda progress, cancelled: export_ledger(desk, keys, target, progress, cancelled),
            lambda count: self._bench.tell(f"已导出 {count:,} 件", target.name),
            line=self._exporting,
        )

    def print_forms(self, keys: Sequence[int]) -> None:
        """Preview the review forms of these items in one run; stubs have no form and are left out."""
        desk = self._bench.desk
        self._bench.read(self._owner, lambda: ledger_rows(desk, keys), self._print_rows)

    def revise(self, item: ItemDetail) -> None:
        """Open an item for correction, after saying which signatures that voids, and go on in the editor."""
        if not confirm_revision(self._owner.window(), self._bench, item):
            return
        self._change(lambda: items.revise(self._bench.desk, item.uuid), item, "", editor=True)

    def correct(self, item: ItemDetail) -> None:
        """Open what was sent for correction, with a reason, and go on in the editor."""
        reason = ask_correction(self._owner.window(), item)
        if reason:
            self._change(lambda: amending.correct(self._bench.desk, item.uuid, reason), item, "", editor=True)

    def give_up(self, item: ItemDetail) -> None:
        """Drop the draft of a correction; the version that was sent stands again."""
        if confirm_giving_up(self._owner.window(), item):
            self._change(lambda: amending.give_up(self._bench.desk, item.uuid), item, "已放弃更正")

    def withdraw(self, item: ItemDetail) -> None:
        """Withdraw an item with a reason."""
        dialog = ReasonDialog(
            self._owner.window(),
            "撤回这条信息",
            item.content.title,
            "撤回信息",
            label="撤回理由",
            consequence=withdrawal_follows(self._bench.desk, item),
            icon="undo-2",
        )
        if dialog.exec():
            reason = dialog.reason_words()
            self._change(lambda: items.withdraw(self._bench.desk, item.uuid, reason), item, "已撤回")

    def take_back(self, item: ItemDetail) -> None:
        """Undo a withdrawal that the centre does not know of."""
        self._change(lambda: amending.take_back_withdrawal(self._bench.desk, item.uuid), item, "已撤销撤回")

    def discard(self, item: ItemDetail) -> None:
        """Discard a draft with a reason; its number is not used again, and what was signed stays as the record."""
        signed = f"送审过的 {item.head_rev} 版和作废的签字留作记录。" if item.head_rev else ""
        dialog = ReasonDialog(
            self._owner.window(),
            "作废这份草稿",
            title_words(item.state, item.content.title),
            "作废草稿",
            label="作废理由",
            consequence=f"编号 {item.form_number} 标为已作废，不再使用；草稿内容不能恢复。{signed}",
            icon="ban",
            tone="bad",
            danger=True,
        )
        if dialog.exec():
            reason = dialog.reason_words()
            self._change(lambda: items.discard_draft(self._bench.desk, item.uuid, reason), item, "已作废")

    def preview(self, item: ItemDetail, sm3: str) -> None:
        """Show a document, and save a copy when asked."""
        dialog = PreviewDialog(self._owner.window(), self._bench, item, sm3)
        if dialog.exec():
            self.save_document(item, dialog.sm3())

    def save_document(self, item: ItemDetail, sm3: str) -> None:
        """Save a copy of a document where the user wants it."""
        name = next(one.name for one in item.documents if one.sm3 == sm3)
        target = self._ask("另存文件", name, "")
        if target is not None:
            desk = self._bench.desk
            self._bench.read(
                self._owner,
                lambda: items.save_document_as(desk, sm3, target),
                lambda _none: self._bench.tell("文件已另存", target.name),
            )

    def _print_rows(self, rows: Sequence[LedgerRow]) -> None:
        shown = [row for row in rows if row.state not in WITHOUT_FORM]
        if not shown:
            problem = UserError("选中的信息没有审查表", "停止登记和已作废的信息没有内容可打印，选择其他信息")
            self._bench.show_error(self._owner, problem)
            return
        name = f"审查表 {shown[0].number}" if len(shown) == 1 else f"审查表（{len(shown)} 件）"
        self._print([row.uuid for row in shown], name)

    def _print(self, uuids: Sequence[str], name: str) -> None:
        print_forms(self._owner, self._bench, tuple(uuids), name)

    def _change(self, verb: Callable[[], object], item: ItemDetail, fact: str, *, editor: bool = False) -> None:
        def done(_result: object) -> None:
            self._bench.announce("item", item.uuid)
            if fact:
                self._bench.tell(fact, title_words(item.state, item.content.title))
            if editor:
                self._bench.open("editor", item.uuid)

        self._bench.read(self._owner, verb, done)

    def _ask(self, title: str, name: str, pattern: str) -> Path | None:
        """A place to save; the ending that belongs to the file is added when the user left it out."""
        target = self._bench.ask_target(self._owner, title, name, pattern)
        ending = Path(name).suffix
        if target is None or target.suffix.lower() == ending.lower():
            return target
        return target.with_name(target.name + ending)


def _file_part(number: str) -> str:
    """A form number as part of a file name."""
    return number.replace("/", "-")
