"""The submission package: one batch of an office, signed by its key, in a single bag in a single zip.

Layout: `batch.json` (header), `data/items/<uuid>.<rev>.json`, `data/att/<sm3>`, `data/withheld.json`,
`data/withdrawn.json` (since version 2), `data/users.json` (the office's users, signed), and `signature.json`, which
signs the SM3 of `tagmanifest-sm3.txt`. That SM3 identifies the package; `signature.json` itself therefore stands
outside every manifest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from desktop.errors import PackageRefused, UserError
from desktop.faultpoints import reached
from desktop.formats import strictjson
from desktop.formats.bag import SIGNATURE, Bag, Member, bytes_member, open_bag, write_bag
from desktop.formats.limits import DEFAULT_LIMITS, Limits
from desktop.formats.package_consistency import HEADER, WITHDRAWN, WITHHELD, by_name, lists_of, require_consistent
from desktop.formats.package_records import (
    Anchor,
    BatchHeader,
    PackagedItem,
    UserKey,
    WithdrawalNotice,
    WithheldStub,
    check_header,
    header_as_json,
    header_from_json,
    item_as_json,
    item_digest,
    item_from_json,
    item_name,
    user_key_as_json,
    user_key_from_json,
)
from desktop.formats.placing import drop_cache, place_file, reading_errors, require_room, world_errors
from desktop.formats.problems import Problem, Refused, gathering, refused
from desktop.formats.pulse import Progress, Pulse
from desktop.formats.zipfiles import ZipSink
from desktop.rules.plain import to_plain
from desktop.trust.digests import canonical
from desktop.trust.digests import sm3 as sm3_of
from desktop.trust.signing import PrivateKey, PublicKey, sign, verify

__all__ = [
    "Anchor",
    "BatchHeader",
    "Package",
    "PackagedItem",
    "UserKey",
    "WithdrawalNotice",
    "WithheldStub",
    "item_digest",
    "read_package",
    "reopen_package",
    "write_package",
]

PACKAGE_KIND = "package"
USERS_KIND = "user-keys"
_USERS = "data/users.json"
TAG_MANIFEST = "tagmanifest-sm3.txt"
_ITEM = re.compile(r"data/items/[0-9a-f-]{36}\.[1-9][0-9]{0,8}\.json")
_ATTACHMENT = re.compile(r"data/att/[0-9a-f]{64}")
_JSON_LIMIT = 4 * 1024 * 1024

Content = tuple[int, Callable[[], Iterable[bytes]]]
"""The size of an attachment in bytes and how to open it."""

Trusted = Callable[[BatchHeader, PublicKey], None]
Known = Callable[[str], bool]
"""Decides whether the key that signed may speak for the office; raises UserError (E-KEY, E-REVOKED) if not."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a valid signature proves of a package, whoever's it is: the header, and the hash of the manifest."""

    header: BatchHeader
    manifest_hash: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package read and verified; use it as a context manager while its attachments are read."""

    header: BatchHeader
    public_key: PublicKey
    items: tuple[PackagedItem, ...]
    stubs: tuple[WithheldStub, ...]
    withdrawals: tuple[WithdrawalNotice, ...]
    user_keys: tuple[UserKey, ...]
    attachments: Mapping[str, int]
    bag: Bag

    @property
    def manifest_hash(self) -> str:
        """The identity of the package."""
        return self.bag.manifest_hash

    def attachment(self, sm3: str) -> Iterator[bytes]:
        """Yield an attachment's bytes; raises Refused E-HASH at the end when the medium changed meanwhile."""
        return self.bag.chunks(f"data/att/{sm3}")

    def close(self) -> None:
        """Let go of the file."""
        self.bag.close()

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def sign_user_keys(
    agency_code: str, office_code: str, user_keys: Sequence[UserKey], office_key: PrivateKey
) -> dict[str, object]:
    """The office's signed list of its people's keys, as it stands in `data/users.json`.

    Signed once for a batch and kept with it: an SM2 signature differs each time, and a batch that is written again must
    be the same to the byte.
    """
    body: dict[str, object] = {
        "agency_code": agency_code,
        "office_code": office_code,
        "users": [user_key_as_json(key) for key in user_keys],
    }
    return {"body": body, "signature": sign(office_key, USERS_KIND, body).as_json()}


def write_package(
    path: Path,
    header: BatchHeader,
    items: Sequence[PackagedItem],
    stubs: Sequence[WithheldStub],
    users: dict[str, object],
    attachments: Mapping[str, Content],
    office_key: PrivateKey,
    *,
    withdrawals: Sequence[WithdrawalNotice] = (),
    recheck: Callable[[Package], None] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> str:
    """Write a package to `path` and return its manifest hash; `users` is the list made by `sign_user_keys`.

    The finished part is reopened and read as the receiver would, and shown to `recheck` (the leak gate), before it
    gets its name; under its name its tag manifest is read from the medium once more. Raises Refused when the contents
    do not make a package, UserError when signing or the medium fails, Cancelled; `path` is then as it was.
    """
    check_header(header)
    sizes = {sm3: size for sm3, (size, _open) in attachments.items()}
    require_consistent(header, by_name(items), stubs, withdrawals, sizes)
    payload = [*_text_members(header, items, stubs, withdrawals, users), *_attachment_members(attachments)]
    size = sum(one.size for one in payload)
    _require_within(payload, size)
    require_room(path.parent, size)
    pulse = Pulse(progress, cancelled, 2 * size)

    def write(file: BinaryIO) -> None:
        sink = ZipSink(file)
        tags = [bytes_member(HEADER, canonical(header_as_json(header)))]
        write_bag(sink, payload, tags, _info(header), lambda identity: _signature(office_key, identity), pulse)

    def own_key(_header: BatchHeader, key: PublicKey) -> None:
        if key != office_key.public:
            raise refused("E-KEY", "写出的报送包不是用本处室的密钥签名的")

    def check(part: Path) -> str:
        reached("package.part-written")
        with _read(part, own_key, DEFAULT_LIMITS, pulse, reread=True) as package:
            if recheck is not None:
                recheck(package)
            identity = package.manifest_hash
        reached("package.before-rename")
        return identity

    identity = place_file(path, write, check)
    _require_placed(path, identity)
    reached("package.renamed")
    return identity


def _require_placed(path: Path, identity: str) -> None:
    """The file under its name is the one that was checked: the folder's entry too must have reached the medium."""
    try:
        with world_errors(path), path.open("rb") as file:
            drop_cache(file)
            with ZipFile(file) as archive:
                same = sm3_of(archive.read(TAG_MANIFEST)) == identity
    except (BadZipFile, KeyError):
        same = False
    if not same:
        raise UserError("文件改名后重新读出的内容不对", "换一个 U 盘再写。", "E-WRITE")


def read_package(
    path: Path,
    trusted: Trusted,
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    known: Known | None = None,
) -> Package:
    """Open a package and verify structure, limits, digests, signature, trust and fields, in this order.

    `trusted` is asked before any item is parsed, unless `known` says of the manifest hash that this very content was
    believed before: then nothing rests on the signature any more. Raises Refused (a PackageRefused) with a stable code, whatever
    `trusted` raises, UserError E-READ when the medium fails, and Cancelled. What is refused after its signature was
    found right says so (`signed`).
    """
    with reading_errors(path):
        return _read(path, trusted, limits, Pulse(progress, cancelled), known)


def reopen_package(
    package: Package,
    path: Path,
    trusted: Trusted,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Package:
    """Open once more a package that was read and let go: the same manifest and whole, it says what was read of it then.

    Raises what `read_package` raises; E-HASH when another package lies there now.
    """
    with reading_errors(path):
        bag = open_bag(path, DEFAULT_LIMITS, Pulse(progress, cancelled), reread=True)
        try:
            _require_same(bag, package)
            trusted(package.header, package.public_key)
        except BaseException:
            bag.close()
            raise
        return replace(package, bag=bag)


def _require_same(bag: Bag, package: Package) -> None:
    if bag.manifest_hash != package.manifest_hash:
        raise PackageRefused("文件在核对后变了", "重新核对这份报送包", "E-HASH")


def _read(
    path: Path, trusted: Trusted, limits: Limits, pulse: Pulse, known: Known | None = None, *, reread: bool = False
) -> Package:
    if path.is_dir():
        raise refused("E-FORMAT", "选择的是文件夹，不是报送包")
    bag = open_bag(path, limits, pulse, reread=reread)
    signed: Signed | None = None
    try:
        header = header_from_json(strictjson.parse(bag.read(HEADER, _JSON_LIMIT), HEADER))
        public = _signer(bag)
        signed = Signed(header, bag.manifest_hash)
        if known is None or not known(bag.manifest_hash):
            trusted(header, public)
        return _contents(bag, header, public, pulse)
    except BaseException as error:
        bag.close()
        if isinstance(error, PackageRefused):
            error.signed = signed
        raise


def _signer(bag: Bag) -> PublicKey:
    if SIGNATURE not in bag.names():
        raise refused("E-SIG", "报送包没有签名", SIGNATURE)
    return signer_of(bag.manifest_hash, bag.read(SIGNATURE, _JSON_LIMIT))


def signer_of(identity: str, content: bytes) -> PublicKey:
    """Return the key that signed the package with this identity; `content` is that of signature.json.

    Raises Refused E-SIG, E-ALG or E-KEY.
    """
    value = strictjson.parse(content, SIGNATURE)
    got = strictjson.fields(value, {"public_key", "signature"}, SIGNATURE)
    public = strictjson.public_key(got["public_key"], SIGNATURE)
    signature = strictjson.signature(got["signature"], SIGNATURE)
    if not verify(public, PACKAGE_KIND, _signed_body(identity), signature):
        raise refused("E-SIG", "报送包的签名与内容不符", SIGNATURE)
    return public


def _contents(bag: Bag, header: BatchHeader, public: PublicKey, pulse: Pulse) -> Package:
    items: dict[str, PackagedItem] = {}
    attachments: dict[str, int] = {}
    problems: list[Problem] = []
    for name in bag.names():
        pulse.stop_if_cancelled()
        with gathering(problems):
            if _ITEM.fullmatch(name):
                items[name] = item_from_json(strictjson.parse(bag.read(name, _JSON_LIMIT), name), name)
            elif _ATTACHMENT.fullmatch(name):
                attachments[_named_digest(bag, name)] = bag.size(name)
            elif name.startswith("data/") and name not in (_USERS, *lists_of(header)):
                raise refused("E-SET", "报送包内有不认识的文件", name)
    stubs: list[WithheldStub] = []
    withdrawals: list[WithdrawalNotice] = []
    users: tuple[UserKey, ...] = ()
    with gathering(problems):
        stubs += [strictjson.record(WithheldStub, one, WITHHELD) for one in _listed(bag, WITHHELD)]
    if WITHDRAWN in lists_of(header):
        with gathering(problems):
            withdrawals += [strictjson.record(WithdrawalNotice, one, WITHDRAWN) for one in _listed(bag, WITHDRAWN)]
    with gathering(problems):
        users = _users(bag, header, public)
    if problems:
        raise Refused(problems)
    require_consistent(header, items, stubs, withdrawals, attachments)
    return Package(header, public, tuple(items.values()), tuple(stubs), tuple(withdrawals), users, attachments, bag)


def _listed(bag: Bag, name: str) -> list[object]:
    """The entries of one list, whose file holds nothing but it."""
    key = PurePosixPath(name).stem
    return strictjson.objects(
        strictjson.fields(strictjson.parse(bag.read(name, _JSON_LIMIT), name), {key}, name)[key], name
    )


def _named_digest(bag: Bag, name: str) -> str:
    digest = bag.digests[name].sm3
    if name != f"data/att/{digest}":
        raise refused("E-HASH", "附件内容与其名称中的摘要值不符", name)
    return digest


def _users(bag: Bag, header: BatchHeader, public: PublicKey) -> tuple[UserKey, ...]:
    value = strictjson.parse(bag.read(_USERS, _JSON_LIMIT), _USERS)
    got = strictjson.fields(value, {"body", "signature"}, _USERS)
    body = strictjson.fields(got["body"], {"agency_code", "office_code", "users"}, _USERS)
    if not verify(public, USERS_KIND, body, strictjson.signature(got["signature"], _USERS)):
        raise refused("E-SIG", "用户公钥名单的签名不符", _USERS)
    if (body["agency_code"], body["office_code"]) != (header.agency_code, header.office_code):
        raise refused("E-FIELD", "用户公钥名单不是本处室的", _USERS)
    return tuple(user_key_from_json(one, _USERS) for one in strictjson.objects(body["users"], _USERS))


def _text_members(
    header: BatchHeader,
    items: Sequence[PackagedItem],
    stubs: Sequence[WithheldStub],
    withdrawals: Sequence[WithdrawalNotice],
    users: dict[str, object],
) -> Iterator[Member]:
    yield bytes_member(_USERS, canonical(users))
    entries = {WITHHELD: stubs, WITHDRAWN: withdrawals}
    for name in lists_of(header):
        yield bytes_member(name, canonical({PurePosixPath(name).stem: [to_plain(one) for one in entries[name]]}))
    for item in sorted(items, key=lambda one: (one.uuid, one.rev)):
        yield bytes_member(item_name(item.uuid, item.rev), canonical(item_as_json(item)))


def _attachment_members(attachments: Mapping[str, Content]) -> Iterator[Member]:
    for sm3 in sorted(attachments):
        size, opened = attachments[sm3]
        yield Member(f"data/att/{sm3}", size, opened, stored=True)


def _require_within(payload: Sequence[Member], size: int) -> None:
    limits = DEFAULT_LIMITS
    if size > limits.total_bytes or len(payload) > limits.members - 16:
        raise UserError(f"本批共 {size >> 20} MB、{len(payload)} 个文件，超过一批的上限", "分成几批报送。", "E-LIMIT")
    for one in payload:
        bound = limits.member_bytes if one.stored else _JSON_LIMIT
        if one.size > bound:
            raise UserError(f"有文件超过 {bound >> 20} MB 的上限", "拆分或压缩该附件后重新添加。", "E-LIMIT")


def _info(header: BatchHeader) -> dict[str, str]:
    return {
        "Source-Organization": header.office_name,
        "External-Identifier": header.batch_id,
        "Bagging-Date": header.created_at[:10],
    }


def _signature(key: PrivateKey, identity: str) -> bytes:
    signature = sign(key, PACKAGE_KIND, _signed_body(identity))
    return canonical({"public_key": key.public.as_json(), "signature": signature.as_json()})


def _signed_body(identity: str) -> dict[str, object]:
    return {"tagmanifest_sm3": identity}
