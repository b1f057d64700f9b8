"""What a submission package says: its header, items, stubs and user keys, and their JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop.formats import strictjson
from desktop.formats.problems import refused
from desktop.rules.items import TITLE_LIMIT
from desktop.rules.plain import to_plain
from desktop.trust.digests import digest_of

FORMAT_VERSION = 2
READABLE_VERSIONS = (1, 2)
"""Version 2 added withdrawals; a batch made as version 1 is written again as such."""

REGULAR, NIL = "regular", "nil"

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|\+00:00)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PLACE = "batch.json"
SEQ_LIMIT, EPOCH_LIMIT = 99_999, 9_999
"""No office writes a hundred thousand batches or puts ten thousand backups back: such a header is hostile."""
REASON_LIMIT = 2000
"""Characters of a reason for a withdrawal."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the sender's audit chain stood: epoch, sequence number and head (hex)."""

    epoch: int
    seq: int
    head: str


@dataclass(frozen=True, slots=True)
class BatchHeader:
    """Who sends which batch; `previous` is the manifest hash of the batch before, "" for the first of an epoch.

    `kind` is "regular" or "nil"; `created_at` is ISO 8601 in UTC.
    """

    batch_id: str
    agency_code: str
    office_code: str
    office_name: str
    epoch: int
    seq: int
    previous: str
    kind: str
    period: str
    paper_number: str
    created_at: str
    anchor: Anchor
    format_version: int = FORMAT_VERSION


@dataclass(frozen=True, slots=True)
class PackagedItem:
    """One revision of an item, whole; `digest` is that of uuid, rev, parents and content."""

    uuid: str
    rev: int
    parents: tuple[str, ...]
    digest: str
    form_number: str
    content: dict[str, object]
    signoffs: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class WithheldStub:
    """All that travels of an item that is not disclosed: for the statistics."""

    form_number: str
    office: str
    date: str
    article: str


@dataclass(frozen=True, slots=True)
class WithdrawalNotice:
    """An item that its office takes back for good, whatever version the receiver has; `date` is ISO 8601."""

    uuid: str
    rev: int
    form_number: str
    reason: str
    date: str


@dataclass(frozen=True, slots=True)
class UserKey:
    """The registered key of one user, vouched for by the office key."""

    account: str
    name: str
    fingerprint: str
    public: dict[str, object]
    roles: tuple[str, ...]


def item_digest(uuid: str, rev: int, parents: tuple[str, ...], content: Mapping[str, object]) -> str:
    """Return the digest that stands for a revision: what sign-offs sign and packages are checked against."""
    return digest_of({"uuid": uuid, "rev": rev, "parents": list(parents), "content": dict(content)})


def item_name(uuid: str, rev: int) -> str:
    """Return the name of an item's file in the package."""
    return f"data/items/{uuid}.{rev}.json"


def item_as_json(item: PackagedItem) -> dict[str, object]:
    """Return the JSON of an item's file."""
    return {
        "uuid": item.uuid,
        "rev": item.rev,
        "parents": list(item.parents),
        "digest": item.digest,
        "form_number": item.form_number,
        "content": item.content,
        "signoffs": list(item.signoffs),
    }


def item_from_json(value: dict[str, object], file: str) -> PackagedItem:
    """Read the fields of an item's file; raises Refused E-FIELD. `check_item` looks at what they say."""
    names = {"uuid", "rev", "parents", "digest", "form_number", "content", "signoffs"}
    got = strictjson.fields(value, names, file)
    return PackagedItem(
        uuid=strictjson.text(got["uuid"], file),
        rev=strictjson.integer(got["rev"], file),
        parents=strictjson.texts(got["parents"], file),
        digest=strictjson.text(got["digest"], file),
        form_number=strictjson.text(got["form_number"], file),
        content=strictjson.mapping(got["content"], file),
        signoffs=tuple(strictjson.mapping(one, file) for one in strictjson.objects(got["signoffs"], file)),
    )


def check_item(item: PackagedItem, file: str) -> None:
    """Raise Refused unless the item may stand in a package under the name `file`."""
    sound = _UUID.fullmatch(item.uuid) and item.rev >= 1 and all(_HASH.fullmatch(one) for one in item.parents)
    if not sound or file != item_name(item.uuid, item.rev):
        raise refused("E-FIELD", "信息的标识、版次或上一版摘要不规范", file)
    title = item.content.get("title", "")
    if not isinstance(title, str) or len(title) > TITLE_LIMIT:
        raise refused("E-FIELD", f"标题超过 {TITLE_LIMIT} 字或不是文字", file)
    if item.digest != item_digest(item.uuid, item.rev, item.parents, item.content):
        raise refused("E-HASH", "信息内容与其摘要不符", file)


def check_withdrawal(notice: WithdrawalNotice, file: str) -> None:
    """Raise Refused E-FIELD unless a withdrawal names an item, its version, a day and a reason."""
    sound = _UUID.fullmatch(notice.uuid) and notice.rev >= 1 and _DAY.fullmatch(notice.date)
    if not sound or not notice.form_number or not 0 < len(notice.reason.strip()) <= REASON_LIMIT:
        raise refused("E-FIELD", "撤回条目的标识、日期或理由不规范", file)


def attachments_of(item: PackagedItem, file: str) -> dict[str, int]:
    """Return SM3 and size of each attachment the content names; raises Refused E-FIELD."""
    found: dict[str, int] = {}
    for one in strictjson.objects(item.content.get("attachments", []), file):
        entry = strictjson.mapping(one, file)
        sm3, size = strictjson.text(entry.get("sm3"), file), strictjson.integer(entry.get("size"), file)
        if not _HASH.fullmatch(sm3) or size < 0 or found.get(sm3, size) != size:
            raise refused("E-FIELD", "附件的摘要值或大小不规范", file)
        found[sm3] = size
    return found


def header_from_json(value: dict[str, object]) -> BatchHeader:
    """Read batch.json; raises Refused E-VERSION before anything else, then E-FIELD."""
    version = value.get("format_version")
    if type(version) is not int:
        raise refused("E-FIELD", "没有写明格式版本", _PLACE)
    if version not in READABLE_VERSIONS:
        raise refused("E-VERSION", f"报送包的格式版本是 {version}，本程序能读到 {FORMAT_VERSION}", _PLACE)
    header = strictjson.record(BatchHeader, value, _PLACE)
    check_header(header)
    return header


def check_header(header: BatchHeader) -> None:
    """Raise Refused E-FIELD unless the header is sound."""
    sound = (
        header.format_version in READABLE_VERSIONS
        and _UUID.fullmatch(header.batch_id)
        and header.epoch >= 1
        and header.seq >= 1
        and header.kind in (REGULAR, NIL)
        and (header.previous == "" or _HASH.fullmatch(header.previous))
        and _is_instant(header.created_at)
        and header.office_code
        and header.agency_code
    )
    if not sound:
        raise refused("E-FIELD", "批次说明的字段不规范", _PLACE)
    if header.seq > SEQ_LIMIT or header.epoch > EPOCH_LIMIT:
        raise refused("E-FIELD", f"批次的序号超过 {SEQ_LIMIT:,} 或者纪元超过 {EPOCH_LIMIT:,}", _PLACE)


def _is_instant(text: str) -> bool:
    if not _INSTANT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def header_as_json(header: BatchHeader) -> object:
    """Return the JSON of batch.json."""
    return to_plain(header)


def user_key_as_json(key: UserKey) -> dict[str, object]:
    """Return the JSON of one entry of data/users.json."""
    return {
        "account": key.account,
        "name": key.name,
        "fingerprint": key.fingerprint,
        "public": key.public,
        "roles": list(key.roles),
    }


def user_key_from_json(value: object, file: str) -> UserKey:
    """Read one entry of data/users.json; raises Refused E-FIELD, E-ALG or E-KEY."""
    got = strictjson.fields(value, {"account", "name", "fingerprint", "public", "roles"}, file)
    public = strictjson.public_key(got["public"], file)
    if public.fingerprint != got["fingerprint"]:
        raise refused("E-KEY", "用户公钥与指纹不符", file)
    account, name = strictjson.text(got["account"], file), strictjson.text(got["name"], file)
    return UserKey(account, name, public.fingerprint, public.as_json(), strictjson.texts(got["roles"], file))
