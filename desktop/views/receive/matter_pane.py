"""The pane beside the matters: what is at stake, what the contents say, what is proposed and by whom."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.labels import word
from desktop.rules.states import DecisionKind, JointVerdict
from desktop.services.clock import civil_time
from desktop.services.joint_decisions import Decision
from desktop.services.matters import Matter
from desktop.views.components.buttons import Button
from desktop.views.components.card import SectionHead
from desktop.views.components.chips import Chip
from desktop.views.components.difference import Difference, FieldChange
from desktop.views.components.facts import Facts
from desktop.views.components.scroll import ScrollColumn
from desktop.views.components.text import Note, Text, show_if
from desktop.views.look import tokens
from desktop.views.receive.side_pane import SidePane

EXPLAINED = {
    DecisionKind.FORK: "同一序号先后到了两份内容不同的批次，或者前后两批接不上：处室恢复过旧数据，或者在两台电脑上各报各的。"
    "后到的一份没有复制到本机，只在 U 盘上；标识是批次标识的前 8 位。先与处室核对哪一份有效，再由两人决定。",
    DecisionKind.CONFLICT: "同一版本有两份不同内容，两份都不能公开。选一份为准，另一份保留在历史中、不再采用；"
    "或者两份都退回处室，作为新版本重新报送。",
    DecisionKind.GAP: "缺批会挡住本季度送交。处室确认这一批不再报送的，豁免；回执里照样列出。",
}
LETTERS = "甲乙丙丁戊己庚辛"


class MatterPane(SidePane):
    """`show_matter(matter)`; verbs `propose`, `confirm`, `drop`."""

    def __init__(self) -> None:
        super().__init__()
        self._chip = Chip("")
        self._office = Text("", "small", "text2")
        self._title = Text("", "item", wrap=True, selectable=True)
        self._page = ScrollColumn(margin=0, spacing=tokens.S12)
        self._body: list[QWidget] = []
        self.propose = Button("提出处理意见", "primary", icon="pencil-line")
        self.confirm = Button("第二人确认", "primary", icon="shield-check")
        self.drop = Button("撤销意见", "warning", icon="undo-2")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._chip)
        top.addWidget(self._office, 1)
        verbs = QHBoxLayout()
        verbs.setContentsMargins(0, 0, 20, 14)
        verbs.setSpacing(8)
        for verb in (self.propose, self.confirm, self.drop):
            verbs.addWidget(verb)
            verb.hide()  # until a matter is shown
        verbs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self._title)
        self._page.column.setContentsMargins(0, 0, 20, 12)
        column.addWidget(self._page, 1)
        column.addLayout(verbs)

    def show_matter(self, matter: Matter) -> None:
        """Show a matter and what may be done about it."""
        self._chip.set_word(word(matter.kind), "mute" if matter.settled else "warn", "users")
        self._office.set_words(matter.office_name)
        self._title.set_words(matter.title)
        for widget in self._body:
            self._page.column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._body = []
        if not matter.batches:
            self._put(Text(matter.fact, "body", "text2", wrap=True, selectable=True))
        self._put(Note(EXPLAINED[matter.kind], "info", "text2", wrap=True))
        if matter.settled:
            self._put(Note(matter.settled, "circle-check", "oktext", wrap=True))
        for batch in matter.batches:
            self._put(SectionHead(batch.name, small=True))
            self._put(Facts(batch.facts))
        if matter.proposal is not None:
            self._put(SectionHead("处理意见", small=True))
            self._put(Facts(proposal_facts(matter, matter.proposal)))
        for place, one in enumerate(matter.contents[1:], 1):
            first = matter.contents[0]
            left, right = content_name(0), content_name(place)
            changes = [FieldChange(each.label, each.before, each.after) for each in one.changes]
            self._put(Difference((left, first.received), (right, one.received), changes))
        waits = matter.proposal is not None and not matter.settled
        self.propose.set_words("改变决定" if matter.changeable else "提出处理意见")
        show_if(self.propose, matter.changeable or (matter.proposal is None and not matter.settled))
        show_if(self.confirm, waits)
        show_if(self.drop, waits)

    def _put(self, widget: QWidget) -> None:
        self._page.add(widget)
        show_if(
            widget, True
        )  # a layout shows what it is given only when the event loop comes round: an empty pane till then
        self._body.append(widget)


def content_name(place: int) -> str:
    """What one of the disputed contents is called, by arrival."""
    return f"{LETTERS[place]}份" if place < len(LETTERS) else f"第 {place + 1} 份"


def verdict_words(matter: Matter, decision: Decision) -> str:
    """What is proposed or decided, in words."""
    verdict = JointVerdict(decision.body["verdict"])
    if verdict is not JointVerdict.KEEP:
        return word(verdict)
    chosen = decision.body["digest"]
    place = next((n for n, one in enumerate(matter.contents) if one.digest == chosen), 0)
    return f"以{content_name(place)}为准"


def proposal_facts(matter: Matter, decision: Decision) -> list[tuple[str, str]]:
    """Who proposed what, when and why."""
    made = [
        ("意见", verdict_words(matter, decision)),
        ("理由", str(decision.body["reason"])),
        ("提出", f"{decision.proposed_by}，{civil_time(decision.proposed_at)}"),
    ]
    if decision.confirmed_by:
        made.append(("确认", f"{decision.confirmed_by}，{civil_time(decision.confirmed_at)}"))
    return made
