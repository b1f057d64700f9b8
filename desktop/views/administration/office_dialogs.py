"""The dialogs of the offices: enter, close and open one; type a fingerprint, confirm it as the second officer, revoke it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.services import enrolment
from desktop.services.enrolment import MOST_REASON, OfficeView
from desktop.views.administration.fingerprint_field import FingerprintField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import PasswordField, TextField
from desktop.views.components.text import Text
from desktop.views.workbench import Workbench


class VerbDialog(Dialog):
    """A dialog that does its verb off the GUI thread and closes when that is done; a refusal is told in it."""

    def __init__(
        self,
        parent: QWidget,
        bench: Workbench,
        title: str,
        record: str,
        commit: str,
        icon: str,
        *,
        danger: bool = False,
        width: int = 600,
    ) -> None:
        tone = "bad" if danger else "accent"
        super().__init__(
            parent.window(), title, record, commit=commit, icon=icon, tone=tone, danger=danger, width=width
        )
        self.bench = bench

    def verb(self) -> Callable[[], object]:
        """What to do, with the values of the fields as they stand."""
        raise NotImplementedError

    def missing(self) -> str:
        """Why it cannot be done yet; empty when it can."""
        raise NotImplementedError

    def judge(self) -> None:
        """Block the verb while something is missing."""
        why = self.missing()
        if why:
            self.commit.block(why)
        else:
            self.commit.unblock()

    def check(self) -> bool:
        """Start the verb."""
        work = self.verb()
        self.error.clear()
        self.commit.block("正在办理")
        self.bench.run(
            self,
            lambda _progress, _cancelled: work(),
            lambda _result: self.accept(),
            on_error=self._refused,
        )
        return False

    def _refused(self, problem: UserError) -> None:
        self.error.show_error(problem)
        self.judge()


class OfficeDialog(VerbDialog):
    """Code and name of a new office."""

    def __init__(self, parent: QWidget, bench: Workbench) -> None:
        super().__init__(parent, bench, "登记处室", bench.desk.agency.name, "登记处室", "users")
        self.name = TextField("处室名称", required=True, limit=40, placeholder="律师工作处")
        self.code = TextField(
            "处室代号", required=True, latin=True, limit=12, placeholder="LSGZ", info="与处室端首次设置时填的代号一致"
        )
        for field in (self.name, self.code):
            self.add(field)
            field.changed.connect(self.judge)
        self.judge()
        self.name.setFocus()

    def missing(self) -> str:
        """Name or code."""
        if not self.name.value():
            return "填写处室名称"
        code = self.code.value()
        return "" if code.isascii() and code.isalnum() else "处室代号只用字母和数字"

    def verb(self) -> Callable[[], object]:
        """Enter the office."""
        code, name = self.code.value(), self.name.value()
        return lambda: enrolment.add_office(self.bench.desk, code, name)


class OfficeActiveDialog(VerbDialog):
    """Close an office that was dissolved or merged, or open it again: what follows, and why."""

    def __init__(self, parent: QWidget, bench: Workbench, office: OfficeView) -> None:
        verb = "停用" if office.active else "启用"
        record = f"{office.name}（{office.code}）"
        super().__init__(parent, bench, f"{verb}处室", record, f"{verb}处室", "users", danger=office.active)
        self._office = office
        self.add(Text(_CLOSED if office.active else _OPENED, "body", "text2", wrap=True))
        self.why = TextField(
            "原因", required=True, limit=MOST_REASON, placeholder="机构改革撤并", info="写入审计记录，以后可以查到"
        )
        self.why.changed.connect(self.judge)
        self.add(self.why)
        self.judge()
        self.why.setFocus()

    def missing(self) -> str:
        """The reason."""
        return "" if self.why.value().strip() else "写明原因后可以继续"

    def verb(self) -> Callable[[], object]:
        """Close or open the office."""
        office, reason = self._office, self.why.value()
        return lambda: enrolment.set_office_active(self.bench.desk, office.id, not office.active, reason)


_CLOSED = (
    "处室撤并后用。停用后不再要求报送，也不再催报；以前接收的不受影响。"
    "公钥没有停用的，已经写出的批次仍可接收。并入的处室照常报送。"
)
_OPENED = "启用后，从登记公钥那一期起照常统计报送情况。"


class ProposeKeyDialog(VerbDialog):
    """First officer: the fingerprint from the stamped sheet."""

    def __init__(self, parent: QWidget, bench: Workbench, office: OfficeView) -> None:
        super().__init__(parent, bench, "录入公钥指纹", f"{office.name}（{office.code}）", "录入指纹", "key-round")
        self._office = office
        if office.enrolled:
            self.add(Text("第二人确认后，现在登记的公钥停用。", "body", "text2", wrap=True))
        self.fingerprint = FingerprintField("公钥指纹")
        self.fingerprint.changed.connect(self.judge)
        self.add(self.fingerprint)
        self.judge()
        self.fingerprint.boxes[0].setFocus()

    def missing(self) -> str:
        """Groups."""
        return "" if self.fingerprint.complete() else "录全 8 组后可以继续"

    def verb(self) -> Callable[[], object]:
        """Propose the key."""
        typed = self.fingerprint.value()
        return lambda: enrolment.propose_key(self.bench.desk, self._office.id, typed)


MOST_DIGITS = 9
"""Of the number of a batch."""


class LastGoodField(TextField):
    """The last batch for which a key still counts: what came so far is proposed, what is under way may be added."""

    def __init__(self, label: str, office: OfficeView, info: str) -> None:
        came = f"已收到的最后一批是第 {office.last_received} 批" if office.last_received else "还没有收到过批次"
        super().__init__(label, required=True, latin=True, info=f"{came}。{info}")

    def missing(self) -> str:
        """A number."""
        typed = self.value()
        if not (typed.isascii() and typed.isdigit()):
            return "填写批次序号，只用数字"
        return "没有这么大的批次序号" if len(typed) > MOST_DIGITS else ""


class ConfirmKeyDialog(VerbDialog):
    """Second officer: the fingerprint once more, and login and password unless he is signed in himself.

    Where another key makes way, up to which batch that one stays good.
    """

    def __init__(self, parent: QWidget, bench: Workbench, office: OfficeView) -> None:
        super().__init__(parent, bench, "第二人确认公钥", f"{office.name}（{office.code}）", "确认登记", "shield-check")
        self._office = office
        self.own = office.waiting is None or office.waiting.proposed_by != bench.desk.person.login
        words = "对照指纹单再录入一遍，不看第一人录入的内容。两次一致才生效。"
        self.add(Text(words, "body", "text2", wrap=True))
        self.fingerprint = FingerprintField("公钥指纹")
        self.login = TextField("第二名经办人的账号", required=True)
        self.password = PasswordField("第二名经办人的口令", required=True)
        self.fingerprint.changed.connect(self.judge)
        self.add(self.fingerprint)
        self.last = LastGoodField("旧公钥最后一个可信的批次序号", office, _UNDER_WAY)
        self.last.set_value(str(office.last_received))
        self.last.changed.connect(self.judge)
        self.replaces = office.enrolled
        if self.replaces:
            self.add(self.last)
        for field in (self.login, self.password):
            field.changed.connect(self.judge)
            if not self.own:
                self.add(field)
        self.judge()
        self.fingerprint.boxes[0].setFocus()

    def missing(self) -> str:
        """Groups, then the second officer."""
        if not self.fingerprint.complete():
            return "录全 8 组后可以继续"
        if not self.own and not (self.login.value() and self.password.value()):
            return "由第二名经办人输入账号和口令"
        return self.last.missing() if self.replaces else ""

    def verb(self) -> Callable[[], object]:
        """Confirm the key."""
        typed = self.fingerprint.value()
        login, password = ("", "") if self.own else (self.login.value(), self.password.value())
        last = int(self.last.value()) if self.replaces else None
        return lambda: enrolment.confirm_key(
            self.bench.desk, self._office.id, typed, login, password, last_good_seq=last
        )


_UNDER_WAY = "处室已写出、还在路上的批次也可信的，问清序号，填到那一批"


class RevokeKeyDialog(VerbDialog):
    """The last good batch before the key was lost or leaked."""

    def __init__(self, parent: QWidget, bench: Workbench, office: OfficeView) -> None:
        record = f"{office.name}（{office.code}）"
        super().__init__(parent, bench, "停用公钥", record, "停用公钥", "ban", danger=True)
        self._office = office
        words = (
            "这一批以后的报送包不再接收，在路上的也一样；以前接收的不受影响。处室换新公钥并重新登记后，"
            "在“报送”里把被拒收的批次收回，另组一批报送；空出的批次号在“待两人决定”里豁免。"
        )
        self.add(Text(words, "body", "text2", wrap=True))
        self.last = LastGoodField("最后一个可信的批次序号", office, "一批都不可信的填 0")
        self.last.changed.connect(self.judge)
        self.add(self.last)
        self.judge()
        self.last.setFocus()

    def missing(self) -> str:
        """A number."""
        return self.last.missing()

    def verb(self) -> Callable[[], object]:
        """Revoke the key."""
        last = int(self.last.value())
        return lambda: enrolment.revoke_key(self.bench.desk, self._office.id, last)
