"""How the program looks to this user."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.views.components.checks import CheckBox
from desktop.views.components.dialogs import Dialog
from desktop.views.components.memory import memory
from desktop.views.components.segmented import Segment, SegmentedChoice
from desktop.views.components.text import Text
from desktop.views.look import tokens
from desktop.views.look.theme import apply

SCHEMES = (Segment("light", "浅色", "accent"), Segment("dark", "深色", "accent"))
SIZES = tuple(Segment(size, size, "accent") for size in tokens.FONT_SCALES)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the user chose."""

    scheme: str = "light"
    font_scale: str = "中"
    high_contrast: bool = False
    reduced_motion: bool = False


def remembered() -> Preferences:
    """The choices of the last run; what was never chosen, or cannot be read, is as the program comes."""
    recall = memory().recall
    scheme, size = recall("look.scheme"), recall("look.size")
    return Preferences(
        scheme if scheme in ("light", "dark") else "light",
        size if size in tokens.FONT_SCALES else "中",
        recall("look.contrast") == "high",
        recall("look.motion") == "reduced",
    )


def remember(chosen: Preferences) -> None:
    """Keep the choices for the next run."""
    keep = memory().keep
    keep("look.scheme", chosen.scheme)
    keep("look.size", chosen.font_scale)
    keep("look.contrast", "high" if chosen.high_contrast else "")
    keep("look.motion", "reduced" if chosen.reduced_motion else "")


def apply_remembered(app: QApplication) -> None:
    """Dress the application as the user last chose."""
    _apply(app, remembered())


def edit_preferences(window: QWidget) -> None:
    """Ask how the program shall look; every choice shows at once, Esc takes all of them back."""
    PreferencesDialog(window).exec()


class PreferencesDialog(Dialog):
    """Scheme, font size, contrast, motion."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, "显示设置", "选中即生效，只影响这台电脑", commit="完成", icon="settings", width=480)
        self._before = remembered()
        self.scheme = SegmentedChoice(SCHEMES, name="配色", value=self._before.scheme, stretch=True)
        self.font_scale = SegmentedChoice(SIZES, name="字号", value=self._before.font_scale, stretch=True)
        self.contrast = CheckBox("高对比：输入框和控件的边线更深", self._before.high_contrast)
        self.motion = CheckBox("减少动效：窗格和提示直接出现", self._before.reduced_motion)
        for words, choice in (("配色", self.scheme), ("字号", self.font_scale)):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addWidget(Text(words, "label", "text2"))
            column.addWidget(choice)
            choice.chosen.connect(self._show)
            self.add(holder)
        for box in (self.contrast, self.motion):
            box.toggled.connect(self._show)
            self.add(box)
        self.commit.setFocus()

    def chosen(self) -> Preferences:
        """The choices as they stand."""
        return Preferences(
            self.scheme.value(), self.font_scale.value(), self.contrast.isChecked(), self.motion.isChecked()
        )

    def accept(self) -> None:
        """Keep the choices."""
        remember(self.chosen())
        super().accept()

    def reject(self) -> None:
        """Take the choices back."""
        if self.chosen() != self._before:
            _apply(_application(), self._before)
        super().reject()

    def _show(self) -> None:
        _apply(_application(), self.chosen())
        self.fit()


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _apply(app: QApplication, chosen: Preferences) -> None:
    apply(app, chosen.scheme, chosen.font_scale, chosen.high_contrast, chosen.reduced_motion)
