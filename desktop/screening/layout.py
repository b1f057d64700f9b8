"""Recognises the standing elements of an official document: head, salutation, title, number, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.screening.dates import DATE
from desktop.screening.folding import fold
from desktop.screening.lines import Line

_HEAD_LINES = 25
_OFFICIAL = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|复函|函|纪要"
_OTHER = (
    "方案|办法|规定|细则|规划|计划|总结|要点|制度|规程|规则|目录|清单|名单|指南|预案|表|公示|答复|说明|解读|指引|标准|条例"
    "|章程|准则|措施|职责|简介|情况|台账|流程|须知|结果|声明|年报|倡议书|告知书|决算|预算|安排|任务|建议"
)
_SUFFIX = r"(?:[（(〔\[][^）)〕\]]{1,24}[）)〕\]]|(?:19|20)\d{2}年?度?|[”》])*"
TITLE_END = re.compile(rf"(?P<genre>{_OFFICIAL}|{_OTHER}){_SUFFIX}$")
OFFICIAL_END = re.compile(rf"(?P<genre>{_OFFICIAL}){_SUFFIX}$")
_BODY_START = re.compile(
    r"(?:为(?!什么)|根据|按照|依据|依照|现将|现就|近年来|近日|经|附件(?!\d*$)|附:|抄送|抄报|主送|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]"
    r"|第[一二三四五六七八九十百]+[章条]|\d+[.、．])"
)
_SALUTATION_VERBS = re.compile(r"如下|通知|公告|公示|报告|说明|事项|[。；]")

_BODY_ENDS = (
    "人民政府|政府|办公厅|办公室|委员会|厅|局|委|部|院|署|中心|党组|工作组|领导小组|指挥部|联席会议|协会|学会|公司|大学|学院|学校"
    "|医院|图书馆|档案馆|管理处|执法总队|总队|支队|大队|街道办事处|办事处|分局|总站|站|所|法院|检察院|秘书处|处"
)
BODY_NAME = re.compile(rf"[\u4e00-\u9fff（）()·]{{1,28}}(?:{_BODY_ENDS})(?!长)")
_NUMBER = r"[\u4e00-\u9fffA-Z]{1,14}\s*[〔﹝\[［【(（]\s*(?:19|20)\d{2}\s*[〕﹞\]］】)）]\s*第?\s*\d{1,5}\s*号"
NUMBER_LINE = re.compile(rf"[（(]?\s*({_NUMBER})\s*[）)]?(?:\s+签\s*发\s*人.*)?")
ORDER_NUMBER_LINE = re.compile(r"[（(]?\s*((?:(?:19|20)\d{2}\s*年\s*)?第\s*\d{1,5}\s*号)\s*[）)]?")
SIGNED_LINE = re.compile(rf"(?:(?P<body>[\u4e00-\u9fff（）()·]{{3,30}})\s+)?[（(]?\s*(?P<date>{DATE})\s*[）)]?")
ISSUED_LINE = re.compile(rf"(?:(?P<body>[\u4e00-\u9fff]{{3,30}})\s*)?(?P<date>{DATE})\s*(?:印\s*发|印)\s*")


@dataclass(frozen=True, slots=True)
class Layout:
    """The meaningful lines, cut where the body text begins."""

    lines: tuple[Line, ...]
    head: tuple[Line, ...]

    @property
    def rest(self) -> tuple[Line, ...]:
        return self.lines[len(self.head) :]


def lay_out(lines: Sequence[Line]) -> Layout:
    """Drop the debris and cut off the head: what stands before the salutation or the first sentence."""
    meaningful = tuple(line for line in lines if not line.debris)
    for index, line in enumerate(meaningful[:_HEAD_LINES]):
        if is_body_start(line.text):
            return Layout(meaningful, meaningful[:index])
    return Layout(meaningful, meaningful[:_HEAD_LINES])


def is_body_start(text: str) -> bool:
    """Tell whether a line opens the running text: a salutation, a heading, a sentence."""
    if label_of(text):
        return False
    folded = fold(text)
    if folded.endswith(":") or "。" in text or ";" in text or "；" in text:
        return True
    if re.search(r"[，,]", text) and len(text) > 22:
        return True
    return bool(_BODY_START.match(folded)) and not TITLE_END.search(text)


def is_salutation(text: str) -> bool:
    """Tell whether a line addresses the recipients (主送机关)."""
    return fold(text).endswith(":") and not _SALUTATION_VERBS.search(text)


def close_up(text: str) -> str:
    """Take out the spaces that set Chinese characters apart."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=\S)|(?<=\S)\s+(?=[^\x00-\x7f])", "", text.strip())


def without_seal(text: str) -> str:
    """Give a signature line without its remark of the seal."""
    return re.sub(r"[（(]\s*(?:盖章|公章|印章|章)\s*[）)]", "", close_up(text))


def is_body_name(text: str) -> bool:
    """Tell whether a line is nothing but the name of an authority."""
    return bool(BODY_NAME.fullmatch(without_seal(text)))


_LABELS = {
    "title": ("标题", "名称", "信息名称", "文件名称"),
    "number": ("发文字号", "文号", "文件编号", "发文文号"),
    "body": ("发文机关", "发布机构", "发文单位", "制发机关", "制发单位", "发布单位"),
    "signed": ("成文日期", "签发日期", "生成日期"),
    "issued": ("印发日期", "发文日期"),
    "other": (
        "索引号",
        "主题分类",
        "主题词",
        "有效性",
        "公开方式",
        "公开属性",
        "公开日期",
        "发布日期",
        "关键词",
        "体裁分类",
        "体裁",
        "信息分类",
        "分类",
    ),
}


def _label_group(key: str, names: tuple[str, ...]) -> str:
    spaced = "|".join(r"\s*".join(name) for name in names)
    return f"(?P<{key}>{spaced})"


_LABEL = re.compile(r"(?:^|\s)(?:" + "|".join(_label_group(*label) for label in _LABELS.items()) + r")\s*:\s*")


def label_of(text: str) -> dict[str, tuple[str, int]]:
    """Give the labelled fields of an information table's line: key -> (value, offset in the line)."""
    folded = fold(text)
    marks = list(_LABEL.finditer(folded))
    if not marks or marks[0].start() > 0:
        return {}
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return {
        str(mark.lastgroup): (re.split(r"\t|\s{2,}", text[mark.end() : end].strip())[0], mark.end())
        for mark, end in zip(marks, ends, strict=True)
    }
