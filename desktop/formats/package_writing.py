"""Writing the submission package: made, signed with the office key, and read again before it gets its name and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from desktop.errors import UserError
from desktop.faultpoints import reached
from desktop.formats.bag import Member, bytes_member, write_bag
from desktop.formats.limits import DEFAULT_LIMITS
from desktop.formats.package import JSON_LIMIT, PACKAGE_KIND, USERS, USERS_KIND, Package, open_package, signed_body
from desktop.formats.package_consistency import HEADER, WITHDRAWN, WITHHELD, by_name, lists_of, require_consistent
from desktop.formats.package_records import (
    BatchHeader,
    PackagedItem,
    UserKey,
    WithdrawalNotice,
    WithheldStub,
    check_header,
    header_as_json,
    item_as_json,
    item_name,
    user_key_as_json,
)
from desktop.formats.placing import drop_cache, place_file, require_room, world_errors
from desktop.formats.problems import refused
from desktop.formats.pulse import Progress, Pulse
from desktop.formats.zipfiles import ZipSink
from desktop.rules.plain import to_plain
from desktop.trust.digests import canonical
from desktop.trust.digests import sm3 as sm3_of
from desktop.trust.signing import PrivateKey, PublicKey, sign

TAG_MANIFEST = "tagmanifest-sm3.txt"

Content = tuple[int, Callable[[], Iterable[bytes]]]
"""The size of an attachment in bytes and how to open it."""


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
        with open_package(part, own_key, DEFAULT_LIMITS, pulse, reread=True) as package:
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


def _text_members(
    header: BatchHeader,
    items: Sequence[PackagedItem],
    stubs: Sequence[WithheldStub],
    withdrawals: Sequence[WithdrawalNotice],
    users: dict[str, object],
) -> Iterator[Member]:
    yield bytes_member(USERS, canonical(users))
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
        bound = limits.member_bytes if one.stored else JSON_LIMIT
        if one.size > bound:
            raise UserError(f"有文件超过 {bound >> 20} MB 的上限", "拆分或压缩该附件后重新添加。", "E-LIMIT")


def _info(header: BatchHeader) -> dict[str, str]:
    return {
        "Source-Organization": header.office_name,
        "External-Identifier": header.batch_id,
        "Bagging-Date": header.created_at[:10],
    }


def _signature(key: PrivateKey, identity: str) -> bytes:
    signature = sign(key, PACKAGE_KIND, signed_body(identity))
    return canonical({"public_key": key.public.as_json(), "signature": signature.as_json()})
