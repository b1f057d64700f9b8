"""The look: contrast of every word on its ground, icons that exist, live switching, Chinese standard buttons."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.views.look import icons, tokens
from desktop.views.look.resources import resources_folder
from desktop.views.look.theme import apply, theme


def luminance(color: str) -> float:
    """Relative luminance as WCAG defines it."""
    ink = QColor(color)
    parts = [ink.redF(), ink.greenF(), ink.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *[
        (words, ground)
        for words in ("text", "text2")
        for ground in ("canvas", "nav", "surface", "sunken", "hover", "row")
    ],
    *[("text3", ground) for ground in ("canvas", "surface", "sunken", "row", "proposed")],
    *[("text", ground) for ground in ("raised", "proposed", "mute")],
    *[(tone.text, tone.ground) for tone in tokens.TONES.values()],
    *[(tone.text, "surface") for tone in tokens.TONES.values()],
    *[("accent", ground) for ground in ("canvas", "surface", "row")],
    ("text2", "mute"),
    ("softtext", "current"),
    ("softtext", "soft2"),
    ("filltext", "fill"),
    ("filltext", "fillhover"),
    ("filltext", "badfill"),
    ("marktext", "mark"),
    ("toasttext", "toast"),
    ("toasttext2", "toast"),
    ("papertext", "paper"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("contrasting", [False, True])
def test_every_word_can_be_read_on_its_ground(scheme: str, contrasting: bool) -> None:
    palette = tokens.palette(scheme, contrasting)
    weak = [
        (words, ground, round(contrast(getattr(palette, words), getattr(palette, ground)), 2))
        for words, ground in PAIRS
        if contrast(getattr(palette, words), getattr(palette, ground)) < 4.5
    ]
    assert weak == []


def test_only_the_tokens_name_colours() -> None:
    views = resources_folder().parent / "desktop" / "views"
    pattern = re.compile(r"#[0-9A-Fa-f]{6}\b")
    offenders = [
        path.name
        for path in views.rglob("*.py")
        if path.name != "tokens.py" and pattern.search(path.read_text("utf-8"))
    ]
    assert offenders == []


def test_every_state_has_a_tone_and_a_shipped_icon() -> None:
    for word, (tone, icon) in tokens.STATES.items():
        assert tone in tokens.TONES, word
        assert (resources_folder() / "icons" / f"{icon}.svg").is_file(), word


def test_an_unknown_state_is_quiet() -> None:
    assert tokens.state_look("从没见过") == ("mute", "")


def test_icons_are_tinted_at_the_pixel_size_asked_for(qapp: QApplication) -> None:
    red = icons.pixmap("send", 16, QColor(200, 0, 0), 1.5)
    assert (red.width(), red.height()) == (24, 24)
    image = red.toImage()
    inks = {image.pixelColor(x, y).red() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 200}
    assert inks
    assert min(inks) > 150
    assert icons.pixmap("send", 16, QColor(200, 0, 0), 1.5).cacheKey() == red.cacheKey()


def test_the_theme_switches_live(qapp: QApplication, qtbot: QtBot) -> None:
    apply(qapp, "light", "中")
    label = QLabel("中文")
    qtbot.addWidget(label)
    small = theme().font("body").pixelSize()
    with qtbot.waitSignal(theme().changed):
        apply(qapp, "dark", "特大")
    assert theme().dark
    assert theme().font("body").pixelSize() > small
    assert label.palette().color(label.foregroundRole()) == theme().color("text")
    apply(qapp, "light", "中")


def test_high_contrast_raises_the_edges_of_inputs() -> None:
    plain, strong = tokens.palette("light"), tokens.palette("light", high_contrast=True)
    assert contrast(strong.edge, strong.surface) >= 4.5 > contrast(plain.edge, plain.surface)


def test_the_shipped_fonts_are_loaded_and_standard_buttons_are_chinese(qapp: QApplication) -> None:
    apply(qapp)
    assert theme().missing_fonts == ()
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
