"""Numbers that belong to one person: identity cards and bank cards, told from public identifiers by checks.

What is not seen: numbers in pictures, written out in words, with letters in place of digits, split over cells or by more
than a space, a dash or a line end; identity numbers with a wrong check digit; bank cards without a word for them near
by; names of persons, which no rule can tell from other words. What is seen too much: other numbers that happen to
pass the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.screening.checksums import is_credit_code, is_identity_card, is_luhn, is_old_identity_card
from desktop.screening.circumstances import CIRCUMSTANCE_RULES
from desktop.screening.columns import cells_under
from desktop.screening.contacts import CONTACT_RULES
from desktop.screening.masks import keep, plain
from desktop.screening.permits import PERMIT_RULES
from desktop.screening.records import Hit, Severity
from desktop.screening.rules import Rule

# Inside a number: a space, a dash or one line break; never a tab, which parts two cells.
_GAP = r"(?: {0,2}\n {0,2}| {1,2}|-)?"
# Eighteen digits, however they are grouped; looked ahead for, because a stray digit may stand before them.
_CARD = re.compile(
    rf"(?<![0-9A-Za-z])(?=([1-8](?:{_GAP}\d){{5}}{_GAP}(?:1{_GAP}9|2{_GAP}0)(?:{_GAP}\d){{9}}{_GAP}[\dXx])(?![0-9A-Za-z]))"
)
_OLD_CARD = re.compile(rf"(?<![0-9A-Za-z])(?<!\d[-.])[1-8]\d{{5}}{_GAP}\d{{6}}{_GAP}\d{{3}}(?![0-9A-Za-z]|[-.]\d)")
_OTHER_SERIAL = re.compile(r"(?:注册号|执照|税号|纳税人|流水号|订单|单号|编号|档号|项目代码|序列号|批次)[^\d\n]{0,8}$")
_BANK_CONTEXT = re.compile(r"[账帐卡][ ]?号|银行|开户|储蓄卡|信用卡")
_BANK_HEADER = re.compile(r"[账帐卡][ ]?号|银行卡|储蓄卡|信用卡|[账帐]户")
_BANK = re.compile(rf"\D{{0,24}}+(?<![0-9A-Za-z])(\d(?:{_GAP}\d){{12,18}})(?![0-9A-Za-z])")
_BANK_CELL = re.compile(r"\d(?:[ -]?\d){12,18}")
_BANK_REACH = 80
_CODE_CONTEXT = re.compile(r"信用代码|机构代码|税号|纳税人识别号")
_REACH = 24


def _identity_cards(text: str) -> Iterator[Hit]:
    for match in _CARD.finditer(text):
        if is_identity_card(number := plain(match[1])) and not _is_called_public(text, match.start(), number):
            yield Hit(*match.span(1))


def _is_called_public(text: str, start: int, number: str) -> bool:
    before = text[max(0, start - _REACH) : start]
    return bool(_CODE_CONTEXT.search(before)) and is_credit_code(number)


def _old_identity_cards(text: str) -> Iterator[Hit]:
    """Fifteen digits carry no check digit: the region, the date and what is said before them must do."""
    for match in _OLD_CARD.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        if is_old_identity_card(plain(match[0])) and not _OTHER_SERIAL.search(before):
            yield Hit(*match.span())


def _is_bank_card(number: str) -> bool:
    return is_luhn(number) and not is_identity_card(number)


def _bank_cards(text: str) -> Iterator[Hit]:
    hits, done = set(), 0
    for context in _BANK_CONTEXT.finditer(text):
        found = _BANK.match(text, context.end(), context.end() + _BANK_REACH)
        if found and found.start(1) >= done and _is_bank_card(plain(found[1])):
            done = found.end(1)
            hits.add(found.span(1))
    for span in cells_under(text, _BANK_HEADER):
        if _BANK_CELL.fullmatch(text, *span) and _is_bank_card(plain(text[slice(*span)])):
            hits.add(span)
    return (Hit(*span) for span in sorted(hits))


PERSONAL_RULES = (
    Rule("personal.identity-card", Severity.MUST, "含居民身份证号码，公开前须去标识化", _identity_cards, keep(2, 3)),
    Rule(
        "personal.identity-card-15",
        Severity.CHECK,
        "疑似 15 位旧居民身份证号码，核对后去标识化",
        _old_identity_cards,
        keep(2, 3),
    ),
    Rule("personal.bank-card", Severity.MUST, "含银行账号或卡号，公开前须去标识化", _bank_cards, keep(0, 4)),
    *PERMIT_RULES,
    *CONTACT_RULES,
    *CIRCUMSTANCE_RULES,
)
