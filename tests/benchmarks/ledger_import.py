"""Taking 10,000 rows of an office's own ledger in, against one executemany of the same rows by sqlite3."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from desktop.rules.plain import to_plain
from desktop.services import ledger_import
from desktop.services.ledger_preview import Preview, preview
from desktop.services.ledger_tables import OpenedLedger, open_ledger
from tests.benchmarks.measure import seconds, tell
from tests.benchmarks.stores import filled_store

ROWS = 10_000
PLACES = ("临江", "北岸", "长河", "东湖", "金山", "云岭", "安泰", "和平", "信德", "明诚", "大正")


def run(folder: Path) -> None:
    """Reading, previewing, taking in and undoing, beside a store that holds 10,000 items already."""
    desk = filled_store(folder, ROWS)
    path = _ledger(folder / "台账.xlsx")
    held: dict[str, OpenedLedger] = {}
    shown: dict[str, Preview] = {}
    made: dict[str, str] = {}

    def read() -> None:
        held["ledger"] = open_ledger(desk, path)

    def look() -> None:
        shown["preview"] = preview(desk, held["ledger"])

    def take() -> None:
        found = shown["preview"]
        chosen = [row.number for row in found.rows if row.importable]
        made["id"] = ledger_import.take_in(desk, found, chosen).id

    tell(f"open a ledger of {ROWS} rows", seconds(read, 1), 3.0, "limit", 1.0)
    tell(f"preview {ROWS} rows, {ROWS} items", seconds(look, 1), 5.0, "limit", 1.0)
    ours = seconds(take, 1)
    rows = [to_plain(row.read.content) for row in shown["preview"].rows]
    peer = seconds(lambda: _executemany(folder / "peer.db", rows), 1)
    tell(f"take {ROWS} rows in", ours, peer, "sqlite3 executemany", 20.0)
    tell(f"undo {ROWS} rows", seconds(lambda: ledger_import.undo(desk, made["id"]), 1), 10.0, "limit", 1.0)
    desk.close()


def _ledger(path: Path) -> Path:
    book = Workbook(write_only=True)
    table = book.create_sheet("2026年")
    table.append(["政府信息公开台账"])
    table.append(["序号", "日期", "文件名称", "文号", "公开属性", "发布时间", "网址", "经办人", "处室"])
    for number in range(ROWS):
        name = PLACES[number % 11] + PLACES[number // 11 % 11] + PLACES[number // 121 % 11]
        day = date(2026, 1, 1) + timedelta(days=number % 300)
        title = f"关于同意设立{name}律师事务所（第{number % 97}号）的批复"
        table.append([number + 1, day, title, f"临司复〔2026〕{number + 1}号", "主动公开", "", "", "林倩", "律师处"])
    book.save(path)
    return path


def _executemany(path: Path, rows: list[dict[str, object]]) -> None:
    """The same contents as text, without numbers, index, history or encryption."""
    store = sqlite3.connect(path)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
    store.executemany("INSERT INTO t (title, body) VALUES (?, ?)", [(row["title"], json.dumps(row)) for row in rows])
    store.commit()
    store.close()
