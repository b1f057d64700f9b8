"""Frozen records to and from plain JSON values, the form in which content is stored, signed and sent."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from desktop.errors import UserError

Record = TypeVar("Record")


def to_plain(value: Any) -> Any:
    """The JSON value of a record: dates as ISO text, enums as their value, tuples as lists."""
    if value is None or type(value) in (str, int, bool):  # first, because most values are
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [to_plain(one) for one in value]
    if isinstance(value, (str, int)):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[Record], value: Any) -> Record:
    """The record of `kind` that `value` describes.

    A field that is missing takes its default, so that content of an older program is read; a missing field that has
    none, an unknown field or a value of the wrong type raises UserError (E-FIELD): what cannot be shown must not be
    signed.
    """
    result: Record = _decode(kind, value, kind.__name__)
    return result


@lru_cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None and type(None) in get_args(kind):
            return None
        (inner,) = (arg for arg in get_args(kind) if arg is not type(None))
        return _decode(inner, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise _wrong(where)
        return tuple(_decode(get_args(kind)[0], one, where) for one in value)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _decode_record(kind, value, where)
    try:
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return kind(value)
        if kind is date:
            day = date.fromisoformat(value)
            if day.isoformat() != value:  # a second way to write a date would be a second digest of the same content
                raise _wrong(where)
            return day
    except (ValueError, TypeError) as error:
        raise _wrong(where) from error
    if type(value) is not kind:
        raise _wrong(where)
    return value


def _decode_record(kind: Any, value: Any, where: str) -> Any:
    hints = _hints(kind)
    if not isinstance(value, dict) or value.keys() - hints.keys():
        raise _wrong(where)
    needed = {
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    if needed - value.keys():
        raise _wrong(where)
    return kind(**{name: _decode(hints[name], one, f"{where}.{name}") for name, one in value.items()})


def _wrong(where: str) -> UserError:
    return UserError(f"内容无法识别（{where}）", "可能由更新的版本写成，请升级程序后再读", "E-FIELD")
