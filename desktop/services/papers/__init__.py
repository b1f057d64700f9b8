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
from desktop.services.papers.keys import fingerprint_pdf, recovery_pdf
from desktop.services.papers.saving import save_pdf

__all__ = [
    "batch_list_pdf",
    "blank_form_pdf",
    "catalogue_pdf",
    "current_form_digest",
    "fingerprint_pdf",
    "form_sheets",
    "handover_pdf",
    "precheck_words",
    "receipt_pdf",
    "recovery_pdf",
    "review_form_pdf",
    "save_pdf",
    "save_review_forms",
]
