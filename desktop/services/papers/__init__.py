"""The papers of items, batches, deliveries and keys, from the store to PDF bytes."""

from desktop.services.papers.batches import batch_list_pdf, receipt_pdf
from desktop.services.papers.deliveries import catalogue_pdf, handover_pdf
from desktop.services.papers.forms import (
    blank_form_pdf,
    current_form_digest,
    form_sheets,
    precheck_words,
    review_form_pdf,
    save_review_forms,
)
from desktop.services.papers.keys import chain_head_pdf, fingerprint_pdf, recovery_pdf
from desktop.services.papers.missing import font_words, missing_words, noting_missing
from desktop.services.papers.return_slips import has_return_slip, return_slip_pdf
from desktop.services.papers.saving import save_pdf
from desktop.services.papers.spot_check import SpotCheck, spot_check
from desktop.services.papers.submissions import (
    cell_marks,
    cell_words,
    due_words,
    export_matrix,
    matrix_pdf,
    reminders_pdf,
    totals_of,
)
from desktop.services.papers.summary import monthly_summary_pdf, office_choices

__all__ = [
    "SpotCheck",
    "batch_list_pdf",
    "blank_form_pdf",
    "catalogue_pdf",
    "cell_marks",
    "cell_words",
    "chain_head_pdf",
    "current_form_digest",
    "due_words",
    "export_matrix",
    "fingerprint_pdf",
    "font_words",
    "form_sheets",
    "handover_pdf",
    "has_return_slip",
    "matrix_pdf",
    "missing_words",
    "monthly_summary_pdf",
    "noting_missing",
    "office_choices",
    "precheck_words",
    "receipt_pdf",
    "recovery_pdf",
    "reminders_pdf",
    "return_slip_pdf",
    "review_form_pdf",
    "save_pdf",
    "save_review_forms",
    "spot_check",
    "totals_of",
]
