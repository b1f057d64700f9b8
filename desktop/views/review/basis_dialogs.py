"""The dialogs that bring what an answer requires: a basis, a referral, the answer to a referral."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import choices, word
from desktop.rules.bases import WORDS_LIMIT, Basis, BasisKind, Outcome, Referral
from desktop.rules.requirements import ACCEPTED, NAMED_BY, fault_of_basis
from desktop.rules.review import QUESTIONS
from desktop.views.components.date_field import DateField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import AreaField, TextField
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.text import Text, show_if
from desktop.views.workbench import Workbench

_PARTY = {BasisKind.CONSENT: "谁同意", BasisKind.AGREED: "协商的机关", BasisKind.MASKED: "由谁隐去"}
_KIND = {BasisKind.MASKED: "来件已隐去"}
_WORDS = {
    BasisKind.CONSENT: "说明",
    BasisKind.PUBLIC_INTEREST: "公共利益的理由",
    BasisKind.MASKED: "隐去了什么",
    BasisKind.AGREED: "说明",
}
_HINT = {
    BasisKind.CONSENT: "例如 来函同意公开，原件存卷",
    BasisKind.PUBLIC_INTEREST: "不公开会对公共利益造成重大影响，写明影响在哪里",
    BasisKind.MASKED: "例如 姓名只留姓氏，删去身份证号和住址；在本机遮盖的不用另写",
    BasisKind.AGREED: "例如 电话协商，复函文号",
}
Work = Callable[[], None]
"""What a worker does, made ready in the GUI thread from what stands there."""

PARTY_LIMIT, NUMBER_LIMIT = 100, 60


def question_words(question: int) -> str:
    """A question with its number, as the head of a dialog names it."""
    return f"第 {question + 1} 项 {QUESTIONS[question]}"


def beside(*widgets: QWidget) -> QWidget:
    """Some fields in one row."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(16)
    for widget in widgets:
        row.addWidget(widget, 1)
    return holder


def below(label: Text, field: QWidget) -> QWidget:
    """A field under a label that changes."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(field)
    return holder


class BasisDialog(Dialog):
    """Asks for a basis of a question answered 是; `basis()` after `exec()`."""

    def __init__(self, parent: QWidget, question: int, today: date) -> None:
        super().__init__(parent, "添加依据", question_words(question), commit="添加依据", icon="file-check")
        self._question, self._today = question, today
        kinds = ACCEPTED[question]
        self.kind = SegmentedChoice(
            [Segment(one.value, _KIND.get(one, word(one)), "accent") for one in kinds],
            name="依据",
            value=kinds[0].value,
            tall=True,
        )
        self.party = TextField("", limit=PARTY_LIMIT, message=False)
        self.day = DateField("日期")
        self.words = AreaField("", limit=WORDS_LIMIT, lines=3)
        self._named = Text("", "label", "text2")
        self._worded = Text("", "label", "text2")
        self._party = below(self._named, self.party)
        self.add(self.kind)
        self.add(self._party)
        self.add(self.day)
        self.add(below(self._worded, self.words))
        self.kind.chosen.connect(self._turn)
        for field in (self.party, self.day, self.words):
            field.changed.connect(self._judge)
        show_if(self.kind, len(kinds) > 1)
        self._turn()

    def basis(self) -> Basis:
        """The basis as written; what its kind does not ask for is left out."""
        kind = BasisKind(self.kind.value())
        named = kind in NAMED_BY
        return Basis(
            self._question,
            kind,
            self.party.value() if named else "",
            self.day.value() if named else None,
            self.words.value(),
        )

    def _turn(self, _value: str = "") -> None:
        kind = BasisKind(self.kind.value())
        for widget in (self._party, self.day):
            show_if(widget, kind in NAMED_BY)
        self._named.set_words(_PARTY.get(kind, ""))
        self.party.control.setAccessibleName(_PARTY.get(kind, ""))
        self._worded.set_words(_WORDS[kind])
        self.words.control.setAccessibleName(_WORDS[kind])
        self.words.edit.setPlaceholderText(_HINT[kind])
        (self.party if kind in NAMED_BY else self.words).control.setFocus()
        self._judge()

    def _judge(self) -> None:
        reason = fault_of_basis(self.basis())
        day = self.day.value()
        if not reason and day is not None and day > self._today:
            reason = "日期晚于今天"
        if reason:
            self.commit.block(reason)
        else:
            self.commit.unblock()


class _WorkingDialog(Dialog):
    """A dialog whose verb runs off the GUI thread; it closes when that is done, and tells why when it is not."""

    def __init__(
        self, parent: QWidget, bench: Workbench, title: str, question: int, commit: str, icon: str, consequence: str
    ) -> None:
        super().__init__(parent, title, question_words(question), commit=commit, icon=icon)
        self._bench = bench
        self.add(Text(consequence, "small", "text2", wrap=True))

    def lacking(self) -> str:
        """Why it cannot be done yet."""
        raise NotImplementedError

    def check(self) -> bool:
        """Run the verb; the dialog closes when it is done."""
        self.error.clear()
        work = self.prepared()
        self.commit.block("正在登记")
        self._bench.run(self, lambda _progress, _cancelled: work(), self._done, on_error=self._refused)
        return False

    def prepared(self) -> Work:
        """The verb with what the fields hold now."""
        raise NotImplementedError

    def _done(self, _nothing: None) -> None:
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self.judge()
        self.error.show_error(problem)

    def judge(self) -> None:
        """Block the verb while something is missing."""
        reason = self.lacking()
        if reason:
            self.commit.block(reason)
        else:
            self.commit.unblock()


class ReferDialog(_WorkingDialog):
    """Asks to which body a question was put; `refer(Referral)` makes the work that records it."""

    def __init__(self, parent: QWidget, bench: Workbench, question: int, refer: Callable[[Referral], Work]) -> None:
        super().__init__(
            parent,
            bench,
            "登记报送",
            question,
            "登记报送",
            "send",
            "不能确定的，报有关主管部门或者保密行政管理部门确定（条例第十七条）。收到答复以前，这一项保持“不确定”，不能提交审查。",
        )
        self._question, self._refer = question, refer
        self.body_field = TextField("报送部门", required=True, placeholder="例如 省国家保密局", limit=PARTY_LIMIT)
        self.day = DateField("报送日期", bench.desk.today(), required=True)
        self.number = TextField("文号", placeholder="没有可以不填", limit=NUMBER_LIMIT)
        self.add(self.body_field)
        self.add(beside(self.day, self.number))
        for field in (self.body_field, self.day, self.number):
            field.changed.connect(self.judge)
        self.judge()
        self.body_field.control.setFocus()

    def lacking(self) -> str:
        """What is missing."""
        if not self.body_field.value():
            return "填写报送部门"
        return "" if self.day.value() else "填写报送日期"

    def prepared(self) -> Work:
        """Record the referral."""
        day = self.day.value()
        assert day is not None
        made = Referral(self._question, self.body_field.value(), day, self.number.value())
        return self._refer(made)


class AnswerDialog(_WorkingDialog):
    """Asks what the body has answered; `record(day, outcome, words)` makes the work that does it."""

    def __init__(
        self,
        parent: QWidget,
        bench: Workbench,
        referral: Referral,
        record: Callable[[date, Outcome, str], Work],
    ) -> None:
        super().__init__(
            parent,
            bench,
            "登记答复",
            referral.question,
            "登记答复",
            "mail-check",
            f"{referral.sent_on:%m-%d} 报{referral.body}。登记以后，由承办人按答复改答“是”或“否”。",
        )
        self._record = record
        self.day = DateField("答复日期", bench.desk.today(), required=True)
        self.outcome = SegmentedChoice(
            [Segment(value.value, words, "accent") for value, words in choices(Outcome)], name="答复", tall=True
        )
        self.words = AreaField("答复内容", required=True, limit=WORDS_LIMIT, lines=3)
        self.add(self.outcome)
        self.add(self.day)
        self.add(self.words)
        for field in (self.day, self.words):
            field.changed.connect(self.judge)
        self.outcome.chosen.connect(self.judge)
        self.judge()
        self.outcome.setFocus()

    def lacking(self) -> str:
        """What is missing."""
        if not self.outcome.value():
            return "选择答复的结论"
        if self.day.value() is None:
            return "填写答复日期"
        if not self.words.value():
            return "写明答复的内容"
        return f"答复内容超过 {WORDS_LIMIT} 字" if self.words.over_limit() else ""

    def prepared(self) -> Work:
        """Record the answer."""
        day = self.day.value()
        assert day is not None
        return self._record(day, Outcome(self.outcome.value()), self.words.value())
