"""The publication record (发布登记) that closes a form: what was published where, and by whom."""

from __future__ import annotations

from desktop.printing import cells
from desktop.printing.cells import PAD, SetText, fit
from desktop.printing.continuation import Cutter
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell
from desktop.printing.review_sheet import Publication
from desktop.printing.sheet import BODY, NOTE, POINT, Sheet

_ADDRESS_SIZES = ((BODY, 1), (NOTE, 2), (Style(Face.BODY, 7.5), 99))
_HAND = Style(Face.HAND, 10.5)
_LAST_LINE = 3.5  # mm from the last line to the lower edge of the cell
_PUBLISH_LINE = 5.0
_LEFT_COLUMN = 62.0


def beside_cell(x0: float, x1: float, record: Publication, cutter: Cutter) -> Cell:
    """发布登记 beside a signer: date, place, index number and publisher below each other."""
    sheet = cutter.sheet
    lead = 4 * BODY.size * POINT + sheet.measure("：", BODY)
    room = x1 - x0 - 2 * PAD - lead
    place = cutter.fit("载体网址", record.location, room, _ADDRESS_SIZES, least=4)
    index = fit(sheet, record.index_number, room, ((Style(Face.MARK, 10.5), 1), (Style(Face.MARK, 9), 99)))
    texts: tuple[tuple[str, SetText | None], ...] = (
        ("公开日期", None), ("载体网址", place), ("索引号", index), ("发布人", None),
    )  # fmt: skip
    counts = [max(1, len(text.lines)) if text else 1 for _, text in texts]
    alone = _publisher_alone(sheet, record, room)
    counts[3] += alone
    need = sum(counts) * 4.3 + 1.6

    def paint(sheet: Sheet, box: Box) -> None:
        step = min(_PUBLISH_LINE, (box.y1 - box.y0 - 1.6) / sum(counts))
        # The last line stands where the block beside it is signed.
        line = box.y1 - _LAST_LINE - (sum(counts) - 1) * step
        x = box.x0 + PAD + 0.3
        for (label, text), count in zip(texts, counts, strict=True):
            sheet.spread(x, line, label, BODY, 4 * BODY.size * POINT)
            sheet.write(x + 4 * BODY.size * POINT, line, "：", BODY)
            for i, part in enumerate(text.lines if text else ()):
                sheet.write_line(x + lead, line + i * step, part, text.style if text else BODY)
            if label == "公开日期":
                _paint_published(sheet, x + lead, line, record)
            line += count * step
        right = box.x1 - PAD - 0.3
        style = cells.fitting_name(sheet, record.publisher, right - x - lead, _HAND)
        cells.draw_name(sheet, x + lead, line - counts[3] * step, record.publisher, style if alone else _HAND)
        cells.draw_date(sheet, right, box.y1 - _LAST_LINE, record.signed_on)

    return cells.painted(x0, x1, paint, need)


def _paint_published(sheet: Sheet, x: float, middle: float, record: Publication) -> None:
    if record.published_on:
        sheet.write(x, middle, cells.chinese_date(record.published_on), BODY)
    else:
        cells.draw_blank_date(sheet, x + 24.5, middle)


def _publisher_alone(sheet: Sheet, record: Publication, room: float) -> bool:
    """Whether the publisher's name leaves no room for the date beside it."""
    dated = sheet.measure(cells.chinese_date(record.signed_on), BODY) + 1.5
    return cells.name_width(sheet, record.publisher, _HAND) > room - dated


def wide_cell(x0: float, x1: float, record: Publication, cutter: Cutter) -> Cell:
    """发布登记 over the whole width: date and index number left, place and publisher right."""
    sheet = cutter.sheet
    lead = 4 * BODY.size * POINT + sheet.measure("：", BODY)
    room = x1 - x0 - _LEFT_COLUMN - 2 * PAD - lead
    place = cutter.fit("载体网址", record.location, room, _ADDRESS_SIZES, least=4)
    index = fit(
        sheet, record.index_number, _LEFT_COLUMN - lead - PAD, ((Style(Face.MARK, 10.5), 1), (Style(Face.MARK, 9), 9))
    )
    alone = _publisher_alone(sheet, record, room)
    places = max(1, len(place.lines))
    need = (places + 1 + alone) * _PUBLISH_LINE + 1.4

    def paint(sheet: Sheet, box: Box) -> None:
        first = box.middle - (places + alone) * _PUBLISH_LINE / 2
        last = first + places * _PUBLISH_LINE
        left, right = box.x0 + PAD + 0.3, box.x0 + _LEFT_COLUMN
        for x, line, label in (
            (left, first, "公开日期"), (left, last, "索引号"), (right, first, "载体网址"), (right, last, "发布人"),
        ):  # fmt: skip
            sheet.spread(x, line, label, BODY, 4 * BODY.size * POINT)
            sheet.write(x + 4 * BODY.size * POINT, line, "：", BODY)
        _paint_published(sheet, left + lead, first, record)
        for x, line, text in ((left, last, index), (right, first, place)):
            for i, part in enumerate(text.lines):
                sheet.write_line(x + lead, line + i * _PUBLISH_LINE, part, text.style)
        style = cells.fitting_name(sheet, record.publisher, room, _HAND)
        cells.draw_name(sheet, right + lead, last, record.publisher, style)
        dated = last + alone * _PUBLISH_LINE
        cells.draw_date(sheet, box.x1 - PAD - 0.3, dated, record.signed_on)

    return cells.painted(x0, x1, paint, need)
