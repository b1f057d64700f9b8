"""Printing review forms: 1,000 in one PDF at 15 ms a page, one previewed in 100 ms, and LibreOffice doing the same.

Both are measured twice: from sheets that are ready, and from the store as the clerk meets them, with every signature
verified and the characters told that no font has.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from docx import Document

from desktop.printing.fonts import FontSet
from desktop.printing.review_form import review_form, review_forms
from desktop.printing.review_sheet import ReviewFormSheet
from desktop.screening.pages import page_count, render_page
from desktop.services import papers, reviews
from desktop.services.reviews import Verdict
from tests.benchmarks.measure import seconds, seconds_and_cpu, tell
from tests.printing.specimens import digest_of, filled_form
from tests.services.ends import DOCUMENT, REVIEWED, Ends, found_ends, register

COUNT = 1000
PAGE_LIMIT, PREVIEW_LIMIT = 0.015, 0.100
PREVIEW_PIXELS = 1240
WITH_OFFICE = 20
"""Forms that LibreOffice converts in one call: its start is shared between them, in its favour."""


def run(folder: Path) -> None:
    """A thousand forms with words of their own, one preview, and the same forms as documents through LibreOffice."""
    records = [_form(n) for n in range(COUNT)]
    fonts = FontSet()
    review_form(records[0], fonts)
    each = _tell(
        f"a page of {COUNT} review forms in one PDF", lambda: review_forms(records, fonts), COUNT, PAGE_LIMIT, 2
    )
    _tell("one form made and rendered for preview", lambda: _previewed(partial(review_form, records[1], fonts)))
    _from_store(folder)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        sys.stdout.write("LibreOffice is not at hand: the comparison with it (at most 1/20) was not made\n")
        return
    tell("a page of a form", each, _with_libreoffice(office, records[:WITH_OFFICE], folder), "LibreOffice", 1 / 20)


def _tell(what: str, work: Callable[[], object], pages: int = 1, limit: float = PREVIEW_LIMIT, times: int = 5) -> float:
    """Tell the wall time of each page, then the CPU time, which a loaded machine does not stretch; returns the first."""
    wall, cpu = seconds_and_cpu(work, times)
    tell(what, wall / pages, limit, "limit", 1.0)
    tell("  the same, CPU of all threads", cpu / pages, limit, "limit", 1.0)
    return wall / pages


def _previewed(make: Callable[[], bytes]) -> None:
    """What the preview does before it shows a page."""
    with papers.noting_missing() as missing:
        pdf = make()
    assert papers.missing_words(missing) == ""
    assert page_count(pdf) == 1
    render_page(pdf, 1, PREVIEW_PIXELS)


def _from_store(folder: Path) -> None:
    """The same two from items under review, each with its document and the three signatures of the office."""
    ends = found_ends(folder / "ends")
    uuids = _reviewed(ends, folder)
    with ends.at("zhou") as desk:
        papers.review_form_pdf(desk, uuids[0])
        what = f"a page of {COUNT} forms in one PDF, from the store"
        _tell(what, lambda: papers.review_form_pdf(desk, *uuids), COUNT, PAGE_LIMIT, 2)
        at = iter(uuids)
        _tell("one form previewed, from the store", lambda: _previewed(lambda: papers.review_form_pdf(desk, next(at))))


def _reviewed(ends: Ends, folder: Path) -> list[str]:
    """Items that were signed by handler, head of office and confidentiality reviewer."""
    path = folder / "通知.txt"
    uuids = []
    with ends.at("lin") as desk:
        for number in range(COUNT):
            path.write_text(DOCUMENT.replace("47号", f"{number}号"), encoding="utf-8")
            uuids.append(register(desk, path))
            reviews.submit(desk, uuids[-1], "已逐项核对。")
    for login, verdict in (("chen", Verdict(text="内容属实，同意。")), ("zhou", REVIEWED)):
        with ends.at(login) as desk:
            for uuid in uuids:
                reviews.sign(desk, uuid, verdict)
    return uuids


def _form(n: int) -> ReviewFormSheet:
    """A form that has no text in common with the others but its labels."""
    form = filled_form()
    blocks = tuple(replace(one, opinion=f"{one.opinion}第{n}件。" if one.name else "") for one in form.blocks)
    return replace(
        form,
        form_number=f"保审〔2026〕BGS-{n:04}",
        title=f"临江省司法厅对省政协第十三届四次会议第{n:04}号提案的答复",
        document_number=f"临司提复〔2026〕{n}号",
        precheck=f"第{n}件。{form.precheck}",
        notes=f"第{n}件。{form.notes}",
        attachments=(f"附件1\u3000提案第{n}号办理情况汇总表（2页）", f"附件2\u3000第{n}号意见征询表（遮盖副本，1页）"),
        blocks=blocks,
        digest=digest_of(f"form {n}"),
    )


def _with_libreoffice(office: str, records: list[ReviewFormSheet], folder: Path) -> float:
    """Seconds that LibreOffice headless takes for each of these forms, filled in as documents beforehand."""
    names = [str(_document(record, folder / f"{n}.docx")) for n, record in enumerate(records)]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *names]
    return seconds(lambda: subprocess.run(call, check=True, capture_output=True), 2) / len(names)


def _document(record: ReviewFormSheet, path: Path) -> Path:
    """The same words in a table of a document."""
    rows = [
        ("提供处室", record.office), ("拟稿人", record.drafter), ("信息标题", record.title), ("文号", record.document_number),
        ("附件", "\n".join(record.attachments)), ("系统预检", record.precheck), *((q, a or "") for q, a in record.checklist),
        ("情况说明", record.notes), *((one.role, f"{one.ticked}\n{one.opinion}\n{one.name}") for one in record.blocks),
    ]  # fmt: skip
    document = Document()
    document.add_heading(record.name, 0)
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, words in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, words
    document.save(str(path))
    return path
