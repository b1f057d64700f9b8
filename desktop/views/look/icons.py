"""Our own copies of the Lucide icons, tinted from tokens and cached per name, size, colour and pixel ratio."""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.views.look.resources import resources_folder
from desktop.views.look.theme import theme

_cache: dict[tuple[str, int, int, int], QPixmap] = {}
_CACHE_LIMIT = 600


def pixmap(name: str, size: int, color: QColor, ratio: float) -> QPixmap:
    """The icon `name` at `size` logical pixels for a screen of pixel ratio `ratio`. FileNotFoundError if not shipped."""
    key = (name, size, color.rgba(), round(ratio * 100))
    found = _cache.get(key)
    if found is None:
        if len(_cache) >= _CACHE_LIMIT:
            _cache.clear()
        found = _cache[key] = _render(name, size, color, ratio)
    return found


def icon(name: str, size: int = 16, token: str = "text2") -> QIcon:  # noqa: S107 - a colour token
    """The icon as a QIcon for menus and actions, sharp at 100, 150 and 200 %."""
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(pixmap(name, size, theme().color(token), ratio))
    return made


def draw(painter: QPainter, name: str, x: float, y: float, size: int, color: QColor) -> None:
    """Draw the icon with its top left corner at x, y, snapped to device pixels."""
    if not name:
        return
    ratio = painter.device().devicePixelRatioF()
    picture = pixmap(name, size, color, ratio)
    painter.drawPixmap(QRectF(round(x * ratio) / ratio, round(y * ratio) / ratio, size, size), picture, QRectF())


def _render(name: str, size: int, color: QColor, ratio: float) -> QPixmap:
    line = 1.5 if size >= 15 else 1.3
    source = _source(name).replace("currentColor", color.name())
    source = re.sub(r'stroke-width="[^"]*"', f'stroke-width="{line * 24 / size:.3f}"', source)
    renderer = QSvgRenderer(QByteArray(source.encode()))
    side = round(size * ratio)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _source(name: str) -> str:
    return (resources_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def forget() -> None:
    """Drop every cached picture, after a change of theme or screen."""
    _cache.clear()


theme().changed.connect(forget)
