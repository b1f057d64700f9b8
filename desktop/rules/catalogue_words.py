"""The words of a catalogue's cells read as the values of the form: limits, channels, audience, method."""

from __future__ import annotations

import re

from desktop.rules.items import Attribute, Audience, Channel, TimeLimit

_TICKED, _UNTICKED = "■☑√✓✔☒", "□☐○"
_OPTION = re.compile(rf"([{_TICKED}{_UNTICKED}])\s*([^{_TICKED}{_UNTICKED}]*)")

_CHANNELS: tuple[tuple[str, Channel], ...] = (
    ("公报", Channel.GAZETTE),
    ("发布会", Channel.PRESS_CONFERENCE),
    ("听证", Channel.OTHER),
    ("两微一端", Channel.NEW_MEDIA),
    ("新媒体", Channel.NEW_MEDIA),
    ("微信", Channel.NEW_MEDIA),
    ("微博", Channel.NEW_MEDIA),
    ("公众号", Channel.NEW_MEDIA),
    ("客户端", Channel.NEW_MEDIA),
    ("查阅", Channel.READING_POINT),
    ("档案馆", Channel.READING_POINT),
    ("图书馆", Channel.READING_POINT),
    ("公开栏", Channel.NOTICE_BOARD),
    ("公示栏", Channel.NOTICE_BOARD),
    ("公告栏", Channel.NOTICE_BOARD),
    ("宣传栏", Channel.NOTICE_BOARD),
    ("电子屏", Channel.NOTICE_BOARD),
    ("广播", Channel.RADIO),
    ("电视", Channel.TELEVISION),
    ("报纸", Channel.PRESS),
    ("报刊", Channel.PRESS),
    ("纸质媒体", Channel.PRESS),
    ("网站", Channel.WEBSITE),
    ("门户", Channel.WEBSITE),
    ("网络平台", Channel.WEBSITE),
    ("服务网", Channel.WEBSITE),
    ("官网", Channel.WEBSITE),
)
_PERIODIC = re.compile(r"定期|(?:每|按|逐|分)\s*[个一二两0-9]*\s*(?:周|月|季|半年|年)")
_ANY_TIME = re.compile(r"随时|及时|实时|即时|动态|更新")
_LONG = re.compile(r"长期|常年|永久")
_LIMITED = re.compile(r"限时|\d+\s*个?\s*(?:工作)?日|[一二三五七十]+\s*个?\s*(?:工作)?[日天]|日内|之日|前|期满|小时")


def read_time_limit(words: str) -> TimeLimit | None:
    """The kind of a limit: 长期, 定期 (每季度), 限时 (20 个工作日内), 随时 (及时); None when the words say none."""
    text = "".join(words.split())
    for pattern, limit in (
        (_LONG, TimeLimit.LONG),
        (_PERIODIC, TimeLimit.PERIODIC),
        (_LIMITED, TimeLimit.LIMITED),
        (_ANY_TIME, TimeLimit.ANY_TIME),
    ):
        if pattern.search(text):
            return limit
    return None


def read_channels(words: str) -> tuple[Channel, ...]:
    """The channels that a cell names; of a list with boxes (■政府网站 □政府公报) only the ticked ones.

    Words that are no channel of the form stand for 其他; an empty cell gives none.
    """
    text = words.strip()
    if any(box in text for box in "■☑□☐"):
        text = "、".join(name for box, name in _OPTION.findall(text) if box in _TICKED)
    found = []
    for part in filter(None, re.split(r"[、，,；;/\n]+", text)):
        named = [channel for word, channel in _CHANNELS if word in part]
        found += named or [Channel.OTHER]
    return tuple(one for one in Channel if one in found)


def read_audience(words: str) -> Audience | None:
    """全社会 (社会公众) or 特定群体; None when the words say neither."""
    text = "".join(words.split())
    if re.search(r"全社会|社会公众|公众|不限", text):
        return Audience.PUBLIC
    return Audience.SPECIFIC if re.search(r"特定|当事人|相对人|利害关系|申请人|内部|群体", text) else None


def read_method(words: str) -> Attribute | None:
    """主动 or 依申请; None when the words say neither."""
    text = "".join(words.split())
    if "申请" in text:
        return Attribute.ON_REQUEST
    return Attribute.PROACTIVE if "主动" in text else None


def is_tick(words: str) -> bool:
    """Whether a cell of a ticked column is ticked: anything but nothing, a dash or an empty box."""
    text = words.strip()
    return bool(text) and text not in {"/", "-", "—", "□", "☐", "否", "无", "×", "x", "X"}
