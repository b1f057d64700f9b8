"""The public key of this end on paper, and at an office the fingerprint of the centre's."""

from __future__ import annotations

from desktop.errors import UserError
from desktop.rules.roles import End
from desktop.services import accounts, office_receipts, papers
from desktop.views.administration.fingerprint_field import FingerprintField
from desktop.views.administration.rotation_card import RotationCard
from desktop.views.components.buttons import Button, ReasonedButton
from desktop.views.components.card import Card
from desktop.views.components.error_panel import ErrorPanel
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note
from desktop.views.key_sheet import KeySheet
from desktop.views.workbench import Workbench

_WHY = {
    End.OFFICE: "打印指纹单，盖章后送办公室，由两人登记。登记以后，办公室才能接收本处室的报送包。",
    End.CENTRE: "打印指纹单，盖章后发给各处室。处室录入以后，才能读取回执。",
}


class OwnKeyPane(ScrollColumn):
    """The sheet of this end; at an office also the centre's fingerprint."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.column.setContentsMargins(0, 14, 0, 0)
        self.sheet = KeySheet("公钥指纹", _WHY[bench.desk.agency.end])
        self.add(self.sheet)
        self.rotation = RotationCard(bench)
        self.add(self.rotation)
        self.rotation.rotated.connect(self.reload)
        self.centre: CentreKeyCard | None = None
        if bench.desk.agency.end is End.OFFICE:
            self.centre = CentreKeyCard(bench)
            self.add(self.centre)
            self.rotation.centre_changed.connect(self.centre.reload)
        self.reload()

    def reload(self) -> None:
        """Read the key of this end."""
        self.bench.read(self, lambda: accounts.own_fingerprint(self.bench.desk), self._show)

    def _show(self, fingerprint: str) -> None:
        agency, today = self.bench.desk.agency, self.bench.desk.today()
        self.sheet.show_key(
            fingerprint,
            lambda: papers.fingerprint_pdf(agency.name, agency.office_name, agency.end, fingerprint, today),
        )


class CentreKeyCard(Card):
    """The centre's fingerprint as it is recorded, and a field to record another."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__("办公室端公钥指纹", "没有录入的，不能读取回执", padding=20)
        self.bench = bench
        self.now = Note("", "info", wrap=True)
        self.field = FingerprintField("按办公室盖章的指纹单录入")
        self.save = Button("保存指纹")
        self.error = ErrorPanel()
        for widget in (self.now, self.field, self.error, ReasonedButton(self.save)):
            self.add(widget)
        self.field.changed.connect(self._judge)
        self.save.clicked.connect(self._save)
        self.reload()

    def reload(self) -> None:
        """Show what is recorded."""
        known = self.bench.desk.agency.centre_fingerprint
        if known:
            self.now.set_note(f"已录入：{known}", "circle-check", "oktext")
        else:
            self.now.set_note("还没有录入", "triangle-alert", "warntext")
        self._judge()

    def _judge(self) -> None:
        if self.field.complete():
            self.save.unblock()
        else:
            self.save.block("录全 8 组后可以保存")

    def _save(self) -> None:
        typed, desk = self.field.value(), self.bench.desk
        self.save.block("正在保存")
        self.bench.run(
            self,
            lambda _progress, _cancelled: office_receipts.set_centre_fingerprint(desk, typed),
            lambda _nothing: self._saved(),
            on_error=self._refused,
        )

    def _saved(self) -> None:
        self.error.clear()
        self.field.clear()
        self.reload()
        self.bench.tell("办公室端公钥指纹已录入", "可以读取回执了")
        self.bench.announce("office")

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self._judge()
