"""Numbers of the field and how they are written: organization code (GB 11714), key fingerprint, form number, runs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.errors import UserError

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
NATIONAL_PATTERN = "{org9}/{yyyy}-{seq5}"
"""The index number of the national catalogue rules (reference §7); an agency may have a pattern of its own."""

SERIAL_DIGITS = 7
"""No office gives ten million numbers a year: a longer serial is a slip of the hand."""

_FORM_NUMBER = re.compile(rf"保审〔[0-9]{{4}}〕[^〕]+-[0-9]{{1,{SERIAL_DIGITS}}}")
_DOUBLED = "（重号 "

_CODE = re.compile(r"[0-9A-Z]{8}[0-9X]")


def organization_code(text: str) -> str:
    """The nine characters of an organization code, hyphen dropped; UserError when the check digit is wrong.

    Accepts the 18 characters of a unified social credit code too: its positions 9-17 are the same code (GB 32100).
    """
    code = text.strip().upper().replace("-", "").replace("－", "")
    if len(code) == 18:
        code = code[8:17]
    if not _CODE.fullmatch(code):
        raise UserError("组织机构代码应为 9 位", "填写组织机构代码，或者 18 位统一社会信用代码", "E-CODE")
    if code[8] != check_digit(code[:8]):
        raise UserError("组织机构代码的校验位不对", "对照证书核对每一位", "E-CODE")
    return code


def check_digit(body: str) -> str:
    """Check digit of an eight-character organization code body (GB 11714)."""
    total = sum(weight * int(char, 36) for weight, char in zip(_WEIGHTS, body, strict=True))
    return "0123456789X0"[11 - total % 11]


def key_fingerprint(text: str) -> str:
    """A typed key fingerprint in its printed form: 8 groups of 4; UserError when it is not 32 hexadecimal digits."""
    digits = "".join(text.split()).upper().replace("-", "")
    if len(digits) != 32 or set(digits) - set("0123456789ABCDEF"):
        raise UserError("公钥指纹应为 32 位，由数字和字母 A 到 F 组成", "对照盖章的指纹单逐组录入", "E-FINGERPRINT")
    return " ".join(digits[n : n + 4] for n in range(0, 32, 4))


def form_number(office_code: str, year: int, serial: int) -> str:
    """编号 of a review form, gapless per office and year, e.g. 保审〔2026〕BGS-0012."""
    return f"保审〔{year}〕{office_code}-{serial:04d}"


def form_series(office_code: str, year: int) -> str:
    """The name of the series in which an office's form numbers of a year are counted."""
    return f"form:{office_code}:{year}"


def serial_in(text: str) -> int:
    """The serial of a form number as a person writes it down: 保审〔2026〕BGS-0012, BGS-0012 or 12. Raises UserError."""
    digits = text.strip().rpartition("-")[2]
    if not (digits.isascii() and digits.isdigit() and len(digits) <= SERIAL_DIGITS):
        raise UserError("编号看不明白", "照审查表上的编号填写，如 BGS-0012", "E-NUMBER")
    return int(digits)


def short_number(number: str) -> str:
    """The form number as lists show it: what follows the year, e.g. BGS-0012."""
    head, doubled, _uuid = (number.rpartition("〕")[2] or number).partition(_DOUBLED)
    return f"{head}（重号）" if doubled else head


def is_number_of(number: str, office_code: str) -> bool:
    """Whether a form number is of an office: the numbers of the others are theirs."""
    return bool(_FORM_NUMBER.fullmatch(number)) and number.rpartition("〕")[2].rpartition("-")[0] == office_code


def in_runs(numbers: Iterable[int], to: str = "—") -> tuple[str, ...]:
    """Ascending numbers, those that follow each other drawn together: 2, 4—9."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(f"{first}{to}{last}" if first < last else str(first) for first, last in runs)


def doubled_number(number: str, uuid: str) -> str:
    """What the centre calls an item whose number another item has, until its office gives it a number of its own."""
    return f"{number}{_DOUBLED}{uuid}）"


def is_doubled(number: str) -> bool:
    """Whether an item waits for a number of its own."""
    return _DOUBLED in number
