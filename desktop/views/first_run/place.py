"""First page: which end this PC serves, and on what kind of network it stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.labels import word
from desktop.rules.roles import End
from desktop.views.components.buttons import Button
from desktop.views.components.card import Card, SectionHead
from desktop.views.components.checks import ChoiceCard, OptionGroup, OptionRow
from desktop.views.components.text import Text
from desktop.views.first_run.page import GuidePage, side_by_side


class PlacePage(GuidePage):
    """End and network; or the example instead. `example_asked()` follows 打开示例."""

    example_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("这台电脑用在哪里", "决定左侧有哪些功能。两端在同一台电脑上的，各用一个数据文件夹。", parent)
        self.ends = OptionGroup(
            [
                ChoiceCard(
                    End.OFFICE.value,
                    word(End.OFFICE),
                    "notebook-pen",
                    ("登记本处室的信息，填写审查表", "报送给办公室，没有信息时零报告", "查看回执和退回的字段"),
                ),
                ChoiceCard(
                    End.CENTRE.value,
                    word(End.CENTRE),
                    "landmark",
                    ("接收各处室的批次，核对，退回补正", "审签，登记公开的网址和日期", "送交档案馆和图书馆"),
                ),
            ],
            End.OFFICE.value,
            name="这台电脑用在哪里",
            horizontal=True,
        )
        self.networks = OptionGroup(
            [
                OptionRow("open", "没有联网，或政务外网、局域网", "非涉密，可以使用本程序"),
                OptionRow("secret", "涉密内网", "不能在这里使用，应在非涉密电脑上登记公开信息"),
            ],
            "open",
            name="这台电脑连接的网络",
        )
        self.example = Button("打开示例", icon="book-open", name="打开示例数据")
        box = Card(padding=16, horizontal=True)
        box.add(
            Text("先熟悉一下：虚构单位的十几件信息，各种状态都有，与正式数据分开。", "small", "text2", wrap=True), 1
        )
        box.add(self.example)
        for part in (self.ends, SectionHead("这台电脑连接的网络"), self.networks, side_by_side((box, 1))):
            self.add(part)
        self.ends.chosen.connect(self.changed)
        self.networks.chosen.connect(self.changed)
        self.example.clicked.connect(self.example_asked)

    def end(self) -> End:
        """The end chosen."""
        return End(self.ends.value())

    def missing(self) -> str:
        """Nothing is missing, but a classified network is refused (保密法 31(3))."""
        return "涉密内网上不能使用本程序" if self.networks.value() == "secret" else ""

    def line(self) -> str:
        """The end."""
        return word(self.end())
