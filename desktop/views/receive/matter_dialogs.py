"""The dialogs of what two people decide: the first chooses and says why, the second reads and signs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.labels import word
from desktop.rules.states import DecisionKind, JointVerdict
from desktop.services import matters
from desktop.services.matters import VERDICTS, Matter
from desktop.views.administration.office_dialogs import VerbDialog
from desktop.views.components.checks import OptionGroup, OptionRow
from desktop.views.components.facts import Facts
from desktop.views.components.fields import AreaField, PasswordField, TextField
from desktop.views.components.text import Text
from desktop.views.receive.matter_pane import content_name, proposal_facts
from desktop.views.workbench import Workbench

_FACTS = {
    JointVerdict.FIRST: "后到的一份标为拒收，回执把其中的信息退回处室",
    JointVerdict.LATER: "先收的一份撤销接收、标为拒收，后到的从 U 盘接收",
    JointVerdict.BOTH: "后到的一份可以从 U 盘接收，按平常的办法核对",
    JointVerdict.WAIVE: "这一批不到也可以送交，回执照样列出",
}

_RETURNED = {
    DecisionKind.FORK: "两份都标为拒收，先收的撤销接收，回执把其中的信息退回处室",
    DecisionKind.CONFLICT: "回执写明冲突，处室核对后作为新版本重新报送",
}


class ProposeDialog(VerbDialog):
    """First person: the verdict and the reason."""

    def __init__(self, parent: QWidget, bench: Workbench, matter: Matter) -> None:
        super().__init__(
            parent,
            bench,
            "改变决定" if matter.changeable else "提出处理意见",
            f"{matter.office_name}，{matter.title}",
            "签字提出",
            "pencil-line",
        )
        self._matter = matter
        choices: list[tuple[str, str, str]] = []
        for verdict in VERDICTS[matter.kind]:
            if verdict is JointVerdict.KEEP:
                choices += [
                    (f"keep:{one.digest}", f"以{content_name(place)}为准", f"{one.received} 到")
                    for place, one in enumerate(matter.contents)
                ]
            else:
                fact = _RETURNED[matter.kind] if verdict is JointVerdict.RETURN else _FACTS[verdict]
                choices.append((verdict.value, word(verdict), fact))
        self._chosen = choices[0][0] if len(choices) == 1 else ""
        self.options = OptionGroup([OptionRow(*one) for one in choices], self._chosen, name="怎样决定")
        self.words = AreaField("理由", required=True, info="与处室核对的情况", lines=3)
        self.add(self.options)
        self.add(self.words)
        self.add(Text("签字后由另一名经办人确认才生效。", "small", "text2", wrap=True))
        self.options.chosen.connect(self._choose)
        self.words.changed.connect(self.judge)
        self.judge()

    def _choose(self, key: str) -> None:
        self._chosen = key
        self.judge()

    def missing(self) -> str:
        """The verdict, then the reason."""
        if not self._chosen:
            return "选择怎样决定"
        return "" if self.words.value().strip() else "写明理由"

    def verb(self) -> Callable[[], object]:
        """Sign as the first person."""
        verdict, _, digest = self._chosen.partition(":")
        reason = self.words.value()
        return lambda: matters.propose(self.bench.desk, self._matter, JointVerdict(verdict), reason, digest)


class ConfirmMatterDialog(VerbDialog):
    """Second person: reads what is proposed, and signs; with login and password unless he is signed in himself."""

    def __init__(self, parent: QWidget, bench: Workbench, matter: Matter) -> None:
        super().__init__(
            parent, bench, "第二人确认", f"{matter.office_name}，{matter.title}", "签字确认", "shield-check"
        )
        assert matter.proposal is not None
        self._decision = matter.proposal
        self.own = matter.proposal.proposed_by != bench.desk.person.name
        self.login = TextField("第二名经办人的账号", required=True)
        self.password = PasswordField("第二名经办人的口令", required=True)
        self.add(Facts(proposal_facts(matter, matter.proposal)))
        for field in (self.login, self.password):
            field.changed.connect(self.judge)
            if not self.own:
                self.add(field)
        self.judge()

    def missing(self) -> str:
        """The second person."""
        if not self.own and not (self.login.value() and self.password.value()):
            return "由第二名经办人输入账号和口令"
        return ""

    def verb(self) -> Callable[[], object]:
        """Sign as the second person."""
        login, password = ("", "") if self.own else (self.login.value(), self.password.value())
        return lambda: matters.confirm(self.bench.desk, self._decision.id, login, password)
