"""Commands on what only two people decide: repeated batch numbers, disputed contents, missing batches."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.access import password_of
from desktop.cli.answers import Answer, say
from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.states import JointVerdict
from desktop.services import joint_decisions, matters
from desktop.services.desk import Desk
from desktop.services.joint_decisions import Decision
from desktop.services.matters import VERDICTS, Matter


def list_matters(desk: Desk, _given: Namespace) -> Answer:
    """Everything that waits for two people, with the verdicts that are open for it."""
    lines, data = [], []
    for one in matters.matters(desk):
        lines.append(f"{one.number}  {word(one.kind)}  {one.office_name}  {one.title}  {_standing(one)}")
        lines += [
            f"          第 {place} 份，{each.received} 到" + "".join(f"；{change.label}不同" for change in each.changes)
            for place, each in enumerate(one.contents, 1)
        ]
        lines += [f"          {each.name}：" + "；".join(f"{k} {v}" for k, v in each.facts) for each in one.batches]
        data.append(
            {
                "id": one.number,
                "kind": one.kind.value,
                "office": one.office_name,
                "title": one.title,
                "verdicts": [each.value for each in VERDICTS[one.kind]],
                "contents": [each.digest for each in one.contents],
                "batches": [{"name": each.name, **dict(each.facts)} for each in one.batches],
                "proposal": _proposal(one.proposal),
                "settled": one.settled,
            }
        )
    return Answer(tuple(lines) or ("没有要两人决定的事",), data)


def decide(desk: Desk, given: Namespace) -> Answer:
    """Propose a verdict, confirm the one that waits, or take it back.

    With `--second` the second person signs at once; without a verdict the one that waits is confirmed.
    """
    matter = _matter(desk, given.matter)
    if given.drop:
        joint_decisions.drop(desk, _waiting(matter).id)
        return say(f"已撤销处理意见：{matter.title}", id=matter.number, state="dropped")
    if given.verdict is None:
        return _confirmed(desk, matter, _waiting(matter).id, given)
    digest = _content(matter, given.content) if given.verdict is JointVerdict.KEEP else ""
    proposed = matters.propose(desk, matter, given.verdict, given.reason, digest)
    if given.second:
        return _confirmed(desk, matter, proposed, given)
    return say(f"已签字提出：{matter.title}", "由另一名经办人确认后生效", id=matter.number, state="proposed")


def _confirmed(desk: Desk, matter: Matter, decision: int, given: Namespace) -> Answer:
    password = password_of(given.second_password_file, given.second) if given.second else ""
    matters.confirm(desk, decision, given.second, password)
    return say(f"两人已决定：{matter.title}", id=matter.number, state="confirmed")


def _matter(desk: Desk, number: str) -> Matter:
    found = next((one for one in matters.matters(desk) if one.number == number), None)
    if found is None:
        raise UserError(f"没有编号是“{number}”的事项", "用 matters 列出待两人决定的事项", "E-DECISION")
    return found


def _waiting(matter: Matter) -> Decision:
    if matter.proposal is None or matter.settled:
        raise UserError("这件事没有待确认的处理意见", "先提出处理意见，写明办法和理由", "E-DECISION")
    return matter.proposal


def _content(matter: Matter, place: int) -> str:
    if not 1 <= place <= len(matter.contents):
        raise UserError("没有选定以哪一份为准", "用 --content 给出第几份，见 matters", "E-DECISION")
    return matter.contents[place - 1].digest


def _standing(one: Matter) -> str:
    if one.settled:
        return one.settled
    return f"{one.proposal.proposed_by}已提出，等第二人确认" if one.proposal else "没有提出"


def _proposal(one: Decision | None) -> dict[str, str] | None:
    if one is None:
        return None
    return {"verdict": str(one.body["verdict"]), "reason": str(one.body["reason"]), "by": one.proposed_by}
