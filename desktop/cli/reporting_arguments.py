"""The arguments of the commands on who has reported: the table, the reminders, the rhythm."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

from desktop.cli.adding import Add
from desktop.cli.late import Verbs
from desktop.rules.periods import Rhythm
from desktop.rules.reporting import Period, read_period

reporting_verbs = Verbs("reporting_verbs")


def add_reporting_commands(add: Add) -> None:
    """Add `matrix`, `reminder` and `rhythm`."""
    table = add("matrix", "各处室的报送情况：已报、零报告、应报未报、逾期", reporting_verbs.table)
    table.add_argument("--until", type=_period, metavar="期间", help="最后一期，例如 2026年11月下；不给时为本期")
    table.add_argument("--count", type=int, default=6, metavar="N", help="列几期，默认 6")
    table.add_argument("--pdf", type=Path, metavar="PDF", help="打印用的报送情况表")
    table.add_argument("--xlsx", type=Path, metavar="XLSX", help="导出为表格")
    remind = add("reminder", "催报单 PDF，每个欠报的处室一张", reporting_verbs.remind)
    remind.add_argument("--office", default="", help="处室名称，不给时为全部欠报的处室")
    remind.add_argument("--output", type=Path, required=True)
    rhythm = add("rhythm", "报送周期和宽限的工作日；给出的，改用", reporting_verbs.rhythm)
    rhythm.add_argument("--set", type=Rhythm, choices=list(Rhythm), help="half_month 半月，month 每月，quarter 每季度")
    rhythm.add_argument("--grace", type=int, metavar="N", help="期满后几个工作日内送到不算迟报")


def _period(text: str) -> Period:
    period = read_period(text)
    if period is None:
        raise ArgumentTypeError("期间写作 2026年11月下、2026年11月或 2026年第4季度")
    return period
