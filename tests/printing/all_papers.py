"""Every paper of invented records, and a generator: `python tests/printing/all_papers.py FOLDER`."""

from __future__ import annotations

import sys
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


def papers() -> dict[str, bytes]:
    """Every paper by file name."""
    return {
        "review-filled": review_form(filled_form(), NOTO_ONLY),
        "review-blank": review_form(blank_form(), NOTO_ONLY),
        "review-longer-chain": review_form(longer_chain(), NOTO_ONLY),
        "review-long-opinion": review_form(long_opinion(), NOTO_ONLY),
        "review-voided": review_form(voided_and_published(), NOTO_ONLY),
        "batch": batch_lists([batch()], NOTO_ONLY),
        "batch-long": batch_lists([batch(30)], NOTO_ONLY),
        "batch-nil": batch_lists([batch(0)], NOTO_ONLY),
        "catalogue": catalogue(delivery(), NOTO_ONLY),
        "catalogue-nil": catalogue(delivery(0), NOTO_ONLY),
        "handover": handover(handed_over(), NOTO_ONLY),
        "receipt": receipt(answered(), NOTO_ONLY),
        "recovery-key": recovery_key_sheet(recovery(), NOTO_ONLY),
        "fingerprint": fingerprint_sheet(fingerprint(), NOTO_ONLY),
        "chain-head": chain_head_sheet(
            ChainHeadSheet("临江省司法厅", "办公室", 1, 3412, "9f" * 32, date(2026, 12, 30), "苏见"), NOTO_ONLY
        ),
        **{f"review-{name}": review_form(form, NOTO_ONLY) for name, form in LAYOUTS.items()},
        **{f"review-{name}-blank": review_form(blank_of(form), NOTO_ONLY) for name, form in LAYOUTS.items()},
        "landscape-summary": monthly_summary(month(), NOTO_ONLY),
        "landscape-summary-nil": monthly_summary(month(0), NOTO_ONLY),
        "return-slip": return_slip(returned(), NOTO_ONLY),
        "return-slip-long": return_slip(returned(60, "核对后改正。" * 90), NOTO_ONLY),
        "landscape-submissions": submission_table(reported(), NOTO_ONLY),
        "landscape-submissions-long": submission_table(reported(30, 14), NOTO_ONLY),
        "landscape-submissions-none": submission_table(reported(0), NOTO_ONLY),
        "reminders": reminder_slips([reminded(), reminded(60, "公证工作管理处")], NOTO_ONLY),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in papers().items():
        (folder / f"{name}.pdf").write_bytes(data)
        sys.stdout.write(f"{name}.pdf {len(data)}\n")
