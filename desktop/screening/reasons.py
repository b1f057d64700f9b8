"""Says in plain words why a proposal is as sure as it is: what in the text, or in the file, speaks for it."""

from __future__ import annotations

from desktop.screening.guesses import Confidence

_HIGH, _MEDIUM, _LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
_REASONS: dict[str, dict[Confidence, str]] = {
    "title": {
        _HIGH: "文首有一行以文种结尾，像公文标题，或者信息表写明",
        _LOW: "文首没有以文种结尾的标题，取的是第一行",
    },
    "document_number": {
        _HIGH: "文首单独成行，格式与发文字号一致，或者信息表写明",
        _MEDIUM: "格式与发文字号一致，但写在文末，或者是“第×号”",
    },
    "issuing_body": {
        _HIGH: "写在落款、红头或者信息表里",
        _MEDIUM: "正文没有落款，取自标题开头的单位名称",
        _LOW: "正文没有落款，标题开头像是单位名称",
    },
    "signed_on": {
        _HIGH: "写在落款的单位名称之下，或者信息表写明",
        _MEDIUM: "日期单独成行，旁边没有单位名称",
    },
    "genre": {
        _HIGH: "标题以这个文种结尾",
        _MEDIUM: "标题结尾不是法定公文种类",
        _LOW: "标题本身没有把握",
    },
    "summary": {_MEDIUM: "取自正文开头的句子，是否概括全文由人判断"},
    "theme": {
        _MEDIUM: "正文多处出现这一类的用语，明显多于其他类",
        _LOW: "正文出现这一类的用语，但不多",
    },
    "keywords": {_LOW: "取自正文中这一主题的用语，按出现次数排列"},
    "reprint_source": {_MEDIUM: "正文上下写有“来源”“转载自”"},
    "reprint_url": {_MEDIUM: "转载来源附近写有网址"},
    "pages": {
        _HIGH: "文件的页是固定的，逐页数出",
        _MEDIUM: "写字软件存下的页数，改动后可能不准",
    },
}


def reason_of(field: str, confidence: str) -> str:
    """Why a proposal for a field is this sure; empty where nothing is known of it."""
    known = _REASONS.get(field, {})
    return next((words for level, words in known.items() if level == confidence), "")
