"""Cuts the body into lines with places, and sets aside what a web page leaves around a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.screening.folding import fold
from desktop.screening.records import DocumentText, Role

_LONGEST_DEBRIS = 120
_LONGEST_LINE = 2_000
"""Characters of a line that are looked at for proposals: whatever goes on longer is no title, number or date."""
_DEBRIS = re.compile(
    r"(?:【?\[?(?:字体|字号|打印|关闭|分享|收藏|返回|上一篇|下一篇|上一条|下一条)|首页|网站首页|当前位置|您?(?:现在)?(?:所在)?的?位置:"
    r"|(?:发布|更新|发稿|录入)(?:日期|时间)|(?:浏览|点击|阅读|访问)(?:次数|数|量|:)|(?:(?:信息|稿件|文章|原文)?来源|作者|责任编辑|责编|编辑|审核|供稿):"
    r"|(?:日期|时间):\d{4}[-/.年]|转载自|转自|摘自|原文链接|producedby|版权所有|copyright|©|(?:主办|承办)(?:单位)?:|技术支持|网站(?:标识码|地图)"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\d{1,2}:\d{2}(?::\d{2})?)?(?:(?:信息|文章)?来源|作者|浏览|点击|阅读|编辑)"
    r"|联系我们|关于我们|扫一扫|无障碍|设为首页|加入收藏|相关(?:链接|阅读|附件|文档)|.{0,20}(?:icp备|公网安备)|https?://)",
    re.I,
)
_STAMP = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?:\d{1,2}:\d{2}(?::\d{2})?)?")
_PAGE = re.compile(r"-*\d{1,4}-*|第\d+页(?:[,，/]?共\d+页)?|[\W_]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One stripped line of the body; `part` and `offset` lead back to the document."""

    text: str
    part: int
    offset: int
    debris: bool = False


def body_lines(document: DocumentText) -> tuple[Line, ...]:
    """Give the non-empty lines of the body in reading order, debris marked as such."""
    return tuple(
        line for index, part in enumerate(document.parts) if part.role is Role.BODY for line in _lines(part.text, index)
    )


def _lines(text: str, part: int) -> Iterator[Line]:
    offset = 0
    for raw in text.split("\n"):
        stripped = raw.strip().strip("\ufeff\u200b")
        if stripped:
            start = offset + raw.index(stripped)
            yield Line(stripped[:_LONGEST_LINE], part, start, _is_debris(stripped))
        offset += len(raw) + 1


def _is_debris(text: str) -> bool:
    if len(text) > _LONGEST_DEBRIS:
        return False
    bare = "".join(fold(text).split())
    return bool(_DEBRIS.match(bare) or _STAMP.fullmatch(bare) or _PAGE.fullmatch(bare))
