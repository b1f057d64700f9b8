"""What is asked before a batch is taken back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.rules.states import BatchState
from desktop.services.batch_views import BatchView
from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.send.contents import content_words

_REFUSED = (
    "办公室按“公钥已停用”拒收的才收回。里面的信息回到“待报送”，签字仍然有效，用新公钥另组一批报送。"
    "批次号不再使用，请办公室在“待两人决定”里豁免这一批。"
)
_UNWRITTEN = (
    "怎么也写不出来的才收回。里面的信息回到“待报送”，签字仍然有效；附件损坏的，按“修改”换上文件重新审查，其余的另组一批报送。"
    "批次号不再使用，请办公室在“待两人决定”里豁免这一批。"
)


def take_back_confirmed(parent: QWidget, batch: BatchView) -> bool:
    """Whether a batch is to be taken back, for the reason that there is in its state."""
    asked = ConfirmDialog(
        parent,
        f"收回{batch.paper_number}",
        f"{batch.period}，{content_words(batch)}",
        "收回这一批",
        consequence=_UNWRITTEN if batch.state is BatchState.ASSEMBLED else _REFUSED,
        icon="undo-2",
        danger=True,
    )
    return bool(asked.exec())
