"""One Chinese label per field, value, state and role, so that screen, sheet and paper agree."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from desktop.rules.bases import BasisKind, Outcome
from desktop.rules.chains import ChainStep, Condition, Layout, Nature, Place, ReviewForm, Step
from desktop.rules.checklists import Standing
from desktop.rules.findings import Settled
from desktop.rules.grounds import CODES
from desktop.rules.items import (
    Answer,
    Attribute,
    Audience,
    Carrier,
    Channel,
    DocumentRole,
    Ground,
    Source,
    TimeLimit,
    Validity,
)
from desktop.rules.numbers import in_runs
from desktop.rules.periods import Rhythm
from desktop.rules.precedents import Kinship
from desktop.rules.reporting import Submission
from desktop.rules.review import Conclusion, Opinion, SignOffStatement, StandInState
from desktop.rules.roles import End, Role
from desktop.rules.states import (
    BatchState,
    DecisionKind,
    DeliveryState,
    ItemOutcome,
    ItemState,
    JointVerdict,
    ReceivedOutcome,
)

PRODUCT = "政务公开工作台"

FIELDS: dict[str, str] = {
    "form_number": "编号",
    "filled_on": "填表日期",
    "office": "提供处室",
    "drafter": "拟稿人",
    "phone": "联系电话",
    "title": "信息标题",
    "signed_on": "成文日期",
    "carrier": "载体形式",
    "source": "信息来源",
    "document_number": "文号",
    "genre": "体裁",
    "pages": "页数",
    "attachments": "附件",
    "issuing_body": "发布机构",
    "reprint_source": "转载来源",
    "reprint_url": "转载网址",
    "reprinted_on": "转载日期",
    "attribute": "公开属性",
    "ground": "依据条款",
    "reason": "不主动公开理由",
    "channels": "公开方式",
    "column": "公开栏目",
    "planned_on": "拟公开日期",
    "summary": "内容概述",
    "theme": "主题分类",
    "keywords": "关键词",
    "catalogue_row": "目录事项",
    "responsible_office": "责任单位",
    "time_limit": "公开时限",
    "audience": "公开对象",
    "validity": "有效性",
    "repealed_on": "废止日期",
    "next_review_on": "下次评审日期",
    "answers": "审查事项",
    "notes": "情况说明",
    "resolutions": "内容检查处理",
    "natures": "事项性质",
    "form": "审查表",
    "bases": "公开的依据",
    "referrals": "报请确定",
    "state": "状态",
    "index_number": "索引号",
    "address": "网址或载体",
    "published_on": "公开日期",
    "channel": "公开渠道",
    "publisher": "发布人",
    "evidence": "佐证",
    "conclusion": "审查结论",
}

_WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Attribute: {
        Attribute.PROACTIVE: "主动公开",
        Attribute.ON_REQUEST: "依申请公开",
        Attribute.WITHHELD: "不予公开",
    },
    Ground: {
        Ground.STATE_SECRET: "条例第十四条：国家秘密",
        Ground.FORBIDDEN_BY_LAW: "条例第十四条：法律、行政法规禁止公开",
        Ground.SECURITY_STABILITY: "条例第十四条：三安全一稳定",
        Ground.THIRD_PARTY: "条例第十五条：商业秘密、个人隐私",
        Ground.INTERNAL_AFFAIRS: "条例第十六条第一款：内部事务信息",
        Ground.PROCESS: "条例第十六条第二款：过程性信息",
        Ground.ENFORCEMENT_FILE: "条例第十六条第二款：行政执法案卷",
        Ground.OTHER: "其他依据",
    },
    Kinship: {
        Kinship.ROW: "同一目录事项",
        Kinship.TITLE: "标题相近",
        Kinship.SERIES: "文号同一系列",
        Kinship.GENRE: "体裁相同",
        Kinship.THEME: "主题相同",
    },
    Carrier: {Carrier.OFFICIAL: "公文类", Carrier.OTHER: "非公文类"},
    Source: {
        Source.OWN: "本机关制发",
        Source.JOINT: "联合制发",
        Source.REPRINT: "转载",
        Source.OTHER_BODY: "获取自其他机关",
        Source.CITIZEN: "获取自公民、法人",
    },
    Channel: {
        Channel.WEBSITE: "政府网站",
        Channel.GAZETTE: "政府公报",
        Channel.NEW_MEDIA: "政务新媒体",
        Channel.PRESS_CONFERENCE: "新闻发布会",
        Channel.READING_POINT: "查阅点",
        Channel.PRESS: "报刊",
        Channel.RADIO: "广播",
        Channel.TELEVISION: "电视",
        Channel.NOTICE_BOARD: "公开栏",
        Channel.OTHER: "其他",
    },
    TimeLimit: {
        TimeLimit.LONG: "长期",
        TimeLimit.PERIODIC: "定期",
        TimeLimit.ANY_TIME: "随时",
        TimeLimit.LIMITED: "限时",
    },
    Validity: {
        Validity.IN_FORCE: "有效",
        Validity.REPEALED: "废止",
        Validity.NOT_APPLICABLE: "不适用",
    },
    Audience: {Audience.PUBLIC: "全社会", Audience.SPECIFIC: "特定群体"},
    DocumentRole: {DocumentRole.BODY: "正文", DocumentRole.ATTACHMENT: "附件"},
    Settled: {
        Settled.FALSE_ALARM: "误报或不是标识，保留",
        Settled.MASKED: "已遮盖",
        Settled.CONSENT: "已取得同意",
        Settled.OTHER: "其他",
    },
    Standing: {
        Standing.FUTURE: "未到生效日",
        Standing.IN_FORCE: "生效",
        Standing.DUE: "待复核",
        Standing.REMOVED: "已移出",
    },
    Answer: {Answer.NO: "否", Answer.YES: "是", Answer.UNSURE: "不确定"},
    Conclusion: {
        Conclusion.DISCLOSE: "同意公开",
        Conclusion.DISCLOSE_IN_PART: "区分处理后公开",
        Conclusion.ON_REQUEST: "依申请公开",
        Conclusion.WITHHOLD: "不予公开",
        Conclusion.DEFER: "暂缓公开",
        Conclusion.REFER: "报有关部门确定",
    },
    Opinion: {Opinion.AGREE: "同意", Opinion.DISAGREE: "不同意", Opinion.RETURN: "退回"},
    Place: {Place.OFFICE: "处室", Place.CENTRE: "办公室"},
    Step: {
        Step.HANDLER: "承办人",
        Step.OFFICE_HEAD: "处室负责人",
        Step.CONFIDENTIALITY_REVIEWER: "保密审查员",
        Step.CENTRAL_HEAD: "办公室负责人",
        Step.LEADER: "分管领导",
        Step.LEGAL_REVIEWER: "法制审核员",
        Step.PRINCIPAL: "主要领导",
        Step.WEBSITE_OFFICER: "网站责任人",
    },
    Condition: {
        Condition.ALWAYS: "每次都签",
        Condition.LEGAL: "规范性文件、政策解读、告知书才签",
        Condition.SENSITIVE: "重大、敏感事项才签",
    },
    Nature: {
        Nature.NORMATIVE: "规范性文件",
        Nature.INTERPRETATION: "政策解读",
        Nature.REPLY: "告知书、答复书",
        Nature.SENSITIVE: "重大、敏感事项",
    },
    Layout: {
        Layout.STANDARD: "保密审查表（逐项）",
        Layout.NOTICE: "保密审查单（宣传报道）",
        Layout.OPINIONS: "保密审查单（分栏意见）",
        Layout.APPROVAL: "信息发布审批单",
        Layout.REGISTER: "信息发布登记表",
    },
    BasisKind: {
        BasisKind.CONSENT: "已取得同意",
        BasisKind.PUBLIC_INTEREST: "公共利益",
        BasisKind.MASKED: "已去标识化",
        BasisKind.AGREED: "已协商一致",
    },
    Outcome: {
        Outcome.MAY_DISCLOSE: "可以公开",
        Outcome.MAY_DISCLOSE_IN_PART: "区分处理后可以公开",
        Outcome.MUST_NOT_DISCLOSE: "不得公开",
    },
    StandInState: {
        StandInState.IN_FORCE: "有效",
        StandInState.NOT_YET: "未到",
        StandInState.OVER: "已过期",
        StandInState.REVOKED: "已收回",
    },
    End: {End.OFFICE: "处室端", End.CENTRE: "办公室端"},
    Role: {
        Role.INFORMATION_ADMINISTRATOR: "信息公开管理员",
        Role.OFFICE_HEAD: "处室负责人",
        Role.CONFIDENTIALITY_REVIEWER: "保密审查员",
        Role.CENTRAL_HEAD: "办公室负责人",
        Role.LEADER: "分管领导",
        Role.LEGAL_REVIEWER: "法制审核员",
        Role.PRINCIPAL: "主要领导",
        Role.PUBLISHER: "发布人",
        Role.READER: "查阅",
        Role.SYSTEM_ADMINISTRATOR: "系统管理员",
        Role.SECURITY_ADMINISTRATOR: "安全保密管理员",
        Role.AUDITOR: "安全审计员",
    },
    ItemState: {
        ItemState.DRAFT: "草稿",
        ItemState.IN_REVIEW: "审查中",
        ItemState.TO_SUBMIT: "待报送",
        ItemState.AWAITING_RECEIPT: "待回执",
        ItemState.PENDING: "待处理",
        ItemState.TO_PUBLISH: "待发布",
        ItemState.PUBLISHED: "已公开",
        ItemState.DELIVERED: "已送交",
        ItemState.CLOSED: "已办结",
        ItemState.RETURNED: "退回补正",
        ItemState.WITHDRAWN: "已撤回",
        ItemState.REGISTERED: "已登记",
        ItemState.WITHHELD: "不予公开",
        ItemState.STOPPED: "停止登记",
        ItemState.DISCARDED: "已作废",
    },
    BatchState: {
        BatchState.ASSEMBLED: "组包",
        BatchState.AWAITING_RECEIPT: "待回执",
        BatchState.ACCEPTED: "已接收",
        BatchState.PARTLY_RETURNED: "部分退回",
        BatchState.REJECTED: "已拒收",
        BatchState.TAKEN_BACK: "已收回",
    },
    DeliveryState: {
        DeliveryState.WRITTEN: "已写出",
        DeliveryState.HANDED_OVER: "已交接",
        DeliveryState.CLOSED: "已办结",
    },
    ReceivedOutcome: {
        ReceivedOutcome.ACCEPTED: "已接收",
        ReceivedOutcome.DUPLICATE: "重复",
        ReceivedOutcome.REJECTED: "已拒收",
        ReceivedOutcome.HELD: "暂停接收",
    },
    DecisionKind: {
        DecisionKind.FORK: "序号重复",
        DecisionKind.CONFLICT: "内容冲突",
        DecisionKind.GAP: "缺批",
    },
    JointVerdict: {
        JointVerdict.FIRST: "只认先收的一份",
        JointVerdict.LATER: "只认后到的一份",
        JointVerdict.BOTH: "两份都收",
        JointVerdict.KEEP: "以其中一份为准",
        JointVerdict.RETURN: "两份都退回处室",
        JointVerdict.WAIVE: "豁免",
    },
    ItemOutcome: {
        ItemOutcome.RECEIVED: "已接收",
        ItemOutcome.RETURNED: "退回补正",
        ItemOutcome.APPROVED: "待发布",
        ItemOutcome.REGISTERED: "已登记",
        ItemOutcome.PUBLISHED: "已公开",
        ItemOutcome.DELIVERED: "已送交",
        ItemOutcome.CLOSED: "已办结",
        ItemOutcome.WITHDRAWN: "已撤回",
        ItemOutcome.CONFLICT: "冲突",
    },
    Rhythm: {Rhythm.HALF_MONTH: "半月", Rhythm.MONTH: "每月", Rhythm.QUARTER: "每季度"},
    Submission: {
        Submission.SENT: "已报",
        Submission.NIL: "零报告",
        Submission.NOT_DUE: "未到期",
        Submission.OWED: "应报未报",
        Submission.LATE: "逾期",
        Submission.FREE: "不需报送",
    },
}


def word(value: StrEnum) -> str:
    """The Chinese word for a value of any of the rules' enums."""
    return _WORDS[type(value)].get(value, value.value) if type(value) in _WORDS else value.value


def ground_words(ground: Ground) -> str:
    """A ground with its code, as it is chosen: N4 第十五条：商业秘密、个人隐私."""
    return f"{CODES[ground]} {word(ground).removeprefix('条例')}" if ground in CODES else word(ground)


def choices(kind: type[StrEnum]) -> tuple[tuple[StrEnum, str], ...]:
    """All values of an enum with their words, in the order of the paper form."""
    return tuple((value, word(value)) for value in kind)


def title_of(step: ChainStep) -> str:
    """What the paper and the screens call a step of a chain."""
    return step.title or word(step.step)


def step_title(form: ReviewForm, step: Step) -> str:
    """What a form calls one of its steps."""
    return next((title_of(one) for one in form.steps if one.step is step), word(step))


def verdict_words(statement: SignOffStatement) -> str:
    """What a signer said in a word: his opinion, or the conclusion by which an agreement holds the item back."""
    held = statement.opinion is Opinion.AGREE and not statement.goes_on
    return word(statement.conclusion if held and statement.conclusion else statement.opinion)


def otherwise_words(reviewer: Sequence[Answer], handler: Sequence[Answer | None]) -> str:
    """Where the reviewer answered otherwise than the handler, e.g. 第 2 项答“不确定”。; empty when nowhere."""
    told = [
        f"第 {n} 项答“{word(his)}”"
        for n, (his, first) in enumerate(zip(reviewer, handler, strict=False), 1)
        if his is not first
    ]
    return f"{'，'.join(told)}。" if told else ""


def unknown_form_words(form: ReviewForm) -> str:
    """What is said of an item whose form this end does not have."""
    return (
        f"本端没有审查表“{form.name}”第 {form.version} 版（{form.code}），按这一件自带的步骤办理：{chain_words(form)}。"
        "请处室导出这种审查表，在“系统管理”的“审查表”里导入"
    )


def batch_words(items: int, withdrawn: int = 0, withheld: int = 0, *, nil: bool = False) -> str:
    """What a batch holds: 3 件，撤回 1 件; 零报告 for a nil return, 只有条目 when how many entries is not known here."""
    counted = ((items, ""), (withdrawn, "撤回 "), (withheld, "不予公开 "))
    told = "，".join(f"{what}{count:,} 件" for count, what in counted if count)
    return told or ("零报告" if nil else "只有条目")


_REFUSALS = {
    "E-SECRET": "批次里有文件带密级标志",
    "E-SIGNOFF": "有审查签字验证不通过",
    "E-OWNER": "批次里有别的处室的信息或者编号",
    "E-WITHHELD": "不予公开的信息带了内容",
    "E-FORK": "两人决定不认这一份",
    "E-REVOKED": "写这一批用的公钥已经停用",
    "E-VERSION": "批次是更新版本的程序写的",
}


def refusal_words(code: str) -> str:
    """Why a whole batch was refused, with the code."""
    return f"{_REFUSALS.get(code, '内容核验不通过')}（{code}）"


def batch_name(epoch: int, seq: int | str) -> str:
    """A batch, or a run of them, by its place: 第 3 批; 第 2 纪元第 1 批 once the office's store was restored."""
    return f"第 {seq} 批" if epoch == 1 else f"第 {epoch} 纪元第 {seq} 批"


def number_ranges(numbers: Sequence[int], most: int = 5) -> str:
    """Ascending numbers for reading: 2、4 至 6; of many runs the first ones alone."""
    runs = in_runs(numbers, " 至 ")
    told = "、".join(runs[:most])
    return f"{told} 等" if len(runs) > most else told


def chain_words(form: ReviewForm) -> str:
    """The steps of a form on one line; those that only some items ask for stand in brackets."""
    titles = [(title_of(one), one.condition is Condition.ALWAYS) for one in form.steps]
    return " → ".join(title if always else f"〔{title}〕" for title, always in titles)
