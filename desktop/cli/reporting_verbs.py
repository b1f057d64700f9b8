"""Commands on who has reported: the table, the reminders, the rhythm."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import Any

from desktop.cli.answers import Answer, say
from desktop.cli.paper_verbs import office_id
from desktop.labels import word
from desktop.rules.reporting import Cell, period_of
from desktop.services import matrix, papers, reporting
from desktop.services.desk import Desk
from desktop.services.matrix import SubmissionMatrix


def table(desk: Desk, given: Namespace) -> Answer:
    """The offices by periods; on paper and as a spreadsheet when asked for."""
    last = given.until and period_of(reporting.reporting(desk).rhythm, given.until.last_day)
    found = matrix.matrix(desk, last, given.count)
    written = []
    if given.pdf:
        papers.save_pdf(given.pdf, papers.matrix_pdf(desk, found))
        written.append(f"已写出：{given.pdf}")
    if given.xlsx:
        papers.export_matrix(desk, found, given.xlsx)
        written.append(f"已写出：{given.xlsx}")
    return Answer((*_lines(found), *written), _data(found))


def remind(desk: Desk, given: Namespace) -> Answer:
    """The reminders as one PDF."""
    found = matrix.reminders(desk, office_id(desk, given.office))
    papers.save_pdf(given.output, papers.reminders_pdf(desk, found))
    names = "、".join(one.office_name for one in found)
    return say(
        f"催报单 {len(found)} 张：{names}",
        f"已写出：{given.output}",
        path=str(given.output),
        offices=[
            {
                "office": one.office_name,
                "owed": [each.column.period.label for each in one.owed],
                "gaps": [gap.seq for gap in one.gaps],
            }
            for one in found
        ],
    )


def rhythm(desk: Desk, given: Namespace) -> Answer:
    """The rhythm in force, changed first when another is given."""
    now = reporting.reporting(desk)
    wanted = replace(
        now,
        rhythm=given.set or now.rhythm,
        grace_days=now.grace_days if given.grace is None else given.grace,
    )
    if wanted != now:
        reporting.set_reporting(desk, wanted)
    return say(
        f"报送周期：{word(wanted.rhythm)}；期满后 {wanted.grace_days} 个工作日内送到不算迟报",
        rhythm=wanted.rhythm.value,
        grace_days=wanted.grace_days,
    )


def _lines(found: SubmissionMatrix) -> tuple[str, ...]:
    lines = ["  ".join(f"{name} {count}" for name, count in papers.totals_of(found))]
    for column, n in zip(found.columns, range(len(found.columns)), strict=True):
        lines.append(f"{column.period.label}（截止 {papers.due_words(column)}）")
        lines += [f"  {line.name}：{_words(line.cells[n])}" for line in found.lines]
    return tuple(lines)


def _words(one: Cell) -> str:
    return "，".join((papers.cell_words(one), *papers.cell_marks(one)))


def _data(found: SubmissionMatrix) -> dict[str, Any]:
    return {
        "rhythm": found.settings.rhythm.value,
        "grace_days": found.settings.grace_days,
        "periods": [{"period": one.period.label, "due": one.due.date.isoformat()} for one in found.columns],
        "offices": [
            {
                "code": line.code,
                "name": line.name,
                "cells": [
                    {
                        "standing": one.standing.value,
                        "items": one.items,
                        "days_late": one.days_late,
                        "batches": list(one.batches),
                        "gaps": list(one.gaps),
                        "receipts_due": one.receipts_due,
                        "guessed": one.guessed,
                    }
                    for one in line.cells
                ],
            }
            for line in found.lines
        ],
    }
