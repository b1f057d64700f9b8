"""Circumstances of one person that must be spared: minors and illness, told from the words of policy.

What is not seen: a minor or an illness told without one of these words or with a name in full, family, religion, debts,
convictions, benefits received, wages, school marks, and whatever only several harmless facts together give away. Both
rules ask for a look (请核对) because policy speaks of the same things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.screening.masks import keep
from desktop.screening.records import Hit, Severity
from desktop.screening.rules import Rule

_NAME = r"[\u4e00-\u9fff]某"
_AGE = r"(?<![\d满])(?:\d|1[0-7])周?岁(?!以[上下])"
_BETWEEN = r"[^。；\n]{0,14}?"
_MINOR_OF_NAME = (
    re.compile(rf"未成年{_BETWEEN}(?:{_NAME}|{_AGE})"),
    re.compile(rf"(?:(?<=[\u4e00-\u9fff])某|{_AGE}){_BETWEEN}未成年"),
)
_MINORS = (
    re.compile(r"(?<=[其均因尚])系(?:在校)?未成年"),
    re.compile(rf"(?:男童|女童|婴儿|幼儿|儿童|学生|孩子|孤儿){_NAME}"),
    re.compile(r"监护人(?:姓名|电话|联系方式|身份证号码?)? ?(?=\t|$)", re.MULTILINE),
)
_DIAGNOSIS = (
    r"(?:癌|瘤|炎|症|梗死|脑出血|障碍|骨折|中毒|肝硬化|病(?!例|人|区|房|历)|艾滋|HIV|乙肝|梅毒|肺结核)"
    r"(?!例|的(?:人员|职工|学生|患者|公民|应当|可以)|防治|人数|率)"
)
_GENERIC = r"(?![^。；，\n]{0,8}(?:疾病|传染病|职业病|慢性病|地方病|大病|重病))"
_ILLNESSES = (
    re.compile(rf"(?:患有|身患|罹患|确诊(?:为|患)?|诊断(?:为|:)|查出){_GENERIC}[^。；，、\n]{{0,12}}?{_DIAGNOSIS}"),
    re.compile(rf"{_NAME}[^。；\n]{{0,12}}?(?:病情|病历|住院治疗|精神病|残疾)"),
    re.compile(r"病情(?:诊断|稳定|恶化|加重|危重|好转|严重,|:)"),
    re.compile(r"(?:精神|智力|肢体|视力|听力|言语|多重)残疾[ ]?[一二三四1-4]级(?!以[上下]|及|和|、|的)"),
    re.compile(r"(?:病历号|住院号|门诊号|残疾证号)码?[ ]?[:为]?[ ]?[A-Za-z]?\d{4,20}"),
    re.compile(r"(?m)(?:^|\t) ?(?:病情|病种|疾病名称|诊断结果|残疾类别|残疾等级|患病情况) ?(?=\t|$)"),
    re.compile(r"艾滋病(?:病毒)?(?:感染者|患者|病人)[\u4e00-\u9fff]某"),
)


def _minors(text: str) -> Iterator[Hit]:
    patterns = (*_MINORS, *_MINOR_OF_NAME) if "未成年" in text else _MINORS
    return _apart({match.span() for pattern in patterns for match in pattern.finditer(text)})


def _illnesses(text: str) -> Iterator[Hit]:
    return _apart({match.span() for pattern in _ILLNESSES for match in pattern.finditer(text)})


def _apart(spans: set[tuple[int, int]]) -> Iterator[Hit]:
    """Yield the spans in their order, without those that begin inside another."""
    end = 0
    for start, stop in sorted(spans):
        if start >= end:
            end = stop
            yield Hit(start, stop)


CIRCUMSTANCE_RULES = (
    Rule("personal.minor", Severity.CHECK, "疑似涉及未成年人个人情况，核对后去标识化", _minors, keep(1, 0)),
    Rule("personal.illness", Severity.CHECK, "疑似涉及个人病情，核对后去标识化", _illnesses, keep(1, 0)),
)
