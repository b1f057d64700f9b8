"""Whether the parts of a package fit together: header, items, lists and attachments, for writer and reader alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop.formats.package_records import (
    NIL,
    BatchHeader,
    PackagedItem,
    WithdrawalNotice,
    WithheldStub,
    attachments_of,
    check_item,
    check_withdrawal,
    item_name,
)
from desktop.formats.problems import refused

HEADER = "batch.json"
WITHHELD, WITHDRAWN = "data/withheld.json", "data/withdrawn.json"


def lists_of(header: BatchHeader) -> tuple[str, ...]:
    """The lists that a package of this version holds beside its items."""
    return (WITHHELD,) if header.format_version == 1 else (WITHHELD, WITHDRAWN)


def by_name(items: Iterable[PackagedItem]) -> dict[str, PackagedItem]:
    """Items by the names of their files; raises Refused E-SET for one version twice."""
    named: dict[str, PackagedItem] = {}
    for item in items:
        name = item_name(item.uuid, item.rev)
        if name in named:
            raise refused("E-SET", "同一版次的信息重复", name)
        named[name] = item
    return named


def require_consistent(
    header: BatchHeader,
    items: Mapping[str, PackagedItem],
    stubs: Sequence[WithheldStub],
    withdrawals: Sequence[WithdrawalNotice],
    attachments: Mapping[str, int],
) -> None:
    """Raise Refused unless header, items and attachments fit together, for writer and reader alike."""
    named: set[str] = set()
    for file, item in items.items():
        check_item(item, file)
        for sm3, size in attachments_of(item, file).items():
            if sm3 not in attachments:
                raise refused("E-SET", "信息所列的附件不在报送包内", file)
            if attachments[sm3] != size:
                raise refused("E-SET", "附件大小与信息所列不符", file)
            named.add(sm3)
    unnamed = sorted(attachments.keys() - named)
    if unnamed:
        raise refused("E-SET", "报送包内有信息未列的附件", f"data/att/{unnamed[0]}")
    for notice in withdrawals:
        check_withdrawal(notice, WITHDRAWN)
    if len({one.uuid for one in withdrawals}) < len(withdrawals):
        raise refused("E-SET", "同一条信息撤回了两次", WITHDRAWN)
    if withdrawals and WITHDRAWN not in lists_of(header):
        raise refused("E-VERSION", "这一版的报送包不能带撤回条目", HEADER)
    if header.kind == NIL and (items or stubs or withdrawals):
        raise refused("E-FIELD", "零报送批次不应含有信息", HEADER)
