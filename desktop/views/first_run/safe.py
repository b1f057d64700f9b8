"""Last page: the recovery key goes on paper and into the safe, the fingerprint to the other end."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.roles import End
from desktop.services.first_run import FirstRun, Founded
from desktop.views.components.checks import CheckBox
from desktop.views.first_run.page import GuidePage
from desktop.views.key_sheet import KeySheet

_WHY_RECOVERY = (
    "忘记口令、管理员离岗时，用它打开数据。只打印一份，装入信封，锁入保险柜。"
    "这个窗口关闭后不再显示。存到 U 盘去别处打印的，打印后从 U 盘上删除。"
)
_WHY_FINGERPRINT = {
    End.OFFICE: "盖章后送办公室，由两人登记。没有登记的，办公室不能接收本处室的报送包。",
    End.CENTRE: "盖章后发给各处室录入。没有录入的处室，不能读取回执。",
}


class SafePage(GuidePage):
    """Both sheets, and the tick without which the guide does not end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("打印两张密钥单", "数据已经建好。最后一步，把应急密钥锁好。", parent)
        self.recovery = KeySheet("应急密钥", _WHY_RECOVERY)
        self.locked_away = CheckBox("应急密钥单已打印，已锁入保险柜")
        self.add(self.recovery)
        self.add(self.locked_away)
        self.locked_away.toggled.connect(self.changed)
        self.fingerprint: KeySheet | None = None

    def show_founded(self, first: FirstRun, founded: Founded) -> None:
        """Show the keys that the founding drew."""
        from desktop.services import papers  # loaded with the store that was just founded

        agency, office, today = first.agency_name, first.office_name, datetime.now(CIVIL_TIME).date()
        self.recovery.show_key(
            founded.recovery_key, lambda: papers.recovery_pdf(agency, office, founded.recovery_key, today)
        )
        self.fingerprint = KeySheet(
            "公钥指纹",
            _WHY_FINGERPRINT[first.end],
            founded.fingerprint,
            lambda: papers.fingerprint_pdf(agency, office, first.end, founded.fingerprint, today),
        )
        self.add(self.fingerprint)

    def missing(self) -> str:
        """The tick."""
        return "" if self.locked_away.isChecked() else "应急密钥单锁入保险柜后勾选"

    def begin(self) -> None:
        """Start with printing."""
        self.recovery.print.setFocus()
