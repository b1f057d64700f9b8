"""Every paper of invented records, and a generator: `python tests/printing/all_papers.py FOLDER`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from desktop.printing.batch_list import batch_lists
from desktop.printing.catalogue import catalogue
from desktop.printing.handover import handover
from desktop.printing.keys import ChainHeadSheet, chain_head_sheet, fingerprint_sheet, recovery_key_sheet
from desktop.printing.monthly_summary import monthly_summary
from desktop.printing.receipt import receipt
from desktop.printing.return_slip import return_slip
from desktop.printing.review_form import review_form
from desktop.printing.submissions import reminder_slips, submission_table
from tests.printing.layout_specimens import LAYOUTS, blank_of, month, reminded, reported, returned
from tests.printing.specimens import (
    NOTO_ONLY,
    answered,
    batch,
    blank_form,
    delivery,
    filled_form,
    fingerprint,
    handed_over,
    long_opinion,
    longer_chain,
    recovery,
    voided_and_published,
)

PAPERS: dict[str, Callable[[], bytes]] = {
    "review-filled": lambda: review_form(filled_form(), NOTO_ONLY),
    "review-blank": lambda: review_form(blank_form(), NOTO_ONLY),
    "review-longer-chain": lambda: review_form(longer_chain(), NOTO_ONLY),
    "review-long-opinion": lambda: review_form(long_opinion(), NOTO_ONLY),
    "review-voided": lambda: review_form(voided_and_published(), NOTO_ONLY),
    "batch": lambda: batch_lists([batch()], NOTO_ONLY),
    "batch-long": lambda: batch_lists([batch(30)], NOTO_ONLY),
    "batch-nil": lambda: batch_lists([batch(0)], NOTO_ONLY),
    "catalogue": lambda: catalogue(delivery(), NOTO_ONLY),
    "catalogue-nil": lambda: catalogue(delivery(0), NOTO_ONLY),
    "handover": lambda: handover(handed_over(), NOTO_ONLY),
    "receipt": lambda: receipt(answered(), NOTO_ONLY),
    "recovery-key": lambda: recovery_key_sheet(recovery(), NOTO_ONLY),
    "fingerprint": lambda: fingerprint_sheet(fingerprint(), NOTO_ONLY),
    "chain-head": lambda: chain_head_sheet(
        ChainHeadSheet("临江省司法厅", "办公室", 1, 3412, "9f" * 32, date(2026, 12, 30), "苏见"), NOTO_ONLY
    ),
    **{f"review-{name}": functools.partial(review_form, form, NOTO_ONLY) for name, form in LAYOUTS.items()},
    **{
        f"review-{name}-blank": functools.partial(review_form, blank_of(form), NOTO_ONLY)
        for name, form in LAYOUTS.items()
    },
    "landscape-summary": lambda: monthly_summary(month(), NOTO_ONLY),
    "landscape-summary-nil": lambda: monthly_summary(month(0), NOTO_ONLY),
    "return-slip": lambda: return_slip(returned(), NOTO_ONLY),
    "return-slip-long": lambda: return_slip(returned(60, "核对后改正。" * 90), NOTO_ONLY),
    "landscape-submissions": lambda: submission_table(reported(), NOTO_ONLY),
    "landscape-submissions-long": lambda: submission_table(reported(30, 14), NOTO_ONLY),
    "landscape-submissions-none": lambda: submission_table(reported(0), NOTO_ONLY),
    "reminders": lambda: reminder_slips([reminded(), reminded(60, "公证工作管理处")], NOTO_ONLY),
}
"""What prints each paper, by file name."""


@functools.cache
def paper(name: str) -> bytes:
    """One paper, printed when it is first asked for."""
    return PAPERS[name]()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAPERS:
        size = (folder / f"{name}.pdf").write_bytes(paper(name))
        sys.stdout.write(f"{name}.pdf {size}\n")
