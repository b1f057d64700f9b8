"""Words that ask for a second look: labels of internal papers, drafts, minutes.

What is not seen: the same words in pictures or in another wording, 内部 in the middle of a sentence, internal papers
that bear no label at all. The office's own words are a list of their own, see `terms`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from desktop.screening.records import Hit, Severity
from desktop.screening.rules import Rule

_LABELS = (
    "内部资料", "内部事项", "内部事务", "内部文件", "内部使用", "内部传阅", "注意保存", "注意保管", "注意保密",
    "不得外传", "严禁外传", "仅供内部",
)  # fmt: skip
_DRAFTS = ("送审稿", "讨论稿", "征求意见稿", "会议纪要", "工作秘密")
# 内部控制, 内部审计, 内部机构 are ordinary words; 内部 alone, in brackets or before a star is a label.
_LONE_INTERNAL = re.compile(r"(?m)(?:^|[（(〔【\[])[ \t]*内[ \t]*部[ \t]*(?=★|[）)〕】\]]|$)")
# 请示 as the name of a paper, not as the verb.
_REQUEST = re.compile(r"的请示(?=[》（(]|[ \t]*$)", re.MULTILINE)


def _spaced(word: str) -> re.Pattern[str]:
    return re.compile(r"[ \t]*\n?[ \t]*".join(word))


def _finder(pattern: re.Pattern[str]) -> Callable[[str], Iterator[Hit]]:
    def find(text: str) -> Iterator[Hit]:
        return (Hit(*match.span()) for match in pattern.finditer(text))

    return find


def _word_rule(word: str, severity: Severity, message: str, pattern: re.Pattern[str]) -> Rule:
    # The word comes from a published list, not from the document: it may be shown as it is.
    return Rule(f"word.{word}", severity, message, _finder(pattern), lambda _: word)


WORD_RULES = (
    *(_word_rule(word, Severity.MUST, f"出现“{word}”字样，确认是否为内部事项", _spaced(word)) for word in _LABELS),
    _word_rule("内部", Severity.MUST, "标有“内部”字样，确认是否为内部事项", _LONE_INTERNAL),
    *(_word_rule(word, Severity.CHECK, f"出现“{word}”字样，确认是否适宜公开", _spaced(word)) for word in _DRAFTS),
    _word_rule("请示", Severity.CHECK, "提到请示件，确认是否属于过程性信息", _REQUEST),
)
