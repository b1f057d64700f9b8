"""The submission package, and how it is read: one batch of an office, signed by its key, one bag in a single zip.

Layout: `batch.json` (header), `data/items/<uuid>.<rev>.json`, `data/att/<sm3>`, `data/withheld.json`,
`data/withdrawn.json` (since version 2), `data/users.json` (the office's users, signed), and `signature.json`, which
signs the SM3 of `tagmanifest-sm3.txt`. That SM3 identifies the package; `signature.json` itself therefore stands
outside every manifest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import TracebackType

from desktop.errors import PackageRefused
from desktop.formats import strictjson
from desktop.formats.bag import SIGNATURE, Bag, open_bag
from desktop.formats.limits import DEFAULT_LIMITS, Limits
from desktop.formats.package_consistency import HEADER, WITHDRAWN, WITHHELD, lists_of, require_consistent
from desktop.formats.package_records import (
    BatchHeader,
    PackagedItem,
    UserKey,
    WithdrawalNotice,
    WithheldStub,
    header_from_json,
    item_from_json,
    user_key_from_json,
)
from desktop.formats.placing import reading_errors
from desktop.formats.problems import Problem, Refused, gathering, refused
from desktop.formats.pulse import Progress, Pulse
from desktop.trust.signing import PublicKey, verify

PACKAGE_KIND = "package"
USERS_KIND = "user-keys"
USERS = "data/users.json"
JSON_LIMIT = 4 * 1024 * 1024
_ITEM = re.compile(r"data/items/[0-9a-f-]{36}\.[1-9][0-9]{0,8}\.json")
_ATTACHMENT = re.compile(r"data/att/[0-9a-f]{64}")

Trusted = Callable[[BatchHeader, PublicKey], None]
"""Decides whether the key that signed may speak for the office; raises UserError (E-KEY, E-REVOKED) if not."""

Known = Callable[[str], bool]
"""Says of a manifest hash whether this very content was believed before."""


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
        return open_package(path, trusted, limits, Pulse(progress, cancelled), known)


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


def open_package(
    path: Path, trusted: Trusted, limits: Limits, pulse: Pulse, known: Known | None = None, *, reread: bool = False
) -> Package:
    """Open and verify a package as `read_package` does; `reread` as in `open_bag`."""
    if path.is_dir():
        raise refused("E-FORMAT", "选择的是文件夹，不是报送包")
    bag = open_bag(path, limits, pulse, reread=reread)
    signed: Signed | None = None
    try:
        header = header_from_json(strictjson.parse(bag.read(HEADER, JSON_LIMIT), HEADER))
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
    return signer_of(bag.manifest_hash, bag.read(SIGNATURE, JSON_LIMIT))


def signer_of(identity: str, content: bytes) -> PublicKey:
    """Return the key that signed the package with this identity; `content` is that of signature.json.

    Raises Refused E-SIG, E-ALG or E-KEY.
    """
    value = strictjson.parse(content, SIGNATURE)
    got = strictjson.fields(value, {"public_key", "signature"}, SIGNATURE)
    public = strictjson.public_key(got["public_key"], SIGNATURE)
    signature = strictjson.signature(got["signature"], SIGNATURE)
    if not verify(public, PACKAGE_KIND, signed_body(identity), signature):
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
                items[name] = item_from_json(strictjson.parse(bag.read(name, JSON_LIMIT), name), name)
            elif _ATTACHMENT.fullmatch(name):
                attachments[_named_digest(bag, name)] = bag.size(name)
            elif name.startswith("data/") and name not in (USERS, *lists_of(header)):
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
        strictjson.fields(strictjson.parse(bag.read(name, JSON_LIMIT), name), {key}, name)[key], name
    )


def _named_digest(bag: Bag, name: str) -> str:
    digest = bag.digests[name].sm3
    if name != f"data/att/{digest}":
        raise refused("E-HASH", "附件内容与其名称中的摘要值不符", name)
    return digest


def _users(bag: Bag, header: BatchHeader, public: PublicKey) -> tuple[UserKey, ...]:
    value = strictjson.parse(bag.read(USERS, JSON_LIMIT), USERS)
    got = strictjson.fields(value, {"body", "signature"}, USERS)
    body = strictjson.fields(got["body"], {"agency_code", "office_code", "users"}, USERS)
    if not verify(public, USERS_KIND, body, strictjson.signature(got["signature"], USERS)):
        raise refused("E-SIG", "用户公钥名单的签名不符", USERS)
    if (body["agency_code"], body["office_code"]) != (header.agency_code, header.office_code):
        raise refused("E-FIELD", "用户公钥名单不是本处室的", USERS)
    return tuple(user_key_from_json(one, USERS) for one in strictjson.objects(body["users"], USERS))


def signed_body(identity: str) -> dict[str, object]:
    """What the office key signs of a package with this identity."""
    return {"tagmanifest_sm3": identity}
