"""Papers of travellers and plates of cars: weak shapes that count only beside the word that names them.

What is not seen: numbers without the word for their paper shortly before them or above their column, papers of other
countries, permits of residence and other papers (driving licences bear the identity number), plates of the armed forces,
of embassies and of two-digit regions written out, plates with fewer than three digits, all of it in pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from desktop.screening.columns import cells_under
from desktop.screening.masks import keep
from desktop.screening.records import Hit, Severity
from desktop.screening.rules import Rule

# Between the digits of one number: a space or one line break.
_S = r"(?: ?\n ?| )?"
_REACH = 40


def _digits(least: int, most: int | None = None) -> str:
    return rf"\d(?:{_S}\d){{{least - 1},{(most or least) - 1}}}"


_EDGE, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_PASSPORT = re.compile(
    rf"{_EDGE}(?:[EGeg]{_S}{_digits(8)}|[Ee]{_S}[A-HJ-NP-Za-hj-np-z]{_S}{_digits(7)}|[DSPdsp][Ee]?{_S}{_digits(7, 8)}){_END}"
)
_PASSPORT_CONTEXT = re.compile(r"护[ \n]?照|[Pp]assport|PASSPORT")
_PERMIT = re.compile(
    rf"{_EDGE}(?:[CWcw]{_S}{_digits(8)}|[Cc]{_S}[A-HJ-NP-Za-hj-np-z]{_S}{_digits(7)}|[LTlt]{_S}{_digits(8)}"
    rf"|[HMhm]{_S}{_digits(8, 10)}|{_digits(8)}){_END}"
)
_PERMIT_CONTEXT = re.compile(r"通[ \n]?行[ \n]?证|回乡证|台胞证|往来港澳|来往内地|来往大陆|往来台湾")
_BREAK = re.compile(r"[。；;\t]|\n\s*\n")
_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}] ?[A-HJ-NP-Za-hj-np-z] ?[·•. ]?{_S}"
    rf"(?=[A-Za-z \n]{{0,12}}\d)(?:[A-HJ-NP-Za-hj-np-z\d](?:{_S}[A-HJ-NP-Za-hj-np-z\d]){{3}}{_S}"
    rf"(?:[警学挂港澳试超]|[A-HJ-NP-Za-hj-np-z\d](?:{_S}[A-HJ-NP-Za-hj-np-z\d])?))(?![0-9A-Za-z]|-\d)"
)
_PLATE_DIGITS = 3


def _named(shape: re.Pattern[str], context: re.Pattern[str]) -> Callable[[str], Iterator[Hit]]:
    """Make a finder for `shape` where `context` stands shortly before it or heads its column."""

    def find(text: str) -> Iterator[Hit]:
        if not context.search(text):
            return iter(())
        spans = {match.span() for match in shape.finditer(text) if _is_told(text, match, context)}
        spans |= {span for span in cells_under(text, context) if shape.fullmatch(text, *span)}
        return (Hit(*span) for span in sorted(spans) if not _DATE.fullmatch(text, *span))

    return find


def _is_told(text: str, match: re.Match[str], context: re.Pattern[str]) -> bool:
    before = text[max(0, match.start() - _REACH) : match.start()]
    ends = [told.end() for told in context.finditer(before)]
    # A full stop, a tab or a blank line ends what the word speaks of.
    return bool(ends) and not _BREAK.search(before, ends[-1])


def _plates(text: str) -> Iterator[Hit]:
    for match in _PLATE.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _PLATE_DIGITS:
            yield Hit(*match.span())


PERMIT_RULES = (
    Rule(
        "personal.passport",
        Severity.MUST,
        "含护照号码，公开前须去标识化",
        _named(_PASSPORT, _PASSPORT_CONTEXT),
        keep(1, 2),
    ),
    Rule(
        "personal.permit",
        Severity.MUST,
        "含港澳台通行证件号码，公开前须去标识化",
        _named(_PERMIT, _PERMIT_CONTEXT),
        keep(1, 2),
    ),
    Rule("personal.plate", Severity.MUST, "含车辆号牌，确认是否为公务车辆，否则须去标识化", _plates, keep(2, 1)),
)
