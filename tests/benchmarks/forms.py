"""Printing review forms: 1,000 in one PDF at 15 ms a page, one previewed in 100 ms, and LibreOffice doing the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from docx import Document

from desktop.printing.fonts import FontSet
from desktop.printing.review_form import review_form, review_forms
from desktop.printing.review_sheet import ReviewFormSheet
from desktop.screening.pages import render_page
from tests.benchmarks.measure import seconds, tell
from tests.printing.specimens import digest_of, filled_form

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
    each = seconds(lambda: review_forms(records, fonts), 2) / COUNT
    tell(f"a page of {COUNT} review forms in one PDF", each, PAGE_LIMIT, "limit", 1.0)
    shown = seconds(lambda: render_page(review_form(records[1], fonts), 1, PREVIEW_PIXELS), 5)
    tell("one form made and rendered for preview", shown, PREVIEW_LIMIT, "limit", 1.0)
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        sys.stdout.write("LibreOffice is not at hand: the comparison with it (at most 1/20) was not made\n")
        return
    tell("a page of a form", each, _with_libreoffice(office, records[:WITH_OFFICE], folder), "LibreOffice", 1 / 20)


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
