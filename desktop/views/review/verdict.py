"""The foot of the review desk: conclusion, opinion, and the verbs of the signer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.rules.items import Answer, ItemContent
from desktop.rules.review import Conclusion, conclusion_passes
from desktop.rules.signing import OPINION_LIMIT
from desktop.views.components.buttons import Button, Link
from desktop.views.components.card import Foot, SectionHead
from desktop.views.components.text import Note, show_if
from desktop.views.review.conclusions import conclusion_choice, limit_choice
from desktop.views.review.modes import Mode
from desktop.views.review.opinion import OpinionField
from desktop.views.review.tab_order import go_by_tab

PHRASES: dict[Mode, tuple[str, ...]] = {
    Mode.HANDLER: ("已逐项核对，同意送审。", "内容与原件一致，已逐项核对。"),
    Mode.REVIEWER: ("不涉密，同意公开。", "已核对，个人信息已作去标识化处理。"),
    Mode.SIGNER: ("内容属实，同意。", "同意公开。"),
    Mode.WATCHER: (),
}
_COMMIT = {Mode.HANDLER: "提交审查", Mode.REVIEWER: "同意并签字", Mode.SIGNER: "同意并签字"}


class VerdictFoot(Foot):
    """`committed()`, `returned()`, `refused()`, `edited()` when conclusion or opinion changed; `aside()` for 回到登记页.

    `jumping()` asks for the place where what stands in the way is mended.
    """

    committed = Signal()
    returned = Signal()
    refused = Signal()
    edited = Signal()
    aside = Signal()
    jumping = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._mode = Mode.WATCHER
        self._content = ItemContent()
        self.conclusion_head = SectionHead("结论", small=True)
        self.conclusion = conclusion_choice()
        self.conclusion.chosen.connect(self._chosen)
        self.opinion = OpinionField("意见，可以不填")
        self.opinion.changed.connect(self.edited)
        self._phrases = QHBoxLayout()
        self._phrases.setSpacing(6)
        self._phrase_buttons: list[Button] = []
        self.stand_in = Note("", "users", "text2", role="caption", wrap=True)
        self.state = Note("", "info", "text2")
        self.undo = Note("", "undo-2", "text2", role="caption", wrap=True)
        self.notice = Note("", "circle-alert", "warntext", wrap=True)
        self.jump = Link("")
        self.jump.clicked.connect(self.jumping)
        self.back_button = Button("回到登记页", icon="pencil-line")
        self.return_button = Button("退回补正", "warning", icon="corner-up-left")
        self.refuse_button = Button("不同意")
        self.commit_button = Button("", "primary", hint="Ctrl+Return")
        self.back_button.clicked.connect(self.aside)
        self.return_button.clicked.connect(self.returned)
        self.refuse_button.clicked.connect(self.refused)
        self.commit_button.clicked.connect(self.committed)
        self.commit_button.blocked.connect(self._tell_blocked)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 12)
        column.setSpacing(8)
        self._conclusion_part = QWidget()
        part = QVBoxLayout(self._conclusion_part)
        part.setContentsMargins(0, 0, 0, 0)
        part.setSpacing(6)
        part.addWidget(self.conclusion_head)
        part.addWidget(self.conclusion)
        column.addWidget(self._conclusion_part)
        self._opinion_part = QWidget()
        words = QVBoxLayout(self._opinion_part)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(6)
        words.addWidget(self.opinion)
        words.addLayout(self._phrases)
        words.addWidget(self.stand_in)
        column.addWidget(self._opinion_part)
        self._obstacle = QWidget()
        way = QHBoxLayout(self._obstacle)
        way.setContentsMargins(0, 0, 0, 0)
        way.setSpacing(12)
        way.addWidget(self.notice, 1)
        way.addWidget(self.jump, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._obstacle)
        column.addWidget(self.undo)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        room = QHBoxLayout()
        room.addWidget(self.state, 1, Qt.AlignmentFlag.AlignVCenter)
        room.addStretch(0)  # keeps the verbs at the right while nothing is said beside them
        verbs.addLayout(room, 1)
        for button in (self.back_button, self.return_button, self.refuse_button, self.commit_button):
            verbs.addWidget(button)
        column.addLayout(verbs)

    # -- what the desk calls -------------------------------------------------------------------
    def set_mode(
        self,
        mode: Mode,
        content: ItemContent,
        waiting: str = "",
        stand_in: str = "",
        undo: str = "",
        *,
        mends: bool = False,
    ) -> None:
        """Offer what this person may do.

        `waiting` says what an onlooker waits for, `stand_in` for whom he signs, `undo` how he takes back what he signed;
        who `mends` the item finds the way to its form.
        """
        self._mode, self._content = mode, content
        acting = mode is not Mode.WATCHER
        show_if(self._conclusion_part, mode is Mode.REVIEWER)
        show_if(self._opinion_part, acting)
        show_if(self.commit_button, acting)
        show_if(self.back_button, mends)
        for button in (self.return_button, self.refuse_button):
            show_if(button, mode in (Mode.REVIEWER, Mode.SIGNER))
        self.commit_button.set_words(_COMMIT.get(mode, ""))
        self._waiting = waiting
        self.stand_in.set_note(stand_in, "users", "text2")
        show_if(self.stand_in, bool(stand_in))
        self.undo.set_note(undo, "undo-2", "text2")
        show_if(self.undo, bool(undo))
        self._set_phrases(PHRASES[mode])
        self.opinion.set_value("")
        self.conclusion.set_value("")
        self.commit_button.unblock()

    def limit(self, answers: Sequence[Answer | None]) -> None:
        """Follow the answers: what they exclude cannot be concluded."""
        reason = limit_choice(self.conclusion, answers, self._content)
        self.conclusion_head.set_fact(reason)

    def concluded(self) -> Conclusion | None:
        """The conclusion chosen."""
        return Conclusion(self.conclusion.value()) if self.conclusion.value() else None

    def show_own(self, conclusion: Conclusion | None, opinion: str) -> None:
        """Bring back what this person had begun to write."""
        self.conclusion.set_value(conclusion.value if conclusion else "")
        self.opinion.set_value(opinion)

    def block(self, reason: str, jump: str = "") -> None:
        """Say why it cannot be signed yet; empty words allow it. `jump` are the words of the link to the place."""
        self.jump.set_words(jump)
        self.notice.set_note(reason, "circle-alert", "warntext")
        show_if(self._obstacle, bool(jump))
        if not reason and self.opinion.over_limit():
            reason = f"意见超过 {OPINION_LIMIT} 字"
        if reason:
            self.commit_button.block(reason)
        else:
            self.commit_button.unblock()

    # -- machinery -----------------------------------------------------------------------------
    def _set_phrases(self, phrases: Sequence[str]) -> None:
        if [one.text() for one in self._phrase_buttons] == list(phrases):
            return
        for button in self._phrase_buttons:
            self._phrases.removeWidget(button)
            button.deleteLater()
        self._phrase_buttons = []
        if self._phrases.count():
            self._phrases.takeAt(0)
        for words in phrases:
            button = Button(words, "soft", small=True, name=f"填入意见：{words}")
            button.setProperty("phrase", words)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(self._fill_in)
            self._phrases.addWidget(button)
            self._phrase_buttons.append(button)
        self._phrases.addStretch(1)
        go_by_tab(self.opinion.control, *self._phrase_buttons)

    def _fill_in(self) -> None:
        self.opinion.set_value(str(self.sender().property("phrase")))
        self.edited.emit()

    def _chosen(self, _value: str) -> None:
        self.edited.emit()

    def _tell_blocked(self, reason: str) -> None:
        """One line for what stands in the way, or for what follows; where a link leads there, it has a line above."""
        reason = "" if not self._obstacle.isHidden() else reason
        words, icon, color = reason, "circle-alert", "warntext"
        conclusion = self.concluded()
        if not words and conclusion is not None and not conclusion_passes(self._content.attribute, conclusion):
            words, icon, color = "签字后按此结论退回承办人", "corner-up-left", "warntext"
        if self._mode is Mode.WATCHER:
            words, icon, color = self._waiting, "info", "text2"
        self.state.set_note(words, icon, color)
        show_if(self.state, bool(words))
