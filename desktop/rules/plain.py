"""Frozen records to and from plain JSON values, the form in which content is stored, signed and sent."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from desktop.errors import UserError

Record = TypeVar("Record")


Decoder = Callable[[Any], Any]
"""Makes a value of its plain form; raises `_Unfit`."""


def to_plain(value: Any) -> Any:
    """The JSON value of a record: dates as ISO text, enums as their value, tuples as lists."""
    if value is None or type(value) in (str, int, bool):  # first, because most values are
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [to_plain(one) for one in value]
    kind: Any = type(value)
    names = _field_names(kind)
    if names is not None:
        return {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, int)):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def from_plain(kind: type[Record], value: Any) -> Record:
    """The record of `kind` that `value` describes.

    A field that is missing takes its default, so that content of an older program is read; a missing field that has
    none, an unknown field or a value of the wrong type raises UserError (E-FIELD): what cannot be shown must not be
    signed.
    """
    any_kind: Any = kind
    try:
        result: Record = _decoder(any_kind)(value)
    except _Unfit as unfit:
        where = ".".join([kind.__name__, *reversed(unfit.place)])
        raise UserError(f"内容无法识别（{where}）", "可能由更新的版本写成，请升级程序后再读", "E-FIELD") from unfit
    return result


class _Unfit(Exception):
    """A value that is not of its kind; `place` gathers the names of its fields, the innermost first."""

    def __init__(self) -> None:
        super().__init__()
        self.place: list[str] = []


@lru_cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """The fields of a record, None for what is no record."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


@lru_cache
def _decoder(kind: Any) -> Decoder:
    """How a kind is read; found out once, for contents come by the ten thousand."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (inner,) = (arg for arg in get_args(kind) if arg is not type(None))
        return _optional(_decoder(inner), type(None) in get_args(kind))
    if origin is tuple:
        return _sequence(_decoder(get_args(kind)[0]))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _member(kind)
    return _day if kind is date else _exactly(kind)


def _optional(inner: Decoder, nullable: bool) -> Decoder:
    return lambda value: None if value is None and nullable else inner(value)


def _sequence(inner: Decoder) -> Decoder:
    def decode(value: Any) -> Any:
        if not isinstance(value, list):
            raise _Unfit
        return tuple([inner(one) for one in value])

    return decode


def _member(kind: type[StrEnum]) -> Decoder:
    members = {one.value: one for one in kind}

    def decode(value: Any) -> Any:
        try:
            return members[value]
        except (KeyError, TypeError) as error:
            raise _Unfit from error

    return decode


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise _Unfit from error
    if day.isoformat() != value:  # a second way to write a date would be a second digest of the same content
        raise _Unfit
    return day


def _exactly(kind: Any) -> Decoder:
    def decode(value: Any) -> Any:
        if type(value) is not kind:
            raise _Unfit
        return value

    return decode


def _record(kind: Any) -> Decoder:
    decoders = {name: _decoder(hint) for name, hint in get_type_hints(kind).items()}
    needed = {
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }

    def decode(value: Any) -> Any:
        if not isinstance(value, dict) or value.keys() - decoders.keys() or needed - value.keys():
            raise _Unfit
        found = {}
        for name, one in value.items():
            try:
                found[name] = decoders[name](one)
            except _Unfit as unfit:
                unfit.place.append(name)
                raise
        return kind(**found)

    return decode
