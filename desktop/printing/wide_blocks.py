"""Signers one below the other over the whole width: plain, in stages (常州), with a place for the seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from desktop.printing import cells
from desktop.printing.continuation import Cutter
from desktop.printing.form import Box, Cell, Row
from desktop.printing.publication_record import wide_cell
from desktop.printing.review_blocks import ROOMY, sign_cell
from desktop.printing.review_sheet import ReviewFormSheet, SignBlock
from desktop.printing.roomy_rows import HEAD, TEXT
from desktop.printing.sheet import LABEL, POINT, Align, Sheet
from desktop.rules.chains import Step

_STAGE, _ROLE = 11.9, 37.5
_WISH = 41.0
_SEAL_CLEAR = 24.0  # a seal of 42 mm reaches beyond its row, over the date


def wide_rows(record: ReviewFormSheet, cutter: Cutter, width: float, label: float, published: bool) -> list[Row]:
    """A row for each signer, and 发布登记 when the layout has it."""
    rows = []
    for block in record.blocks:
        signed = sign_cell(label, width, block, cutter, ROOMY)
        rows.append(Row((_role(0, label, block.role), signed), ROOMY.least, _WISH, 1.0))
    if published:
        record_cell = wide_cell(label, width, record.publication, cutter)
        rows.append(Row((_role(0, label, "发布登记"), record_cell), 8.0, 13.0))
    return rows


def staged_rows(record: ReviewFormSheet, cutter: Cutter, width: float, stages: Mapping[Step, str]) -> list[Row]:
    """A row for each stage, its signers one below the other; the conclusion stands with the reviewer's opinion."""
    blocks = [_with_conclusion(block, record) for block in record.blocks]
    return [
        _stage_row(name, list(signers), cutter, width)
        for name, signers in groupby(blocks, lambda block: stages[block.step] if block.step else "")
    ]


def seal_row(width: float, label: float) -> Row:
    """Room for the seal of the unit; seals are never drawn."""

    def paint(sheet: Sheet, box: Box) -> None:
        sheet.write(box.x0 + 34.3, box.y1 - 4.2, "（公章）", TEXT)
        cells.draw_blank_date(sheet, box.x1 - cells.PAD - 0.3, box.y1 - 4.2, TEXT)

    return Row((_role(0, label, "单位意见"), Cell(label, width, paint)), 18.5, _SEAL_CLEAR, 0.4)


def _with_conclusion(block: SignBlock, record: ReviewFormSheet) -> SignBlock:
    chosen = next((one.label for one in record.conclusions if one.ticked), "")
    if block.step is not Step.CONFIDENTIALITY_REVIEWER or not chosen:
        return block
    return replace(block, opinion=f"审查结论：{chosen}。{block.opinion}")


def _role(x0: float, x1: float, role: str) -> Cell:
    return cells.label_cell(x0, x1, role, HEAD)


def _stage_row(stage: str, blocks: list[SignBlock], cutter: Cutter, width: float) -> Row:
    """One stage: its name downwards at the left, inside it a part of the height for each signer."""
    parts = [sign_cell(_ROLE, width, block, cutter, ROOMY) for block in blocks]
    needs = [max(ROOMY.least, part.need) for part in parts]

    def paint_stage(sheet: Sheet, box: Box) -> None:
        em = HEAD.size * POINT
        step = min(1.42 * em, (box.y1 - box.y0) / (len(stage) + 0.3))
        style = HEAD if step > 1.1 * em else LABEL
        for i, character in enumerate(stage):
            middle = box.middle + (i - (len(stage) - 1) / 2) * step
            sheet.write(box.centre, middle, character, style, Align.CENTRE)

    def paint_blocks(sheet: Sheet, box: Box) -> None:
        left = box.x0 - _STAGE
        spare = (box.y1 - box.y0 - sum(needs)) / len(parts)
        top = box.y0
        for block, part, need in zip(blocks, parts, needs, strict=True):
            bottom = top + need + spare
            cells.draw_label(sheet, Box(box.x0, top, left + _ROLE, bottom), block.role, HEAD)
            part.paint(sheet, Box(left + _ROLE, top, box.x1, bottom))
            if top > box.y0:
                sheet.rule(box.x0, top, box.x1, top)
            top = bottom
        sheet.rule(left + _ROLE, box.y0, left + _ROLE, box.y1)

    row = (Cell(0, _STAGE, paint_stage), Cell(_STAGE, width, paint_blocks, sum(needs)))
    return Row(row, sum(needs), _WISH * len(parts), float(len(parts)))
