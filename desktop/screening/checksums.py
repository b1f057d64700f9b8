"""Check digits of the numbers that people and organisations carry."""

from __future__ import annotations

from datetime import date

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_REGIONS = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in codes
)
_CREDIT_SYMBOLS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def is_identity_card(number: str) -> bool:
    """Tell whether 18 characters are a citizen's identity number: region, real date, check digit (GB 11643)."""
    if (
        len(number) != 18
        or not number[:17].isdecimal()
        or number[:2] not in _REGIONS
        or number[6:8] not in ("19", "20")
    ):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return _ID_CHECKS[total % 11] == number[17].upper()


def is_old_identity_card(number: str) -> bool:
    """Tell whether 15 digits may be an identity number of the first generation: region and date; no check digit."""
    if len(number) != 15 or not number.isdecimal() or number[:2] not in _REGIONS or number[2:6] == "0000":
        return False
    try:
        date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    except ValueError:
        return False
    return number[12:] != "000"


def is_credit_code(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code, a public identifier (GB 32100)."""
    if len(code) != 18 or any(symbol not in _CREDIT_SYMBOLS for symbol in code):
        return False
    total = sum(_CREDIT_SYMBOLS.index(symbol) * pow(3, place, 31) for place, symbol in enumerate(code[:17]))
    return _CREDIT_SYMBOLS[(31 - total % 31) % 31] == code[17]


def is_luhn(number: str) -> bool:
    """Tell whether the digits pass the Luhn check of bank cards (ISO/IEC 7812-1)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
