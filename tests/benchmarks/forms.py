"""Printing many review forms: a page in milliseconds against the limit of 15 ms."""

from __future__ import annotations

from pathlib import Path

from desktop.printing.fonts import FontSet
from desktop.printing.review_form import review_forms
from tests.benchmarks.measure import seconds, tell
from tests.printing.specimens import filled_form

COUNT = 200


def run(_folder: Path) -> None:
    """200 filled forms in one PDF."""
    records = [filled_form()] * COUNT
    each = seconds(lambda: review_forms(records, FontSet())) / COUNT
    tell(f"one of {COUNT} review forms in a PDF", each, 0.015, "limit", 1.0)
