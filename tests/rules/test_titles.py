"""Which titles are nearly the same."""

from __future__ import annotations

import pytest

from desktop.rules.titles import near_same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于开展律师事务所检查的通知", "关于开展律师事务所检查的通知 "),
        ("关于公布“双公示”目录的公告", "关于公布双公示目录公告"),
        ("关于２０２６年法律援助工作情况的报告", "关于 2026 年法律援助工作情况的报告"),
        ("临江省司法厅关于开展律师事务所检查的通知", "临江省司法厅关于开展律师事物所检查的通知"),
    ],
)
def test_a_slip_or_another_writing_is_the_same_title(one: str, other: str) -> None:
    assert near_same(one, other)
    assert near_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于2025年法律援助工作情况的报告", "关于2026年法律援助工作情况的报告"),
        ("关于公布第二批法治人才库名单的公告", "关于公布第三批法治人才库名单的公告"),
        ("关于开展律师事务所检查的通知", "关于开展公证处检查的通知"),
        ("工作总结", "工作小结"),
        ("", ""),
        ("——", "……"),
    ],
)
def test_another_year_number_or_subject_is_another_title(one: str, other: str) -> None:
    assert not near_same(one, other)
