"""What is in a batch, in few words."""

from __future__ import annotations

from desktop.services.batches import BatchView

NIL = "nil"


def content_words(*batches: BatchView) -> str:
    """3 件; 零报告 for a nil return; a batch may also hold nothing but entries of what is withheld or withdrawn."""
    count = sum(one.item_count for one in batches)
    if count:
        return f"{count} 件"
    return "零报告" if all(one.kind == NIL for one in batches) else "只有条目"
