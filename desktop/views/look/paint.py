"""Painting primitives: crisp rules, rounded boxes, focus rings, shadows and text that elides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.views.look import tokens
from desktop.views.look.glyphs import seen
from desktop.views.look.theme import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTER = Qt.AlignmentFlag.AlignCenter


def begin(widget: QWidget) -> QPainter:
    """A painter on `widget` with antialiasing on."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def snap(painter: QPainter, value: float) -> float:
    """The nearest whole device pixel, in logical pixels."""
    ratio = painter.device().devicePixelRatioF()
    return float(round(value * ratio) / ratio)


def box(
    painter: QPainter,
    rect: QRectF | QRect,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded box; the border lies inside `rect`, so neighbours never overlap."""
    area = QRectF(rect)
    painter.setPen(Qt.PenStyle.NoPen if border is None else QPen(border, width))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if border is not None:
        half = width / 2
        area = area.adjusted(half, half, -half, -half)
        radius = max(0.0, radius - half)
    painter.drawRoundedRect(area, radius, radius)


def hline(painter: QPainter, x: float, y: float, width: float, color: QColor, thickness: float = 1.0) -> None:
    """A horizontal rule, filled between whole device pixels so that it stays sharp at 125 and 150 %."""
    ratio = painter.device().devicePixelRatioF()
    thick = max(1, round(thickness * ratio)) / ratio
    left = snap(painter, x)
    painter.fillRect(QRectF(left, snap(painter, y), snap(painter, x + width) - left, thick), color)


def vline(painter: QPainter, x: float, y: float, height: float, color: QColor, thickness: float = 1.0) -> None:
    """A vertical rule, snapped like `hline`."""
    ratio = painter.device().devicePixelRatioF()
    thick = max(1, round(thickness * ratio)) / ratio
    top = snap(painter, y)
    painter.fillRect(QRectF(snap(painter, x), top, thick, snap(painter, y + height) - top), color)


def text(
    painter: QPainter,
    rect: QRectF | QRect,
    words: str,
    role: str | QFont,
    color: QColor,
    align: Qt.AlignmentFlag = LEFT,
) -> int:
    """One line of text, elided at the right when it does not fit; returns the width it took."""
    font = theme().font(role) if isinstance(role, str) else role
    metrics = QFontMetrics(font)
    area = QRectF(rect)
    shown = seen(words)
    if metrics.horizontalAdvance(shown) > area.width() + 1:
        shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, max(0, int(area.width())))
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(area, int(align | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def width_of(words: str, role: str) -> int:
    """How wide a line of text is in a type step."""
    return QFontMetrics(theme().font(role)).horizontalAdvance(seen(words))


def ring(painter: QPainter, rect: QRectF | QRect, radius: float) -> None:
    """The 2 px focus ring, drawn inside `rect`."""
    box(painter, rect, radius, None, theme().color("accent"), 2.0)


def shadow(painter: QPainter, rect: QRectF | QRect, radius: float) -> None:
    """A soft shadow of the tokens' spread and drop below `rect`, as nested rounded boxes."""
    spread, drop = tokens.SHADOW_SPREAD, tokens.SHADOW_DROP
    steps = spread // 2
    color = QColor(theme().color("shadow"))
    strength = tokens.SHADOW_STRENGTH * (2.5 if theme().dark else 1.0)
    color.setAlphaF(min(1.0, strength / steps * 1.6))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for step in range(steps):
        grow = spread * (1 - step / steps) * 0.75
        area = QRectF(rect).adjusted(-grow, -grow, grow, grow).translated(0, drop)
        painter.drawRoundedRect(area, radius + grow, radius + grow)


def disc(
    painter: QPainter,
    center: QPointF,
    radius: float,
    fill: QColor | None,
    border: QColor | None = None,
    width: float = 1.5,
) -> None:
    """A filled and/or outlined disc."""
    painter.setPen(Qt.PenStyle.NoPen if border is None else QPen(border, width))
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inner = radius - (width / 2 if border is not None else 0)
    painter.drawEllipse(center, inner, inner)
