"""JSON from outside: bounded, without duplicate keys, floats or broken text, and decoded into typed records."""

from __future__ import annotations

import json
from typing import TypeVar

from desktop.errors import UserError
from desktop.formats.problems import refused
from desktop.rules.plain import from_plain
from desktop.trust.signing import PublicKey, Signature

DEPTH_LIMIT = 16
_LARGEST_INTEGER_DIGITS = 18

Record = TypeVar("Record")


def parse(data: bytes, file: str) -> dict[str, object]:
    """Return the JSON object in `data`; raises Refused E-FIELD naming `file`."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_float=_refuse_number,
            parse_constant=_refuse_number,
            parse_int=_bounded_integer,
        )
        _require_sound(value, data)
    except (ValueError, RecursionError):
        raise refused("E-FIELD", "文件不是规范的 JSON，或者层次过深", file) from None
    if not isinstance(value, dict):
        raise refused("E-FIELD", "文件不是规范的 JSON 对象", file)
    return value


def record(kind: type[Record], value: object, file: str) -> Record:
    """Return the record of `kind` that `value` holds; raises Refused E-FIELD."""
    try:
        return from_plain(kind, value)
    except (UserError, TypeError):
        raise refused("E-FIELD", "字段缺失、多余或类型不对", file) from None


def fields(value: object, names: set[str], file: str) -> dict[str, object]:
    """Return `value` as an object with exactly these fields; raises Refused E-FIELD."""
    if not isinstance(value, dict) or set(value) != names:
        raise refused("E-FIELD", "字段缺失或多余", file)
    return value


def text(value: object, file: str) -> str:
    """Return `value` as text; raises Refused E-FIELD."""
    if not isinstance(value, str):
        raise refused("E-FIELD", "字段类型不对", file)
    return value


def texts(value: object, file: str) -> tuple[str, ...]:
    """Return `value` as a list of texts; raises Refused E-FIELD."""
    return tuple(text(one, file) for one in objects(value, file))


def integer(value: object, file: str) -> int:
    """Return `value` as a whole number; raises Refused E-FIELD."""
    if type(value) is not int:
        raise refused("E-FIELD", "字段类型不对", file)
    return value


def objects(value: object, file: str) -> list[object]:
    """Return `value` as a list; raises Refused E-FIELD."""
    if not isinstance(value, list):
        raise refused("E-FIELD", "字段类型不对", file)
    return value


def mapping(value: object, file: str) -> dict[str, object]:
    """Return `value` as an object; raises Refused E-FIELD."""
    if not isinstance(value, dict):
        raise refused("E-FIELD", "字段类型不对", file)
    return value


def public_key(value: object, file: str) -> PublicKey:
    """Return the public key in `value`; raises Refused E-ALG or E-KEY."""
    try:
        return PublicKey.from_json(value)
    except UserError as error:
        raise refused(error.code, error.message, file) from None


def signature(value: object, file: str) -> Signature:
    """Return the signature in `value`; raises Refused E-ALG or E-SIG."""
    try:
        return Signature.from_json(value)
    except UserError as error:
        raise refused(error.code, error.message, file) from None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse_number(digits: str) -> float:
    raise ValueError(f"not a whole number: {digits[:20]}")


def _bounded_integer(digits: str) -> int:
    if len(digits) > _LARGEST_INTEGER_DIGITS:
        raise ValueError("number too large")
    return int(digits)


def _require_sound(value: object, data: bytes) -> None:
    """Refuse depth beyond the limit, and text that has no UTF-8 form, which only an escape can bring in."""
    level = [value]
    for _ in range(DEPTH_LIMIT):
        below: list[object] = []
        for one in level:
            if isinstance(one, dict):
                below.extend(one.values())
            elif isinstance(one, list):
                below.extend(one)
        if not below:
            break
        level = [one for one in below if type(one) is not str]
    else:
        raise ValueError("nested too deeply")
    if b"\\u" in data:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
