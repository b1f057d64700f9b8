"""Whether the parts of a package fit together: header, items, lists and attachments, for writer and reader alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
from desktop.formats.problems import Problem, Refused, gathering, refused

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
    """Raise Refused with every problem unless header, items and attachments fit together, for writer and reader alike."""
    named: set[str] = set()
    problems: list[Problem] = []
    for file, item in items.items():
        with gathering(problems):
            check_item(item, file)
        with gathering(problems):
            listed = attachments_of(item, file)
            named |= listed.keys()
            problems += _wrong_attachments(file, listed, attachments)
    problems += [
        Problem("E-SET", f"data/att/{sm3}", "报送包内有信息未列的附件") for sm3 in sorted(attachments.keys() - named)
    ]
    for notice in withdrawals:
        with gathering(problems):
            check_withdrawal(notice, WITHDRAWN)
    if len({one.uuid for one in withdrawals}) < len(withdrawals):
        problems.append(Problem("E-SET", WITHDRAWN, "同一条信息撤回了两次"))
    if withdrawals and WITHDRAWN not in lists_of(header):
        problems.append(Problem("E-VERSION", HEADER, "这一版的报送包不能带撤回条目"))
    if header.kind == NIL and (items or stubs or withdrawals):
        problems.append(Problem("E-FIELD", HEADER, "零报送批次不应含有信息"))
    if problems:
        raise Refused(problems)


def _wrong_attachments(file: str, listed: Mapping[str, int], attachments: Mapping[str, int]) -> Iterator[Problem]:
    for sm3, size in listed.items():
        if sm3 not in attachments:
            yield Problem("E-SET", file, "信息所列的附件不在报送包内")
        elif attachments[sm3] != size:
            yield Problem("E-SET", file, "附件大小与信息所列不符")
