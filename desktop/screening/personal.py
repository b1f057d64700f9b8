"""Personal numbers: identity cards, mobile telephones, bank cards, told from public identifiers by checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from desktop.screening.checksums import is_credit_code, is_identity_card, is_luhn
from desktop.screening.records import Hit, Severity
from desktop.screening.rules import Rule

# Inside a number: a space, a dash or one line break; never a tab, which parts two cells.
_GAP = r"(?: {0,2}\n {0,2}| {1,2}|-)?"
_MAX_GROUPS = 5
_CARD = re.compile(rf"(?<![0-9A-Za-z])(?=([1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx])(?![0-9A-Za-z]))")
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?(?:1[3-9]\d{9}|1[3-9]\d[ -]\d{4}[ -]\d{4}|1 [3-9](?: \d){9})"
    r"(?![0-9A-Za-z]|\.\d| ?(?:元|万|亿|吨|平方|字节))"
)
_BROKEN_MOBILE = re.compile(
    r"(?:电话|手机|联系|号码|[Tt]el).{0,12}?(?<!\d)(1 {0,2}\n? {0,2}[3-9](?: {0,2}\n? {0,2}\d){9})(?!\d)", re.DOTALL
)
_BANK = re.compile(rf"(?<![0-9A-Za-z])(?=((?:\d{_GAP}){{12,18}}\d)(?![0-9A-Za-z]))")
_BANK_CONTEXT = re.compile(r"[账帐卡][ ]?号|银行|开户|储蓄卡|信用卡")
_CODE_CONTEXT = re.compile(r"信用代码|机构代码|税号|纳税人识别号")
_REACH = 24


def _plain(raw: str) -> str:
    return "".join(letter for letter in raw if letter.isalnum())


def _groups(raw: str) -> int:
    return len(re.findall(r"[ \n-]+", raw))


def _is_one_number(raw: str) -> bool:
    """Tell a number set in a few groups, or letter by letter, from neighbours in a table of figures."""
    return _groups(raw) <= _MAX_GROUPS or _groups(raw) == len(_plain(raw)) - 1


def _identity_cards(text: str) -> Iterator[Hit]:
    for match in _CARD.finditer(text):
        raw, number = match[1], _plain(match[1]).upper()
        before = text[max(0, match.start() - _REACH) : match.start()]
        public = _CODE_CONTEXT.search(before) and is_credit_code(number)
        if _is_one_number(raw) and is_identity_card(number) and not public:
            yield Hit(match.start(), match.start() + len(raw))


def _mobiles(text: str) -> Iterator[Hit]:
    whole = [Hit(*match.span()) for match in _MOBILE.finditer(text)]
    seen = {hit.end for hit in whole}
    broken = (Hit(*match.span(1)) for match in _BROKEN_MOBILE.finditer(text) if match.end(1) not in seen)
    yield from sorted([*whole, *broken], key=lambda hit: hit.start)


def _bank_cards(text: str) -> Iterator[Hit]:
    done = 0
    for match in _BANK.finditer(text):
        raw, number = match[1], _plain(match[1])
        before = text[max(0, match.start() - _REACH) : match.start()]
        if (
            match.start() >= done
            and _BANK_CONTEXT.search(before)
            and _is_one_number(raw)
            and is_luhn(number)
            and not is_identity_card(number)
        ):
            done = match.start() + len(raw)
            yield Hit(match.start(), done)


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
