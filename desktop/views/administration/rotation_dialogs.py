"""换用新公钥: this end's own, and the other end's by its statement."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.labels import batch_name
from desktop.rules.roles import End
from desktop.services import enrolment, rotation
from desktop.services.enrolment import OfficeView
from desktop.services.rotation import RotationView
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.components.facts import Facts
from desktop.views.components.fields import PasswordField, TextField
from desktop.views.components.text import Text
from desktop.views.workbench import Workbench

STATEMENT_PATTERN = "换钥声明 (*.json)"


class RotateDialog(VerbDialog):
    """What follows when this end changes its key; the word has to be typed, because it cannot be taken back."""

    WORD = "换钥"

    def __init__(self, parent: QWidget, bench: Workbench) -> None:
        agency = bench.desk.agency
        super().__init__(parent, bench, "换用新公钥", agency.office_name, "换用新公钥", "key-round", danger=True)
        for words in _FOLLOWS[agency.end]:
            self.add(Text(words, "body", "text2", wrap=True))
        self.word = TextField(f"确认要换的，输入“{self.WORD}”", required=True, limit=4)
        self.word.changed.connect(self.judge)
        self.add(self.word)
        self.judge()
        self.word.setFocus()

    def missing(self) -> str:
        """The word."""
        return "" if self.word.value() == self.WORD else f"输入“{self.WORD}”后可以继续"

    def verb(self) -> Callable[[], object]:
        """Change the key."""
        return lambda: rotation.rotate(self.bench.desk)


_FOLLOWS = {
    End.OFFICE: (
        "以后的批次用新公钥签名；以前的批次重新写出时仍用旧公钥，内容和批次号不变。",
        "换好后把换钥声明写到 U 盘交办公室，由两人确认。确认以前，办公室不接收新公钥签名的批次。",
        "公钥可能已经泄露的，不要用这个办法：请办公室停用公钥，再凭盖章的指纹单重新登记。",
    ),
    End.CENTRE: (
        "以后的回执用新公钥签名。换好后把换钥声明写到 U 盘发各处室，由两人确认。",
        "没有确认的处室读不了新回执；以前的回执可以按现在的情况重新写出。",
    ),
}


class StatementDialog(VerbDialog):
    """A statement whose signatures hold: old and new fingerprint, from which batch on, and the second person."""

    def __init__(self, parent: QWidget, bench: Workbench, found: RotationView) -> None:
        super().__init__(parent, bench, "确认换钥声明", found.who, "确认换用", "shield-check")
        self._found = found
        self._centre = bench.desk.agency.end is End.CENTRE
        facts = [("旧公钥", found.old_fingerprint), ("新公钥", found.new_fingerprint)]
        if self._centre:
            facts.append(("起用", batch_name(found.from_epoch, found.from_seq)))
        self.add(Facts(facts))
        told = "声明由旧公钥和新公钥分别签名，已经核对；旧公钥就是现在登记的公钥。"
        self.add(Text(told, "body", "text2", wrap=True))
        self.add(Text(self._follows(), "body", "text2", wrap=True))
        self.login = TextField("第二人的账号", required=True)
        self.password = PasswordField("第二人的口令", required=True)
        for field in (self.login, self.password):
            self.add(field)
            field.changed.connect(self.judge)
        self.judge()
        self.login.setFocus()

    def missing(self) -> str:
        """The second person."""
        return "" if self.login.value() and self.password.value() else "由第二人输入账号和口令"

    def verb(self) -> Callable[[], object]:
        """Believe the new key."""
        desk, found = self.bench.desk, self._found
        login, password = self.login.value(), self.password.value()

        def work() -> None:
            if self._centre:
                rotation.propose_rotation(desk, found)
                enrolment.confirm_rotation(desk, found.office_id, login, password)
            else:
                rotation.accept_centre_key(desk, found, login, password)

        return work

    def _follows(self) -> str:
        if not self._centre:
            return "确认后，只认新公钥签名的回执。"
        if self._found.from_seq == 1:
            return "确认后，旧公钥停用，只认新公钥签名的批次。"
        return f"确认后，旧公钥停用：第 {self._found.from_seq - 1} 批及以前的照样接收，以后的只认新公钥。"


class ConfirmRotationDialog(VerbDialog):
    """A statement that another officer has read in: the second officer, signed in, confirms it."""

    def __init__(self, parent: QWidget, bench: Workbench, office: OfficeView) -> None:
        super().__init__(parent, bench, "确认换钥声明", f"{office.name}（{office.code}）", "确认换用", "shield-check")
        self._office = office
        waiting = office.waiting
        assert waiting is not None  # the verb is blocked otherwise
        self.own = waiting.proposed_by != bench.desk.person.login
        facts = [
            ("现在的公钥", office.fingerprint),
            ("新公钥", waiting.fingerprint),
            ("读入", "、".join(office.officers)),
        ]
        self.add(Facts(facts))
        told = "声明由现在登记的公钥和新公钥分别签名，不用对照指纹单。"
        self.add(Text(told, "body", "text2", wrap=True))
        self.login = TextField("第二名经办人的账号", required=True)
        self.password = PasswordField("第二名经办人的口令", required=True)
        for field in (self.login, self.password):
            field.changed.connect(self.judge)
            if not self.own:
                self.add(field)
        self.judge()

    def missing(self) -> str:
        """The second officer, unless signed in."""
        if self.own or (self.login.value() and self.password.value()):
            return ""
        return "由第二名经办人输入账号和口令"

    def verb(self) -> Callable[[], object]:
        """Confirm the statement."""
        login, password = ("", "") if self.own else (self.login.value(), self.password.value())
        return lambda: enrolment.confirm_rotation(self.bench.desk, self._office.id, login, password)
