"""The audit trail: who did what to which record and when, and whether the chain still holds."""

from __future__ import annotations

from pathlib import Path

from desktop.errors import UserError
from desktop.services import papers, upkeep
from desktop.services.action_words import action_words
from desktop.services.upkeep import AuditLine, ChainReport
from desktop.views.administration.pane import Pane
from desktop.views.components.buttons import Button
from desktop.views.components.ledger_table import LedgerTable
from desktop.views.components.progress import ProgressLine
from desktop.views.components.text import Note, show_if
from desktop.views.table_models import Column, Row
from desktop.views.transfers import save_paper
from desktop.views.workbench import Workbench

PAGE = 200
_NAMES: dict[str, str] = {
    "set-up": "首次设置",
    "store": "数据",
    "centre": "办公室端",
    "agency": "本端设置",
    "ledger": "台账",
    "negative": "负面清单",
    "phones": "办公电话",
    "words": "检查词",
    "drafts": "草稿",
    "package": "报送包",
}
_COLUMNS = (
    Column("seq", "序号", 90, "number"),
    Column("at", "时间", 130),
    Column("actor", "操作人", 160),
    Column("action", "事项", 220),
    Column("object", "对象", kind="title"),
)


class AuditPane(Pane):
    """The newest entries first, older ones on demand, 核对审计记录."""

    def __init__(self, bench: Workbench) -> None:
        self.older = Button("更早的记录", icon="history")
        self.head = Button("打印日摘要", icon="printer")
        self.against = Button("对照外部文件", icon="file-text")
        self.verify = Button("核对审计记录", "primary", icon="shield-check")
        super().__init__(
            bench, "只追加，不能改，不能删；记录里没有信息的内容", (self.older, self.head, self.against, self.verify)
        )
        self.line = ProgressLine("正在逐条核对", cancellable=False)
        self.result = Note("", "shield-check", "text2", role="body", wrap=True)
        self.result.hide()
        self.table = LedgerTable(_COLUMNS, name="审计记录", checks=False)
        self._lines: tuple[AuditLine, ...] = ()
        self._held = 0
        for part in (self.line, self.result):
            self.add(part)
        self.add(self.table, 1)
        self.verify.clicked.connect(self._verify_alone)
        self.against.clicked.connect(self._verify_against)
        self.head.clicked.connect(self._print_head)
        self.older.clicked.connect(self._more)
        self.reload()

    def reload(self) -> None:
        """Read the newest entries."""
        self.bench.read(self, lambda: upkeep.audit_lines(self.bench.desk, None, PAGE), self._show_newest)

    def _more(self) -> None:
        last = self._lines[-1].seq
        self.bench.read(self, lambda: upkeep.audit_lines(self.bench.desk, last, PAGE), self._show_older)

    def _show_newest(self, lines: tuple[AuditLine, ...]) -> None:
        self._lines = lines
        self._show()

    def _show_older(self, lines: tuple[AuditLine, ...]) -> None:
        self._lines += lines
        self._show()

    def _show(self) -> None:
        self.table.set_rows(
            [
                Row(one.seq, (str(one.seq), one.at, _name(one.actor), _action(one), _name(one.object)))
                for one in self._lines
            ]
        )
        self.table.footer.set_totals([("已列出", f"{len(self._lines):,}")], "")
        if self._lines and self._lines[-1].seq > 1:
            self.older.unblock()
        else:
            self.older.block("已经全部列出")

    def _print_head(self) -> None:
        desk = self.bench.desk
        save_paper(self.bench, self, f"审计记录日摘要_{desk.today()}.pdf", lambda: papers.chain_head_pdf(desk))

    def _verify_alone(self) -> None:
        self._verify([])

    def _verify_against(self) -> None:
        """Hold the chain against heads that lie outside: a chain rewritten as a whole looks sound by itself."""
        title = "选择本端写出的报送包、回执或备份里的 anchor.json"
        files = self.bench.ask_files(self, title, "报送包、回执、锚点 (*.zip *.json)")
        if files:
            self._verify(files)

    def _verify(self, files: list[Path]) -> None:
        self.error.clear()
        self.result.hide()
        for button in (self.verify, self.against):
            button.block("正在核对")
        desk = self.bench.desk
        self._held = len(files)
        self.bench.run(
            self,
            lambda _progress, _cancelled: upkeep.verify_audit(desk, files),
            self._verified,
            on_error=self._refused,
            line=self.line,
        )

    def _verified(self, report: ChainReport) -> None:
        self._unblock()
        if report.ok:
            held = f"与 {self._held} 个外部锚点一致。" if self._held and not report.forgone else ""
            self.result.set_note(report.words + held, "circle-check", "oktext")
            show_if(self.result, True)
        else:
            self.error.tell(report.words, "数据原样保留，没有改动任何记录。")

    def _refused(self, problem: UserError) -> None:
        self._unblock()
        self.error.show_error(problem)

    def _unblock(self) -> None:
        for button in (self.verify, self.against):
            button.unblock()


def _action(one: AuditLine) -> str:
    return action_words(one.action)


def _name(words: str) -> str:
    return _NAMES.get(words, words)
