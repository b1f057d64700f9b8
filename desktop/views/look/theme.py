"""The one theme of the program: scheme, font size and contrast, switched live without a restart."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from desktop.views.look import tokens
from desktop.views.look.resources import resources_folder
from desktop.views.look.sheet import style_sheet

SANS = "Noto Sans SC"
SERIF = "Noto Serif SC"
FALLBACKS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei")
SERIF_FALLBACKS = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun")


class Theme(QObject):
    """Answers every question about colour, type and size; `changed` tells widgets to ask again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = "light"
        self.scale = 1.0
        self.high_contrast = False
        self.reduced_motion = False
        self.missing_fonts: tuple[str, ...] = ()
        self._translator: QTranslator | None = None
        self._colors: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._dress()

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is on."""
        return self.scheme == "dark"

    def color(self, name: str) -> QColor:
        """The colour of a token in the current scheme; an unknown name is a bug (KeyError)."""
        return self._colors[name]

    def tone(self, name: str) -> tuple[QColor, QColor, QColor]:
        """Ground, words and bar of a tone: mute, accent, ok, warn, bad or plum."""
        tone = tokens.TONES[name]
        return self._colors[tone.ground], self._colors[tone.text], self._colors[tone.bar]

    def font(self, role: str) -> QFont:
        """The font of a type step (see tokens.TYPE) at the chosen size; a `serif-` prefix gives the document face."""
        if role not in self._fonts:
            serif = role.startswith("serif-")
            step = tokens.TYPE[role.removeprefix("serif-")]
            font = QFont()
            font.setFamilies([SERIF, *SERIF_FALLBACKS] if serif else [SANS, *FALLBACKS])
            font.setPixelSize(self.px(step.size))
            weight = (700 if step.weight >= 600 else 400) if serif else step.weight
            font.setWeight(QFont.Weight(weight))
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            self._fonts[role] = font
        return self._fonts[role]

    def line(self, role: str) -> int:
        """Line height of a type step, in pixels at the chosen size."""
        return self.px(tokens.TYPE[role.removeprefix("serif-")].line)

    def px(self, value: float) -> int:
        """A length of the design, scaled with the chosen font size."""
        return round(value * self.scale)

    def apply(
        self,
        app: QApplication,
        scheme: str = "light",
        font_scale: str = "中",
        high_contrast: bool = False,
        reduced_motion: bool = False,
    ) -> None:
        """Dress the application; may be called again at any time. `font_scale` is 小, 中, 大 or 特大."""
        self.scheme = scheme
        self.scale = tokens.FONT_SCALES[font_scale]
        self.high_contrast = high_contrast
        self.reduced_motion = reduced_motion
        if self._translator is None:
            self._prepare(app)
        self._dress()
        app.setPalette(self._qpalette())
        app.setFont(self.font("body"))
        app.setStyleSheet(style_sheet(self.color, self.px))
        self.changed.emit()

    def _prepare(self, app: QApplication) -> None:
        app.setStyle("Fusion")
        QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self._translator = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if self._translator.load("qtbase_zh_CN", folder):
            app.installTranslator(self._translator)
        for file in sorted((resources_folder() / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        families = set(QFontDatabase.families())
        self.missing_fonts = tuple(name for name in (SANS, SERIF) if name not in families)

    def _dress(self) -> None:
        palette = tokens.palette(self.scheme, self.high_contrast)
        self._colors = {name: QColor(getattr(palette, name)) for name in tokens.COLOR_NAMES}
        self._fonts = {}

    def _qpalette(self) -> QPalette:
        palette = QPalette()
        for role, name in _PALETTE_ROLES.items():
            palette.setColor(role, self.color(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text3"))
        return palette


_PALETTE_ROLES = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "badtext",
    QPalette.ColorRole.Highlight: "fill",
    QPalette.ColorRole.HighlightedText: "filltext",
    QPalette.ColorRole.PlaceholderText: "text3",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.ToolTipBase: "toast",
    QPalette.ColorRole.ToolTipText: "toasttext",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line2",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "text3",
    QPalette.ColorRole.Accent: "accent",
}


@cache
def theme() -> Theme:
    """The theme of this process."""
    return Theme()


def apply(
    app: QApplication,
    scheme: str = "light",
    font_scale: str = "中",
    high_contrast: bool = False,
    reduced_motion: bool = False,
) -> None:
    """Dress the application (see `Theme.apply`)."""
    theme().apply(app, scheme, font_scale, high_contrast, reduced_motion)


class Restyled(Protocol):
    """A widget that sets its fonts, sizes and colours in `restyle`."""

    def restyle(self) -> None:
        """Take fonts, sizes and colours from the theme."""


def follow_theme(widget: Restyled) -> None:
    """Call `restyle` now and after every change of the theme, for as long as the widget lives."""
    theme().changed.connect(widget.restyle)
    widget.restyle()
