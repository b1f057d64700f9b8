"""A hundred documents dropped on the ledger: how long the window ever stands still, and how fast they are taken in."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

import openpyxl
from docx import Document
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from desktop.views.ledger.screen import LedgerScreen
from desktop.views.look.theme import apply
from desktop.views.window import MainWindow
from desktop.views.workbench import Workbench
from tests.benchmarks.measure import percentile, tell
from tests.services.ends import DOCUMENT, found_ends

LIMIT = 0.05
"""Seconds without an answer to the user that are still felt as at once."""

KINDS = {"docx": 45, "pdf": 30, "xlsx": 20, "txt": 5}
PAGES, ROWS = 10, 1_500
_SENTENCES = (
    "各科室、各直属单位要高度重视，按照职责分工抓好落实，确保各项任务按期完成。",
    "对检查中发现的问题，要建立台账，明确责任人和整改时限，逐项对账销号。",
    "联系人：办公室，电话：0531-82923160，电子邮箱：office@example.gov.cn。",
    "全年共受理申请1286件，办结1279件，办结率99.46%，同比提高2.3个百分点。",
)


def run(folder: Path) -> None:
    """Drop them on the real window, measure the heart-beats of its event loop."""
    paths = _documents(folder)
    ends = found_ends(folder / "ends")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply(application)
    with ends.at("lin") as desk:
        window = MainWindow(Workbench(desk))
        window.resize(1440, 900)
        window.show()
        window.open("ledger")
        screen = window.findChild(LedgerScreen)
        assert isinstance(screen, LedgerScreen)
        _until(lambda: False, 1.0)
        idle = _beats(lambda: False, 2.0)
        began = time.perf_counter()
        _drop(screen, paths)
        gaps = _beats(lambda: bool(screen.taken.told), 600.0)
        spent = time.perf_counter() - began
        turned = _beats(screen.taken.isVisible, 10.0) + _beats(lambda: False, 0.5)
        told = screen.taken.told
        window.close()
    assert len(told) == len(paths), f"{len(told)} of {len(paths)} were told of"
    tell("idle window, longest gap between heart-beats", max(idle), LIMIT, "limit", 1.0)
    tell(f"{len(paths)} documents dropped, longest gap", max(gaps), LIMIT, "limit", 1.0)
    tell(f"{len(paths)} documents dropped, p99 gap", percentile(gaps, 0.99), LIMIT, "limit", 1.0)
    tell("the page of what became of them is opened", max(turned), LIMIT, "limit", 1.0)
    tell(f"one document ({len(paths) / spent:.1f} a second)", spent / len(paths), 1.0, "limit", 1.0)


def _beats(done: object, most: float) -> list[float]:
    """The times between the beats of a timer that wants to beat always, until done or `most` seconds are over."""
    assert callable(done)
    gaps: list[float] = []
    last = time.perf_counter()

    def beat() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(now - last)
        last = now

    timer = QTimer()
    timer.setInterval(0)
    timer.timeout.connect(beat)
    timer.start()
    _until(done, most)
    timer.stop()
    return gaps


def _until(done: object, most: float) -> None:
    assert callable(done)
    end = time.perf_counter() + most
    while not done() and time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.001)


def _drop(screen: LedgerScreen, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # QApplication hands drops only to the target of a running drag, and there is none without a mouse.
    screen.event(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, left, none))


def _documents(folder: Path) -> list[Path]:
    """A hundred documents as an office has them, each of its own."""
    rolls = random.Random(3)
    make = {"docx": _docx, "pdf": _pdf, "xlsx": _xlsx, "txt": _txt}
    paths = []
    for kind, count in KINDS.items():
        for number in range(count):
            path = folder / f"{kind}{number:03d}.{kind}"
            path.write_bytes(make[kind](number, rolls))
            paths.append(path)
    rolls.shuffle(paths)
    return paths


def _lines(number: int, rolls: random.Random) -> list[str]:
    head = DOCUMENT.replace("47号", f"{number + 100}号").splitlines()
    body = [f"（{n + 1}）{''.join(rolls.sample(_SENTENCES, 3))}" for n in range(PAGES * 7)]
    return [*head[:4], *body, *head[4:]]


def _docx(number: int, rolls: random.Random) -> bytes:
    document = Document()
    for line in _lines(number, rolls):
        paragraph = document.add_paragraph()
        for piece in line.split("，"):
            paragraph.add_run(piece)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _pdf(number: int, rolls: random.Random) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream)
    lines = _lines(number, rolls)
    for start in range(0, len(lines), len(lines) // PAGES):
        canvas.setFont("STSong-Light", 9)
        for at, line in enumerate(lines[start : start + len(lines) // PAGES]):
            canvas.drawString(40, 800 - 20 * at, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _xlsx(number: int, rolls: random.Random) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"第{number}号表", "单位", "数量", "日期", "备注"])
    for row in range(ROWS):
        sheet.append([row, "法治科", rolls.randint(1, 9999), "2018年4月2日", rolls.choice(_SENTENCES)[:20]])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _txt(number: int, rolls: random.Random) -> bytes:
    return "\n".join(_lines(number, rolls) * 20).encode("gb18030")
