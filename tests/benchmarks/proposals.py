"""How often the proposals agree with the labelled set: title and number 98 %, dates 95 %, nothing invented."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from desktop.screening.intake import examine
from tests.screening.corpus.layouts import Paper, lines_of
from tests.screening.corpus.papers import PAPERS
from tests.screening.files import docx, pdf
from tests.screening.oldfiles import ofd

FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "txt": lambda lines: "\n".join(lines).encode("gb18030"),
    "docx": lambda lines: docx(*lines),
    "pdf": lambda lines: pdf(tuple(filter(None, lines))),
    "ofd": lambda lines: ofd(tuple(filter(None, lines))),
}
BARS = {"title": 0.98, "number": 0.98, "signed": 0.95, "issued": 0.95, "genre": 0.95, "body": 0.95, "source": 0.98}
"""The least share of right answers for each field; a paper that says nothing counts as right when nothing is said."""


def proposed(paper: Paper, suffix: str = "txt") -> dict[str, object]:
    """What the program reads from a paper in one file format, named as the labels are."""
    found = examine(f"a.{suffix}", FORMATS[suffix](lines_of(paper))).proposals
    fields = {
        "title": found.title,
        "number": found.document_number,
        "signed": found.signed_on,
        "issued": found.issued_on,
        "genre": found.genre,
        "body": found.issuing_body,
        "source": found.reprint_source,
    }
    return {name: field.value if field else None for name, field in fields.items()}


def wanted(paper: Paper) -> dict[str, object]:
    """The labels of a paper; an empty authority means that none is named."""
    return {name: getattr(paper, name) or None for name in BARS}


def run(_folder: Path) -> None:
    """Every paper in every format: the share of right answers, the invented ones, and each mistake."""
    for suffix in FORMATS:
        answers = [(wanted(paper), proposed(paper, suffix)) for paper in PAPERS]
        for name, bar in BARS.items():
            wrong = [(want[name], got[name]) for want, got in answers if want[name] != got[name]]
            invented = sum(want is None for want, _ in wrong)
            share = 1 - len(wrong) / len(answers)
            verdict = "held" if share >= bar and not invented else "MISSED"
            sys.stdout.write(
                f"{suffix:<5}{name:<8} right {share:7.1%} of {len(answers)}   invented {invented}   bar {bar:.0%} {verdict}\n"
            )
            sys.stdout.writelines(f"      wanted {want}   got {got}\n" for want, got in wrong)
