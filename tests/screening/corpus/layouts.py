"""Lays a paper out as offices do: red heading, plain, information table, web page, reprint, printed circular."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.rules.items import Genre


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented paper with its labels; None where the paper says nothing of the kind.

    `shown` is the title as set on the page when it differs from `title` by line breaks or spaces.
    """

    layout: str
    genre: Genre | None
    body: str
    title: str | None
    number: str | None
    signed: date | None
    text: tuple[str, ...]
    to: str = ""
    shown: tuple[str, ...] = ()
    written: str = ""
    issued: date | None = None
    source: str | None = None

    @property
    def heading(self) -> tuple[str, ...]:
        """The lines of the title as they stand on the page."""
        return self.shown or ((self.title,) if self.title else ())

    @property
    def day(self) -> tuple[str, ...]:
        """The date under the signature, in the way this paper writes it."""
        if self.signed is None:
            return ()
        return (self.written or f"{self.signed.year}年{self.signed.month}月{self.signed.day}日",)


def lines_of(paper: Paper) -> list[str]:
    """The lines of a paper on its page."""
    return list(_LAYOUTS[paper.layout](paper))


def _number(paper: Paper) -> tuple[str, ...]:
    return (paper.number,) if paper.number else ()


def _to(paper: Paper) -> tuple[str, ...]:
    return (f"{paper.to}：",) if paper.to else ()


def _signature(paper: Paper) -> tuple[str, ...]:
    return (*paper.body.split("、"), *paper.day) if paper.signed and paper.body else paper.day


def _imprint(paper: Paper) -> tuple[str, ...]:
    if paper.issued is None:
        return ()
    day = paper.issued
    return (f"{paper.body}办公室　　　　{day.year}年{day.month}月{day.day}日印发",)


def _red(paper: Paper) -> tuple[str, ...]:
    head = (f"{paper.body}文件", "", *_number(paper), "")
    end = (*_signature(paper), "（此件主动公开）", *_imprint(paper))
    return (*head, *paper.heading, "", *_to(paper), *paper.text, "", *end)


def _plain(paper: Paper) -> tuple[str, ...]:
    return (*paper.heading, *_number(paper), *_to(paper), *paper.text, *_signature(paper), *_imprint(paper))


def _table(paper: Paper) -> tuple[str, ...]:
    day = paper.day[0] if paper.signed else ""
    rows = (
        f"索 引 号：014236727/2026-00031\t主题分类：综合政务\t发文机关：{paper.body}",
        f"标    题：{paper.title}",
        f"发文字号：{paper.number or '无'}\t成文日期：{day}\t发布日期：2026年12月30日",
    )
    return (*rows, *paper.heading, *_to(paper), *paper.text)


def _web(paper: Paper) -> tuple[str, ...]:
    above = (
        "您现在的位置：首页 > 政务公开 > 通知公告",
        *paper.heading,
        *(f"发布时间：2026-12-29 09:30　来源：{paper.source or '本站'}　浏览次数：1208次".split("　")),
        "【字体：大 中 小】 打印 收藏 关闭",
    )
    below = ("分享到：微信 微博", "上一篇：关于元旦放假安排的通知", "扫一扫在手机打开当前页", "版权所有：本网")
    address = ("原文链接：https://example.org/art/31.html",) if paper.source else ()
    return (*above, *_number(paper), *_to(paper), *paper.text, *_signature(paper), *address, *below)


def _signer(paper: Paper) -> tuple[str, ...]:
    above = (f"{paper.body}文件", f"{paper.number}　　　　签发人：甲某某")
    return (*above, *paper.heading, *_to(paper), *paper.text, *_signature(paper))


def _order(paper: Paper) -> tuple[str, ...]:
    return (*paper.heading, *_number(paper), *paper.text, "局长　甲某某", *paper.day)


def _under(paper: Paper) -> tuple[str, ...]:
    """Resolutions and rules bear their date in brackets under the title."""
    return (*paper.heading, *(f"（{day}）" for day in paper.day), *paper.text)


def _minutes(paper: Paper) -> tuple[str, ...]:
    return (*paper.heading, *(f"（{one}）" for one in _number(paper)), *_to(paper), *paper.text)


def _raw(paper: Paper) -> tuple[str, ...]:
    """A page as it stands, for what no other layout shows."""
    return paper.text


_LAYOUTS = {
    "raw": _raw,
    "red": _red,
    "plain": _plain,
    "table": _table,
    "web": _web,
    "signer": _signer,
    "order": _order,
    "under": _under,
    "minutes": _minutes,
}
