"""The grounds for not disclosing proactively (条例 14-16): their codes, a reason to begin with, what to mind."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.rules.items import Answer, Attribute, Ground

CODES: dict[Ground, str] = {
    Ground.STATE_SECRET: "N1",
    Ground.FORBIDDEN_BY_LAW: "N2",
    Ground.SECURITY_STABILITY: "N3",
    Ground.THIRD_PARTY: "N4",
    Ground.INTERNAL_AFFAIRS: "N5",
    Ground.PROCESS: "N6",
    Ground.ENFORCEMENT_FILE: "N7",
}
"""The codes of reference §2; 其他 has none."""

SUPPORTING: dict[Ground, tuple[int, ...]] = {
    Ground.STATE_SECRET: (),
    Ground.FORBIDDEN_BY_LAW: (3,),
    Ground.SECURITY_STABILITY: (4, 5, 6, 7),
    Ground.THIRD_PARTY: (8, 9, 10),
    Ground.INTERNAL_AFFAIRS: (13,),
    Ground.PROCESS: (13,),
    Ground.ENFORCEMENT_FILE: (13,),
    Ground.OTHER: tuple(range(2, 15)),
}
"""The questions, from 0, of which one is 是 where the ground holds (reference §1.2); a state secret is never entered."""

_FACTS: dict[Ground, str] = {
    Ground.FORBIDDEN_BY_LAW: "《××》第×条规定不得公开，依据《政府信息公开条例》第十四条",
    Ground.SECURITY_STABILITY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定，依据《政府信息公开条例》第十四条",
    Ground.THIRD_PARTY: "涉及商业秘密、个人隐私，公开会对第三方合法权益造成损害，依据《政府信息公开条例》第十五条",
    Ground.INTERNAL_AFFAIRS: (
        "属于人事管理、后勤管理、内部工作流程方面的内部事务信息，依据《政府信息公开条例》第十六条第一款"
    ),
    Ground.PROCESS: (
        "属于履行行政管理职能过程中形成的讨论记录、过程稿、磋商信函、请示报告，依据《政府信息公开条例》第十六条第二款"
    ),
    Ground.ENFORCEMENT_FILE: "属于行政执法案卷信息，依据《政府信息公开条例》第十六条第二款",
}
_ENDS = {Attribute.WITHHELD: "不予公开。", Attribute.ON_REQUEST: "不主动公开。"}

HINTS: dict[Ground, str] = {
    Ground.STATE_SECRET: "国家秘密不得录入，停止登记",
    Ground.FORBIDDEN_BY_LAW: "写明法律、行政法规的名称和条款",
    Ground.SECURITY_STABILITY: "应当不予公开，没有裁量",
    Ground.THIRD_PARTY: "第三方同意，或者涉及重大公共利益的，应予公开",
    Ground.INTERNAL_AFFAIRS: "法律、法规、规章规定应当公开的，从其规定",
    Ground.PROCESS: "法律、法规、规章规定应当公开的，从其规定",
    Ground.ENFORCEMENT_FILE: "法律、法规、规章规定应当公开的，从其规定",
    Ground.OTHER: "写明所依据的规定全称和条款",
}
"""What to mind with each ground, for the line below its field."""


def standard_reason(ground: Ground | None, attribute: Attribute) -> str:
    """A reason to begin with; the facts of the case are for the user to add. A state secret is never entered at all."""
    facts = _FACTS.get(ground, "") if ground is not None else ""
    return facts + _ENDS[attribute] if facts and attribute in _ENDS else ""


def reason_to_begin_with(ground: Ground | None, attribute: Attribute, reason: str) -> str | None:
    """The reason to offer: only in place of nothing or of an untouched standard reason; None leaves what is there."""
    standard = {standard_reason(one, end) for one in _FACTS for end in _ENDS}
    offered = standard_reason(ground, attribute)
    written = reason.strip()
    return offered if offered != written and (not written or written in standard) else None


def is_supported(ground: Ground | None, answers: Sequence[Answer | None]) -> bool:
    """Whether the answers support that an item is withheld on this ground; an open answer may still do so."""
    if ground is None:
        return False
    return any(answers[question] in (Answer.YES, None) for question in SUPPORTING[ground])


def support_words(ground: Ground) -> str:
    """Which answers a ground wants, and what to do when they are 否."""
    numbers = "、".join(str(question + 1) for question in SUPPORTING[ground])
    several = "至少一项" if len(SUPPORTING[ground]) > 1 else ""
    return f"不予公开的依据与答案不符：依据成立的，第 {numbers} 项{several}答“是”；不成立的，改选依据或者公开属性"
