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

from desktop.formats.package_records import BatchHeader, WithdrawalNotice, WithheldStub
from desktop.formats.receipt import Receipt
from desktop.paths import resource
from desktop.rules.items import ItemContent
from desktop.rules.review import SignOffStatement
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
    """The schema of a record; what an older program wrote may lack the fields that have a default."""
    hints = get_type_hints(record)
    properties = {one.name: _value(hints[one.name], open_to_older) for one in dataclasses.fields(record)}
    optional = {
        one.name
        for one in dataclasses.fields(record)
        if one.default is not dataclasses.MISSING or one.default_factory is not dataclasses.MISSING
    }
    required = sorted(set(properties) - optional) if open_to_older else sorted(properties)
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


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
