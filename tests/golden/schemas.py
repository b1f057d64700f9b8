"""Makes `resources/schemas`: the JSON Schemas of every file of the exchange, from the records that the program reads.

python -m tests.golden.schemas
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from desktop.formats.package_records import (
    EPOCH_LIMIT,
    NIL,
    READABLE_VERSIONS,
    REGULAR,
    SEQ_LIMIT,
    BatchHeader,
    WithdrawalNotice,
    WithheldStub,
)
from desktop.formats.receipt import Receipt
from desktop.paths import resource
from desktop.rules.bases import Basis, Referral
from desktop.rules.items import QUESTION_COUNT, TITLE_LIMIT, AttachedDocument, Ground, ItemContent
from desktop.rules.plain import to_plain
from desktop.rules.review import STATEMENT_VERSION, SignOffStatement
from desktop.rules.roles import Role
from desktop.trust.signing import Algorithm

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_HEX = {"type": "string", "pattern": "^([0-9a-f]{2})+$"}
_SM3 = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_UUID = {"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_FINGERPRINT = {"type": "string", "pattern": "^[0-9A-F]{4}( [0-9A-F]{4}){7}$"}
_ALGORITHM = {"enum": [one.value for one in Algorithm]}
_DATE = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}
_INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)$"}
_QUESTION = {"minimum": 0, "maximum": QUESTION_COUNT - 1}
_ALL_QUESTIONS = {"minItems": QUESTION_COUNT, "maxItems": QUESTION_COUNT}
_NARROWER: dict[tuple[type, str], Schema] = {
    (BatchHeader, "format_version"): {"enum": list(READABLE_VERSIONS)},
    (BatchHeader, "batch_id"): _UUID,
    (BatchHeader, "agency_code"): {"minLength": 1},
    (BatchHeader, "office_code"): {"minLength": 1},
    (BatchHeader, "epoch"): {"minimum": 1, "maximum": EPOCH_LIMIT},
    (BatchHeader, "seq"): {"minimum": 1, "maximum": SEQ_LIMIT},
    (BatchHeader, "previous"): {"pattern": "^([0-9a-f]{64})?$"},
    (BatchHeader, "kind"): {"enum": [REGULAR, NIL]},
    (BatchHeader, "created_at"): _INSTANT,
    (WithheldStub, "date"): _DATE,
    (WithheldStub, "article"): {"enum": [one.value for one in Ground]},
    (WithdrawalNotice, "uuid"): _UUID,
    (WithdrawalNotice, "rev"): {"minimum": 1},
    (WithdrawalNotice, "form_number"): {"minLength": 1},
    (WithdrawalNotice, "reason"): {"minLength": 1},
    (WithdrawalNotice, "date"): _DATE,
    (ItemContent, "title"): {"maxLength": TITLE_LIMIT},
    (ItemContent, "answers"): _ALL_QUESTIONS,
    (ItemContent, "notes"): _ALL_QUESTIONS,
    (AttachedDocument, "sm3"): _SM3,
    (AttachedDocument, "size"): {"minimum": 0},
    (Basis, "question"): _QUESTION,
    (Referral, "question"): _QUESTION,
    (SignOffStatement, "chain_version"): {"const": STATEMENT_VERSION},
}
"""What a field may hold beyond its type, as the reader of the program asks for it."""


def make() -> Mapping[str, Schema]:
    """The schema of each file, by name."""
    key = _exactly(alg=_ALGORITHM, data={"type": "string", "pattern": "^04[0-9a-f]{128}$"})
    signature = _exactly(alg=_ALGORITHM, fingerprint=_FINGERPRINT, value=_HEX)
    sign_off = _exactly(statement=_of(SignOffStatement, open_to_older=True), signature=signature, public_key=key)
    item = _exactly(
        uuid=_UUID,
        rev={"type": "integer", "minimum": 1},
        parents=_list(_SM3),
        digest=_SM3,
        form_number={"type": "string"},
        content=_of(ItemContent, open_to_older=True),
        signoffs=_list(sign_off),
    )
    user = _exactly(
        account={"type": "string"},
        name={"type": "string"},
        fingerprint=_FINGERPRINT,
        public=key,
        roles=_list({"enum": [one.value for one in Role]}),
    )
    users = _exactly(agency_code={"type": "string"}, office_code={"type": "string"}, users=_list(user))
    receipt = _exactly(format={"const": "xxgk-receipt"}, version={"const": 1}, receipt=_of(Receipt))
    files = {
        "batch": _of(BatchHeader),
        "item": item,
        "withheld": _exactly(withheld=_list(_of(WithheldStub))),
        "withdrawn": _exactly(withdrawn=_list(_of(WithdrawalNotice))),
        "users": _exactly(body=users, signature=signature),
        "signature": _exactly(public_key=key, signature=signature),
        "receipt": _exactly(body=receipt, public_key=key, signature=signature),
    }
    return {f"{name}.json": {"$schema": _DRAFT, "title": name, **schema} for name, schema in files.items()}


def _exactly(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _of(record: type, open_to_older: bool = False) -> Schema:
    """The schema of a record; what an older program wrote may lack the fields that have a default, which is told."""
    hints = get_type_hints(record)
    properties = {
        one.name: _value(hints[one.name], open_to_older) | _NARROWER.get((record, one.name), {})
        for one in dataclasses.fields(record)
    }
    defaults = {one.name: to_plain(one.default) for one in dataclasses.fields(record) if _is_optional(one)}
    if open_to_older:
        properties |= {name: {**properties[name], "default": default} for name, default in defaults.items()}
    required = sorted(properties.keys() - defaults.keys()) if open_to_older else sorted(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _is_optional(field: dataclasses.Field[Any]) -> bool:
    assert field.default_factory is dataclasses.MISSING, "no record of ours makes its defaults"
    return field.default is not dataclasses.MISSING


def _value(kind: Any, open_to_older: bool) -> Schema:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        (inner,) = (one for one in get_args(kind) if one is not type(None))
        return {"anyOf": [_value(inner, open_to_older), {"type": "null"}]}
    if origin is tuple:
        return _list(_value(get_args(kind)[0], open_to_older))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _of(kind, open_to_older)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return {"enum": [one.value for one in kind]}
    return dict(_DATE) if kind is date else {"type": {str: "string", int: "integer", bool: "boolean"}[kind]}


def write(folder: Path) -> None:
    """Write every schema into a folder."""
    folder.mkdir(exist_ok=True)
    for name, schema in make().items():
        (folder / name).write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(resource("schemas"))
