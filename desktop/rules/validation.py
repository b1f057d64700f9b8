"""What is wrong with an item's fields, in words that say how to mend it (reference §1.2, column 'mandatory at')."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from desktop.rules.items import (
    SUMMARY_LIMIT,
    TITLE_LIMIT,
    TYPED_FIELDS,
    Attribute,
    Carrier,
    Ground,
    ItemContent,
    Source,
    Validity,
)

_PHONE = re.compile(r"(0\d{2,3}[- ]?)?\d{4}[- ]?\d{3,4}(-\d{1,6})?|1[3-9]\d{9}", re.ASCII)
_WRONG_BRACKETS = re.compile(r"[\[（(【](\d{4})[\]）)】]")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNSEEN_NAME = "文件名含有看不见的控制字符，移除这份文件，改好文件名后重新放入"


class Stage(IntEnum):
    """How far an item has come; a later stage asks for all that an earlier one asks for."""

    DRAFT = 0
    SUBMIT = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that must be mended before the stage, and how."""

    field: str
    words: str


def document_number_suggestion(text: str) -> str | None:
    """The document number with the year in 〔〕, when another bracket was typed; None when it is right."""
    mended = _WRONG_BRACKETS.sub(r"〔\1〕", text)
    return mended if mended != text else None


def published_address_problem(text: str) -> str | None:
    """Why `text` is not the address of a published page, or None."""
    if not text.strip():
        return "填写公开后的网址，或者写明载体名称"
    if text.strip().lower().startswith(("http:", "https:")) and not _ADDRESS.fullmatch(text.strip()):
        return "网址不完整，从浏览器地址栏复制整个网址"
    return None


def problems(content: ItemContent, stage: Stage, today: date) -> tuple[Problem, ...]:
    """Every problem of `content` at `stage`, in the order of the form."""
    found = list(_draft_problems(content, today))
    if stage >= Stage.SUBMIT:
        found.extend(_submit_problems(content, today))
    return tuple(found)


def unseen_fields(content: ItemContent) -> tuple[str, ...]:
    """The fields whose text holds what cannot be seen or turns the order of the letters; "attachments" for a file's name."""
    found = [name for name in TYPED_FIELDS if _INVISIBLE.search(getattr(content, name))]
    if any(_INVISIBLE.search(one.name) for one in content.attachments):
        found.append("attachments")
    return tuple(found)


def as_seen(text: str) -> str:
    """The text without what cannot be seen or turns the order of its letters: it reads the same on screen and on paper."""
    return _INVISIBLE.sub("", text).strip()


def _draft_problems(content: ItemContent, today: date) -> Iterator[Problem]:
    if not content.title.strip():
        yield Problem("title", "填写信息标题")
    elif len(content.title) > TITLE_LIMIT:
        yield Problem("title", f"标题不超过 {TITLE_LIMIT} 字，现有 {len(content.title)} 字")
    for name in unseen_fields(content):
        yield Problem(name, _UNSEEN_NAME if name == "attachments" else "含有看不见的控制字符，删去后重新录入这一栏")
    if content.signed_on is None:
        yield Problem("signed_on", "填写成文日期")
    elif content.signed_on > today:
        yield Problem("signed_on", f"晚于今天，请改为 {today:%m-%d} 或以前")
    if not content.drafter.strip():
        yield Problem("drafter", "填写拟稿人")
    if content.phone.strip() and not _PHONE.fullmatch(content.phone.strip()):
        yield Problem("phone", "座机号应为区号加 7 或 8 位数字，手机号应为 11 位")
    if len(content.summary) > SUMMARY_LIMIT:
        yield Problem("summary", f"不超过 {SUMMARY_LIMIT} 字，现有 {len(content.summary)} 字")
    if document_number_suggestion(content.document_number):
        yield Problem("document_number", "年份应使用六角括号〔〕")
    if content.pages is not None and content.pages < 1:
        yield Problem("pages", "页数应为 1 或以上")
    yield from _reprint_problems(content, today)


def _reprint_problems(content: ItemContent, today: date) -> Iterator[Problem]:
    if content.source is not Source.REPRINT:
        return
    if not content.reprint_source.strip():
        yield Problem("reprint_source", "转载的信息填写来源单位")
    if not _ADDRESS.fullmatch(content.reprint_url.strip()):
        yield Problem("reprint_url", "转载的信息填写原文网址，以 http 开头")
    if content.reprinted_on is None:
        yield Problem("reprinted_on", "填写转载日期")
    elif content.reprinted_on > today:
        yield Problem("reprinted_on", f"晚于今天，请改为 {today:%m-%d} 或以前")


def _submit_problems(content: ItemContent, today: date) -> Iterator[Problem]:
    if content.carrier is Carrier.OFFICIAL and content.genre is None:
        yield Problem("genre", "公文类信息选择体裁")
    if not content.issuing_body.strip():
        yield Problem("issuing_body", "填写发布机构")
    if not content.attachments:
        yield Problem("attachments", "放入要公开的文件")
    if content.attribute is not Attribute.PROACTIVE and content.ground is Ground.STATE_SECRET:
        yield Problem("ground", "国家秘密不得录入本系统，请停止登记，按保密规定另行处理")
    if content.attribute is not Attribute.PROACTIVE:
        if content.ground is None:
            yield Problem("ground", "不主动公开的，选择依据的条款")
        if not content.reason.strip():
            yield Problem("reason", "不主动公开的，写明理由")
        elif "××" in content.reason:
            yield Problem("reason", "把“××”改为实际的名称和条款")
        if content.next_review_on is None:
            yield Problem("next_review_on", "填写下次评审日期")
        elif content.next_review_on <= today:
            yield Problem("next_review_on", "下次评审日期应晚于今天")
    elif not content.channels:
        yield Problem("channels", "至少选择一种公开方式")
    if content.signed_on and content.planned_on and content.planned_on < content.signed_on:
        yield Problem("planned_on", f"早于成文日期 {content.signed_on:%m-%d}，请改为 {content.signed_on:%m-%d} 或以后")
    if content.validity is Validity.REPEALED and content.repealed_on is None:
        yield Problem("repealed_on", "填写废止日期")
