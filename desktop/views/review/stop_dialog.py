"""Asking before an item that holds a state secret is stopped: what goes, what stays, and what is to be done then."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.components.dialogs import ConfirmDialog
from desktop.views.components.facts import NumberedSteps

STEPS = (
    ("停止在这台电脑上处理这份文件", "不要复制、转发、打印或拍照；打印过的审查表和存过文件的 U 盘一并封存。"),
    ("报告保密工作机构", "当面移交原件，由保密工作机构核定；可能泄密的，24 小时内报告。"),
    ("处理以前的备份", "以前做的备份里还有这一件，由系统管理员会同保密工作机构处理。"),
)


class StopDialog(ConfirmDialog):
    """Shown only for an item that can be stopped here."""

    def __init__(self, parent: QWidget, form_number: str) -> None:
        super().__init__(
            parent,
            "国家秘密不得录入本系统",
            form_number,
            "停止登记",
            consequence="停止后，标题、正文、附件、各版内容和签字意见从本机删除，不能恢复；"
            "只保留编号、处室和日期，按保密规定另行处理。",
            icon="octagon-x",
            danger=True,
            width=600,
        )
        self.add(NumberedSteps(STEPS))
