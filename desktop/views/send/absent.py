"""What is said of batches that the centre does not have."""

from __future__ import annotations

from desktop.services.absent_batches import Absent


def absent_words(absent: Absent) -> str:
    """The sentences that follow the news of a receipt; empty when the centre lacks nothing."""
    lost, not_come = "、".join(absent.lost), "、".join(absent.not_come)
    words = f"。办公室没有{lost}：以前收到过，现在没有了，重新写出" if lost else ""
    return words + (f"。办公室还没有接收{not_come}：U 盘丢了的，打开这一批再写一次" if not_come else "")
