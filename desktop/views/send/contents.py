"""What is in a batch, in few words."""

from __future__ import annotations

from desktop.labels import batch_words
from desktop.services.batch_views import BatchView


def content_words(*batches: BatchView) -> str:
    """What one batch or several hold together: 3 件，撤回 1 件; 零报告 for nil returns."""
    return batch_words(
        sum(one.item_count for one in batches),
        sum(one.withdrawn for one in batches),
        sum(one.withheld for one in batches),
        nil=all(one.nil for one in batches),
    )
