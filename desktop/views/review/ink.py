"""Recording a signature that was made on paper: whose, when, what it says, and the attestation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.errors import UserError
from desktop.labels import choices, title_of
from desktop.rules.chains import DEFAULT_FORM, ChainStep, ReviewForm
from desktop.rules.chains import Step as ChainStation
from desktop.rules.items import QUESTION_COUNT, ItemContent
from desktop.rules.review import Conclusion, Delegation, Opinion, missing_for_reviewer
from desktop.rules.signing import OPINION_LIMIT, words_called
from desktop.services.ink_scans import Scan
from desktop.services.reviews import Ink, Verdict
from desktop.services.scan_files import read_scan
from desktop.views.components.buttons import Button, IconButton
from desktop.views.components.card import SectionHead
from desktop.views.components.checks import CheckBox
from desktop.views.components.date_field import DateField
from desktop.views.components.dialogs import Dialog
from desktop.views.components.fields import TextField
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.text import Text, show_if
from desktop.views.review.conclusions import conclusion_choice, limit_choice, missing_words
from desktop.views.review.questions import QuestionList
from desktop.views.review.returning import ReturnTarget
from desktop.views.transfers import size_words
from desktop.views.workbench import Workbench

ATTESTATION = "我证明以上内容与纸质审查表一致，原件已留存"
_TONES = {Opinion.AGREE: "ok", Opinion.DISAGREE: "warn", Opinion.RETURN: "warn"}
NO_SCAN = "可以不附；附上的存在本机，不随报送包走"
READING = "正在读取扫描件"
SCANS = "扫描件 (*.jpg *.jpeg *.png *.pdf)"


class InkDialog(Dialog):
    """Asks for what stands on paper; `work(verdict, ink)` records it off the GUI thread.

    For the confidentiality reviewer the sixteen answers and the conclusion are copied from paper, one by one. A return
    names to whom, as at the desk: the handler, or an earlier signer of the same place.
    """

    def __init__(
        self,
        parent: QWidget,
        bench: Workbench,
        step: ChainStep,
        content: ItemContent,
        work: Callable[[Verdict, Ink], object],
        form: ReviewForm = DEFAULT_FORM,
    ) -> None:
        super().__init__(
            parent,
            f"记录{title_of(step)}的纸质签字",
            content.title,
            commit="记录签字",
            icon="stamp",
            width=680,
        )
        self._bench, self._work, self._content = bench, work, content
        self._reviewed: tuple[QWidget, ...] = ()
        self.reviewing = step.step is ChainStation.CONFIDENTIALITY_REVIEWER
        self.signer = TextField("签字人", required=True, placeholder="纸面上签字人的姓名", limit=40)
        self.day = DateField("签字日期", bench.desk.today(), required=True)
        self.opinion = SegmentedChoice(
            [Segment(value.value, words, _TONES[Opinion(value)]) for value, words in choices(Opinion)],
            name="意见",
            value=Opinion.AGREE.value,
            tall=True,
        )
        self.text = TextField("", placeholder="照纸面上的意见录入；不同意或退回时必填", message=False)
        self.text.control.setAccessibleName("意见内容")
        self.target = ReturnTarget(form, step.step)
        self.questions = QuestionList()
        self.conclusion = conclusion_choice()
        self.stood_in = CheckBox("代签")
        today = bench.desk.today()
        self.principal = TextField("代谁签", required=True, limit=40)
        self.authority = TextField("授权依据", required=True, placeholder="例如 处务会纪要、书面委托", limit=200)
        self.first_day = DateField("授权自", today, required=True)
        self.last_day = DateField("授权至", today, required=True)
        self.scan: Scan | None = None
        self.attach = Button("附扫描件", icon="paperclip", small=True)
        self.detach = IconButton("x", "移除扫描件", small=True)
        self.scan_name = Text(NO_SCAN, "small", "text2", elide=True)
        self.attest = CheckBox(ATTESTATION)
        self._lay_out_form()
        for field in (self.signer, self.day, self.text, *self._delegating()):
            field.changed.connect(self._judge)
        self.stood_in.toggled.connect(self._stand_in)
        self.attach.clicked.connect(self._choose_scan)
        self.detach.clicked.connect(self._remove_scan)
        self.opinion.chosen.connect(self._show_opinion)
        self.conclusion.chosen.connect(self._judge)
        self.attest.toggled.connect(self._judge)
        self.questions.answered.connect(self._judge)
        self._judge()

    def _lay_out_form(self) -> None:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.signer, 1)
        row.addWidget(self.day, 1)
        self.add(top)
        self._delegation = QWidget()
        line = QHBoxLayout(self._delegation)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        for field, part in zip(self._delegating(), (2, 4, 3, 3), strict=True):
            line.addWidget(field, part)
        beside = QWidget()  # one line for both: the dialog must fit a small screen
        line = QHBoxLayout(beside)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.stood_in)
        line.addSpacing(24)
        line.addWidget(self.attach)
        line.addWidget(self.scan_name, 1)
        line.addWidget(self.detach)
        self.detach.hide()
        self.add(beside)
        self.add(self._delegation)
        self._delegation.hide()
        if self.reviewing:
            self.questions.ask((None,) * QUESTION_COUNT)
            self.questions.shown.connect(self.show_part)
            self.questions.finished.connect(self._go_to_conclusion)
            self._head = SectionHead("审查事项", "照纸面逐项录入", small=True)
            self._end = SectionHead("审查结论", small=True)
            self._reviewed = (self._head, self.questions, self._end, self.conclusion)
            for widget in self._reviewed:
                self.add(widget)
        words = QWidget()
        line = QHBoxLayout(words)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.opinion)
        line.addWidget(self.text, 1)
        self.add(SectionHead("签字意见", small=True))
        self.add(words)
        self.add(self.target)
        self.target.hide()
        self.add(self.attest)

    def verdict(self) -> Verdict:
        """What the paper says."""
        opinion = Opinion(self.opinion.value())
        if opinion is Opinion.RETURN:
            return Verdict(opinion, self.text.value(), return_to=self.target.step())
        if not self.reviewing or opinion is not Opinion.AGREE:
            return Verdict(opinion, self.text.value())
        answers = tuple(one for one in self.questions.answers() if one is not None)
        chosen = self.conclusion.value()
        return Verdict(opinion, self.text.value(), answers, Conclusion(chosen) if chosen else None)

    def delegation(self) -> Delegation | None:
        """By what authority the paper was signed in another's place."""
        first, last = self.first_day.value(), self.last_day.value()
        if not self.stood_in.isChecked() or first is None or last is None:
            return None
        return Delegation(self.principal.value(), self.authority.value(), first, last)

    def _choose_scan(self) -> None:
        path = self._bench.ask_file(self, "选择签字的扫描件", SCANS)
        if path is None:
            return
        self.error.clear()
        self.attach.block(READING)
        self._judge()
        self._bench.run(
            self, lambda _progress, _cancelled: read_scan(path), self._take_scan, on_error=self._scan_refused
        )

    def _scan_refused(self, problem: UserError) -> None:
        self.attach.unblock()
        self._judge()
        self.error.show_error(problem)

    def _take_scan(self, scan: Scan) -> None:
        self.attach.unblock()
        self._judge()
        self.scan = scan
        self.scan_name.set_words(f"{scan.name}，{size_words(len(scan.data))}")
        self.detach.show()

    def _remove_scan(self) -> None:
        self.scan = None
        self.scan_name.set_words(NO_SCAN)
        self.detach.hide()

    def _delegating(self) -> tuple[TextField | DateField, ...]:
        return (self.principal, self.authority, self.first_day, self.last_day)

    def _show_opinion(self) -> None:
        """A return asks for its target; whoever does not agree has not confirmed the questions."""
        show_if(self.target, self.opinion.value() == Opinion.RETURN.value)
        for widget in self._reviewed:
            show_if(widget, self.opinion.value() == Opinion.AGREE.value)
        self.fit()
        self._judge()

    def _stand_in(self, wanted: bool) -> None:
        show_if(self._delegation, wanted)
        self.fit()
        if wanted:
            self.principal.control.setFocus()
        self._judge()

    def _go_to_conclusion(self) -> None:
        self.conclusion.setFocus(Qt.FocusReason.TabFocusReason)
        self.show_part(self.conclusion)

    def check(self) -> bool:
        """Record; the dialog closes when it is done."""
        verdict, day = self.verdict(), self.day.value()
        assert day is not None
        ink = Ink(self.signer.value(), day, self.scan, self.delegation())
        self.error.clear()
        self.commit.block("正在记录")
        self._bench.run(
            self, lambda _progress, _cancelled: self._work(verdict, ink), self._recorded, on_error=self._refused
        )
        return False

    def _recorded(self, _result: object) -> None:
        self.accept()

    def _refused(self, problem: UserError) -> None:
        self._judge()
        self.error.show_error(problem)

    def _judge(self) -> None:
        if self.reviewing:
            limit_choice(self.conclusion, self.questions.answers(), self._content)
            given = sum(one is not None for one in self.questions.answers())
            self._head.set_fact(f"照纸面逐项录入，已填 {given} / {QUESTION_COUNT}")
        reason = self._reason()
        if reason:
            self.commit.block(reason)
        else:
            self.commit.unblock()

    def _reason(self) -> str:
        agreed = self.opinion.value() == Opinion.AGREE.value
        if self.attach.reason:  # recorded now, the signature would go without it
            return self.attach.reason
        if not self.signer.value():
            return "填写签字人"
        if self.day.value() is None:
            return "填写签字日期"
        if self.stood_in.isChecked() and self._delegation_fault():
            return self._delegation_fault()
        if len(self.text.value()) > OPINION_LIMIT:
            return f"{words_called(Opinion(self.opinion.value()))}超过 {OPINION_LIMIT} 字"
        if not agreed and not self.text.value():
            return "照纸面写明理由"
        if self.reviewing and agreed and self.questions.missing():
            return f"第 {self.questions.missing()[0]} 项未填"
        if self.reviewing and agreed and not self.conclusion.value():
            return "选择审查结论"
        wanted = missing_for_reviewer(self.questions.answers(), self.verdict().conclusion, self._content)
        if self.reviewing and agreed and wanted:
            return missing_words(wanted)
        return "" if self.attest.isChecked() else "勾选证明"

    def _delegation_fault(self) -> str:
        given, day = self.delegation(), self.day.value()
        if given is None:
            return "填写授权的起止日期"
        if not given.principal or not given.authority:
            return "写明代谁签、凭什么代签"
        if day is not None and not given.first_day <= day <= given.last_day:
            return "签字日期不在授权的期限内"
        return ""
