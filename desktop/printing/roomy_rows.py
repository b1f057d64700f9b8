"""The rows of the forms in 小四: labelled fields side by side, each described by its label and where its words come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.labels import word
from desktop.printing import cells
from desktop.printing.cells import Option, SetText, Sizes
from desktop.printing.continuation import Cutter
from desktop.printing.fonts import Face, Style
from desktop.printing.form import Box, Cell, Row
from desktop.printing.review_sheet import ReviewFormSheet
from desktop.printing.sheet import BODY, NOTE, Sheet
from desktop.rules.items import Channel

TEXT = Style(Face.BODY, 12)
HEAD = Style(Face.HEAD, 12)
PAD = 1.8
SINGLE = 8.6

_ONE_LINE: Sizes = ((TEXT, 1), (BODY, 2), (NOTE, 99))
_TITLE: Sizes = ((TEXT, 1), (BODY, 1), (TEXT, 2), (BODY, 2), (NOTE, 99))
_RUNNING: Sizes = ((BODY, 2), (NOTE, 99))
_GAP = 5.0
_BLANK_RUNNING = 16.0

CellOf = Callable[[ReviewFormSheet, Cutter, float, float], Cell]


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled field; `wanted` says whether a form has it at all, `wish` how high its row would gladly be."""

    label: str
    cell: CellOf
    wanted: Callable[[ReviewFormSheet], bool] = lambda _record: True
    wish: Callable[[ReviewFormSheet], float] = lambda _record: 0.0


def field_row(
    described: Sequence[Field], record: ReviewFormSheet, cutter: Cutter, label: float, width: float
) -> Row | None:
    """One field over the whole width or two side by side; None when the form has none of them."""
    wanted = [one for one in described if one.wanted(record)]
    if not wanted:
        return None
    made: list[Cell] = []
    edges = (0.0, width) if len(wanted) == 1 else (0.0, width / 2 + 7.0, width)
    for one, left, right in zip(wanted, edges, edges[1:], strict=False):
        head = label if not left else 27.0
        made.append(cells.label_cell(left, left + head, one.label, HEAD))
        made.append(one.cell(record, cutter, left + head, right))
    return Row(tuple(made), SINGLE, max(one.wish(record) for one in wanted), 0.05)


def text(label: str, words: Callable[[ReviewFormSheet], str]) -> Field:
    """A short text."""
    return Field(label, lambda record, cutter, x0, x1: _set(cutter, label, words(record), x0, x1, _ONE_LINE))


def title(label: str) -> Field:
    """The title of the item in up to two lines of 小四."""
    return Field(
        label,
        lambda record, cutter, x0, x1: _set(cutter, label, record.title, x0, x1, _TITLE),
        wish=lambda _record: 15.7,
    )


def running(label: str, words: Callable[[ReviewFormSheet], str]) -> Field:
    """A longer text, which may go on on a continuation page."""
    return Field(
        label,
        lambda record, cutter, x0, x1: _set(cutter, label, words(record), x0, x1, _RUNNING),
        wish=lambda record: _BLANK_RUNNING if record.blank else 0.0,
    )


def findings(label: str, always: bool = True) -> Field:
    """What the checklist says, where the layout has no checklist, with notes, bases and what the screening found."""
    return Field(
        label,
        running(label, findings_words).cell,
        wanted=lambda record: always or bool(findings_words(record)),
        wish=lambda record: _BLANK_RUNNING if record.blank else 0.0,
    )


def findings_words(record: ReviewFormSheet) -> str:
    """The answers in a sentence, the notes, the screening; nothing on a blank form."""
    if record.blank:
        return ""
    return "".join(
        (_answers(record.checklist), record.notes, f"系统预检：{record.precheck}" if record.precheck else "")
    )


def _answers(checklist: Sequence[tuple[str, str | None]]) -> str:
    if not checklist or any(answer is None for _, answer in checklist):
        return ""
    told = [f"第{n}项“{question}”为{answer}" for n, (question, answer) in enumerate(checklist, 1) if answer != "否"]
    if not told:
        return f"审查事项{len(checklist)}项均为“否”。"
    rest = "，其余各项为否" if len(told) < len(checklist) else ""
    return f"审查事项{len(checklist)}项：{'，'.join(told)}{rest}。"


def options(label: str, choices: Callable[[ReviewFormSheet], Sequence[Option]]) -> Field:
    """Boxes with their words, on as many lines as they need."""
    return Field(label, lambda record, cutter, x0, x1: _boxes(cutter.sheet, choices(record), x0, x1, cutter, label, ""))


def sources(label: str) -> Field:
    """Where the text comes from, with what must be told of a reprint (转载须注明)."""
    return Field(
        label,
        lambda record, cutter, x0, x1: _boxes(
            cutter.sheet, record.sources, x0, x1, cutter, label, f"转载注明：{record.reprint}" if record.reprint else ""
        ),
    )


def attribute(label: str) -> Field:
    """公开属性 with the basis of not disclosing proactively."""

    def cell(record: ReviewFormSheet, cutter: Cutter, x0: float, x1: float) -> Cell:
        told = bool(record.basis) and record.basis != "无"
        words = f"不主动公开的依据：{record.basis}" if told else ""
        return _boxes(cutter.sheet, record.attributes, x0, x1, cutter, label, words)

    return Field(label, cell)


def secrecy(label: str) -> Field:
    """The first question of the checklist: does it touch a state secret."""

    def choices(record: ReviewFormSheet) -> tuple[Option, ...]:
        answer = record.checklist[0][1] if record.checklist else None
        return tuple(Option(words, answer == words) for words in ("是", "否"))

    return options(label, choices)


def online(label: str) -> Field:
    """Whether the website is among the channels."""

    def choices(record: ReviewFormSheet) -> tuple[Option, ...]:
        website = any(one.ticked and one.label == word(Channel.WEBSITE) for one in record.channels)
        return Option("是", website and not record.blank), Option("否", not website and not record.blank)

    return options(label, choices)


def day(label: str, when: Callable[[ReviewFormSheet], date | None]) -> Field:
    """A date, or room for one."""

    def cell(record: ReviewFormSheet, _cutter: Cutter, x0: float, x1: float) -> Cell:
        known = when(record)

        def paint(sheet: Sheet, box: Box) -> None:
            if known:
                sheet.write(box.x0 + PAD, box.middle, cells.chinese_date(known), TEXT)
            else:
                cells.draw_blank_date(sheet, min(box.x0 + 38.0, box.x1 - PAD), box.middle, TEXT)

        return cells.painted(x0, x1, paint)

    return Field(label, cell)


def _set(cutter: Cutter, label: str, words: str, x0: float, x1: float, sizes: Sizes) -> Cell:
    return cells.text_cell(x0, x1, cutter.fit(label, words, x1 - x0 - 2 * PAD, sizes), pad=PAD)


def _boxes(
    sheet: Sheet, choices: Sequence[Option], x0: float, x1: float, cutter: Cutter, label: str, words: str
) -> Cell:
    """Boxes, and below them a text when there is one."""
    lines = cells.flow_options(sheet, choices, x1 - x0 - 2 * PAD, _GAP, TEXT)
    pitch = 6.2
    below = cutter.fit(label, words, x1 - x0 - 2 * PAD, cells.RUNNING) if words else SetText((), NOTE)
    height = len(lines) * pitch + len(below.lines) * below.leading

    def paint(sheet: Sheet, box: Box) -> None:
        middle = box.middle - height / 2 + pitch / 2
        for line in lines:
            cells.draw_options(sheet, box.x0 + PAD, middle, line, _GAP, TEXT)
            middle += pitch
        cells.draw_lines(sheet, box.x0 + PAD, middle - (pitch - below.leading) / 2, below)

    return cells.painted(x0, x1, paint, height + 2 * cells.PAD_ABOVE)
