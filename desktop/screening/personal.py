"""Personal numbers: identity cards, mobile telephones, bank cards, told from public identifiers by checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from desktop.screening.checksums import is_credit_code, is_identity_card, is_luhn
from desktop.screening.records import Hit, Severity
from desktop.screening.rules import Rule

# Inside a number: a space, a dash or one line break; never a tab, which parts two cells.
_GAP = r"(?: {0,2}\n {0,2}| {1,2}|-)?"
_RUN = re.compile(rf"(?<![0-9A-Za-z])\d(?:{_GAP}[\dXx])+(?![0-9A-Za-z])")
_GROUP = re.compile(r"[\dXx]+")
_MOST_GROUPS = 6
_SPACER = r"(?: {0,2}\n {0,2}| {1,2}|-)"
_SPACED_CARD = re.compile(
    rf"(?<!\d)(?=([1-8](?:{_SPACER}\d){{5}}{_SPACER}(?:1{_SPACER}9|2{_SPACER}0)(?:{_SPACER}\d){{9}}{_SPACER}[\dXx](?![0-9A-Za-z])))"
)
_CARD_LENGTH = 18
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?(?:1[3-9]\d{9}|1[3-9]\d[ -]\d{4}[ -]\d{4}|1 [3-9](?: \d){9})"
    r"(?![0-9A-Za-z]|\.\d| ?(?:元|万|亿|吨|平方|字节))"
)
_BROKEN_MOBILE = re.compile(
    r"(?:电话|手机|联系|号码|[Tt]el).{0,12}?(?<!\d)(1 {0,2}\n? {0,2}[3-9](?: {0,2}\n? {0,2}\d){9})(?!\d)", re.DOTALL
)
_BANK_CONTEXT = re.compile(r"[账帐卡][ ]?号|银行|开户|储蓄卡|信用卡")
_BANK = re.compile(rf"\D{{0,24}}?(?<![0-9A-Za-z])(\d(?:{_GAP}\d){{12,18}})(?![0-9A-Za-z])")
_BANK_REACH = 80
_CODE_CONTEXT = re.compile(r"信用代码|机构代码|税号|纳税人识别号")
_REACH = 24


def _plain(raw: str) -> str:
    return "".join(letter for letter in raw if letter.isalnum())


def _joined(groups: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield what may be one number of eighteen, set in a few neighbouring groups."""
    for index, first in enumerate(groups):
        number = ""
        for group in groups[index : index + _MOST_GROUPS]:
            number += group[0]
            if len(number) >= _CARD_LENGTH:
                if len(number) == _CARD_LENGTH:
                    yield first.start(), group.end(), number
                break


def _letter_by_letter(run: str, offset: int) -> Iterator[tuple[int, int, str]]:
    for match in _SPACED_CARD.finditer(run):
        yield offset + match.start(), offset + match.end(1), _plain(match[1])


def _identity_cards(text: str) -> Iterator[Hit]:
    for run in _RUN.finditer(text):
        if len(run[0]) < _CARD_LENGTH:
            continue
        grouped = _joined(list(_GROUP.finditer(text, *run.span())))
        for start, end, number in (*grouped, *_letter_by_letter(run[0], run.start())):
            if is_identity_card(number) and not _is_called_public(text, start, number):
                yield Hit(start, end)


def _is_called_public(text: str, start: int, number: str) -> bool:
    before = text[max(0, start - _REACH) : start]
    return bool(_CODE_CONTEXT.search(before)) and is_credit_code(number)


def _mobiles(text: str) -> Iterator[Hit]:
    whole = [Hit(*match.span()) for match in _MOBILE.finditer(text)]
    seen = {hit.end for hit in whole}
    broken = (Hit(*match.span(1)) for match in _BROKEN_MOBILE.finditer(text) if match.end(1) not in seen)
    yield from sorted([*whole, *broken], key=lambda hit: hit.start)


def _bank_cards(text: str) -> Iterator[Hit]:
    done = 0
    for context in _BANK_CONTEXT.finditer(text):
        found = _BANK.match(text, context.end(), context.end() + _BANK_REACH)
        if found and found.start(1) >= done and is_luhn(number := _plain(found[1])) and not is_identity_card(number):
            done = found.end(1)
            yield Hit(*found.span(1))


def _keep(head: int, tail: int) -> Callable[[str], str]:
    def mask(raw: str) -> str:
        number = _plain(raw)
        return number[:head] + "*" * (len(number) - head - tail) + number[len(number) - tail :]

    return mask


PERSONAL_RULES = (
    Rule("personal.identity-card", Severity.MUST, "含居民身份证号码，公开前须去标识化", _identity_cards, _keep(2, 3)),
    Rule("personal.mobile", Severity.MUST, "含手机号码，确认是否为办公电话，否则须去标识化", _mobiles, _keep(3, 4)),
    Rule("personal.bank-card", Severity.MUST, "含银行账号或卡号，公开前须去标识化", _bank_cards, _keep(0, 4)),
)
