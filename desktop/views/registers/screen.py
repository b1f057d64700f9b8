"""The page 公开目录: the disclosure catalogue, the negative list, the office's own words and its telephones."""

from __future__ import annotations

from desktop.rules.roles import Permission
from desktop.views.registers.catalogue_pane import CataloguePane
from desktop.views.registers.negative_pane import NegativePane
from desktop.views.registers.phones_pane import PhonesPane
from desktop.views.registers.words_pane import WordsPane
from desktop.views.tabbed import BOTH_ENDS, Tab, TabbedScreen
from desktop.views.workbench import Workbench

_READ = (Permission.READ,)
_TABS: tuple[Tab, ...] = (
    Tab("catalogue", "基本目录", _READ, BOTH_ENDS, CataloguePane),
    Tab("negative", "负面清单", _READ, BOTH_ENDS, NegativePane),
    Tab("words", "检查词表", _READ, BOTH_ENDS, WordsPane),
    Tab("phones", "办公电话", _READ, BOTH_ENDS, PhonesPane),
)


class RegistersScreen(TabbedScreen):
    """What items are judged by; whoever reads may look, the information administrator keeps it."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench, "公开目录", _TABS)
