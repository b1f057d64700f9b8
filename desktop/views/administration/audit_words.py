"""What the actions, and the few fixed actors and objects, of the audit trail are called on the screen."""

from __future__ import annotations

from desktop import labels

ACTIONS: dict[str, str] = {
    "recover": "用应急密钥重设口令",
    "epoch.begun": "恢复后开始新的序号段",
    "write_delivery_again": "重新写出送交件",
    **labels.ACTIONS,
}
NAMES: dict[str, str] = {"set-up": "首次设置", "store": "数据", "centre": "办公室端"}
