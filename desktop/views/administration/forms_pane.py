"""Review forms: who signs, in which order, on which paper; which one new items are reviewed under."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.labels import chain_words, title_of, word
from desktop.rules.chains import Condition, ReviewForm
from desktop.services import form_files, forms
from desktop.services.form_files import FormImport
from desktop.services.forms import FormView
from desktop.views.administration.form_dialog import FormDialog
from desktop.views.administration.pane import Pane
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.text import Text
from desktop.views.registers.import_dialog import ImportDialog
from desktop.views.table_models import ChipCell, Column, Row
from desktop.views.workbench import Workbench

FILES = "审查表 (*.json)"
_COLUMNS = (
    Column("name", "名称", 236),
    Column("layout", "印成", 164, spare=True),
    Column("steps", "签字步骤", kind="title"),
    Column("version", "版本", 62),
    Column("whence", "来源", 92, spare=True),
    Column("default", "新登记用", 78),
)


class FormsPane(Pane):
    """The list of forms with the verbs on the current one; below it, its steps in full."""

    def __init__(self, bench: Workbench) -> None:
        self.retire = Button("停用")
        self.copy = Button("另存为新的审查表", icon="copy")
        self.default = Button("设为默认")
        self.edit = Button("修改步骤", "primary", icon="pencil-line")
        self.take_in = Button("导入…", icon="upload")
        self.write_out = Button("导出…", icon="download")
        verbs = (self.take_in, self.write_out, self.retire, self.copy, self.default, self.edit)
        super().__init__(bench, "修改后，正在审查的仍按原来的步骤", verbs)
        self._rows: dict[str, FormView] = {}
        self.table = LedgerTable(_COLUMNS, name="审查表", checks=False)
        self.add(self.table, 1)
        self.chain = Text("", "body", "text", wrap=True)
        card = Card("签字步骤", padding=16)
        card.add(self.chain)
        self.add(card)
        self.table.current_changed.connect(self._judge)
        self.table.opened.connect(self._edit)
        self.edit.clicked.connect(self._edit)
        self.copy.clicked.connect(self._copy)
        self.default.clicked.connect(self._set_default)
        self.retire.clicked.connect(self._retire)
        self.take_in.clicked.connect(self._take_in)
        self.write_out.clicked.connect(self._write_out)
        bench.follow(self, "form", self.reload)
        self._judge(None)
        self.reload()

    def reload(self) -> None:
        """Read the forms again."""
        self.bench.read(self, lambda: forms.forms(self.bench.desk), self._show)

    def _show(self, found: tuple[FormView, ...]) -> None:
        self._rows = {one.form.code: one for one in found}
        self.table.set_rows([_row(one) for one in found])
        own = sum(not one.shipped for one in found)
        self.table.footer.set_totals([("审查表", str(len(found))), ("本单位的", str(own))], "")
        if self.table.current_key() is None and found:
            self.table.select([next((one.form.code for one in found if one.is_default), found[0].form.code)])
        self._judge(self.table.current_key())

    def _judge(self, key: object) -> None:
        one = self._rows.get(str(key or ""))
        restores = one is not None and not one.shipped and bool(one.source)
        self.retire.set_words("恢复随程序提供的" if restores else "停用")
        if one is None:
            for verb in (self.write_out, self.retire, self.copy, self.default, self.edit):
                verb.block("先选中一种审查表")
            self.chain.set_words("")
            return
        self.edit.unblock()
        self.copy.unblock()
        self.chain.set_words(_chain_in_full(one.form))
        _block(self.default, "已经是默认" if one.is_default else "")
        _block(self.retire, _why_not_retire(one))
        _block(self.write_out, "随程序提供的各端都有，不用导出" if one.shipped else "")

    def _current(self) -> FormView | None:
        return self._rows.get(str(self.table.current_key() or ""))

    def _edit(self) -> None:
        self._open(as_new=False)

    def _copy(self) -> None:
        self._open(as_new=True)

    def _open(self, *, as_new: bool) -> None:
        one = self._current()
        if one is None:
            return
        others = [other.form.name for other in self._rows.values() if as_new or other is not one]
        dialog = FormDialog(self, self.bench, one.form, others, as_new=as_new)
        if dialog.exec():
            self._done(f"已{'存为新的审查表' if as_new else '修改'}：{dialog.name.value()}")
        dialog.deleteLater()

    def _set_default(self) -> None:
        one = self._current()
        if one is not None:
            code, told = one.form.code, f"新登记的信息用：{one.form.name}"
            self._run(lambda: forms.set_default_form(self.bench.desk, code), told)

    def _retire(self) -> None:
        one = self._current()
        if one is None:
            return
        verb = self.retire.text()
        follows = "正在审查的仍按原来的步骤。"
        if verb == "停用":
            follows += "以后不能再选这种审查表；已选了它的草稿，送审前要另选一种。"
        confirmed = ConfirmDialog(self.window(), verb, one.form.name, verb, consequence=follows, icon="history").exec()
        if confirmed:
            code = one.form.code
            self._run(lambda: forms.retire_form(self.bench.desk, code), f"已{verb}：{one.form.name}")

    def _write_out(self) -> None:
        one, desk = self._current(), self.bench.desk
        path = self.bench.ask_target(self, "导出审查表", f"审查表 {one.form.name}.json", FILES) if one else None
        if one is not None and path is not None:
            self.bench.run(
                self,
                lambda _progress, _cancelled: form_files.export_form(desk, one.form.code, path),
                lambda count: self.bench.tell(f"已导出 {count} 个版本", path.name),
                on_error=self.error.show_error,
            )

    def _take_in(self) -> None:
        desk, path = self.bench.desk, self.bench.ask_file(self, "导入审查表", FILES)
        if path is not None:
            self.bench.run(
                self,
                lambda _progress, _cancelled: form_files.preview_import(desk, path),
                lambda brought: self._asked(path, brought),
                on_error=self.error.show_error,
            )

    def _asked(self, path: Path, brought: FormImport) -> None:
        form = brought.newest
        numbers = "、".join(f"第 {one.version} 版" for one in brought.new) or "没有"
        dialog = ImportDialog(
            self,
            "导入审查表",
            path.name,
            "导入",
            facts=[("审查表", f"{form.name}（{form.code}）"), ("签字步骤", chain_words(form)), ("本端没有的", numbers)],
            nothing="" if brought.new else "文件里的审查表本端都有",
            remark=f"导入后选这种审查表的，用第 {form.version} 版；正在审查的仍按原来的步骤。"
            if brought.becomes_newest
            else "",
        )
        if dialog.exec():
            desk = self.bench.desk
            self._run(lambda: form_files.import_form(desk, path), f"已导入：{form.name}")
        dialog.deleteLater()

    def _run(self, work: Callable[[], object], told: str) -> None:
        self.bench.run(
            self,
            lambda _progress, _cancelled: work(),
            lambda _nothing: self._done(told),
            on_error=self.error.show_error,
        )

    def _done(self, words: str) -> None:
        self.error.clear()
        self.bench.tell(words, "正在审查的仍按原来的步骤")
        self.bench.announce("form")


def _row(one: FormView) -> Row:
    form = one.form
    whence = "随程序提供" if one.shipped else "在这里改过" if one.source else "本单位自定"
    default = ChipCell("默认", "accent", "check") if one.is_default else ""
    return Row(form.code, (form.name, word(form.layout), chain_words(form), f"第 {form.version} 版", whence, default))


def _chain_in_full(form: ReviewForm) -> str:
    parts = [
        title_of(one) if one.condition is Condition.ALWAYS else f"{title_of(one)}（{word(one.condition)}）"
        for one in form.steps
    ]
    return " → ".join(parts)


def _why_not_retire(one: FormView) -> str:
    if one.shipped:
        return "随程序提供的不能停用"
    return "默认的不能停用，先把另一种设为默认" if one.is_default and not one.source else ""


def _block(button: Button, why: str) -> None:
    if why:
        button.block(why)
    else:
        button.unblock()
