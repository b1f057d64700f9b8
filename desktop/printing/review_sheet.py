"""The record of a confidentiality review form as it is printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from desktop.printing.cells import Option
from desktop.rules.chains import Layout, Step

CHOICES = ("同意", "不同意", "退回")
ANSWERS = ("否", "是", "不确定")


@dataclass(frozen=True, slots=True)
class SignBlock:
    """One signer's block.

    `ticked` is one of `choices` or empty. `name` is empty while the block awaits ink; `ink` says that the signature
    was made on paper and recorded; `mark` says below the name how it was signed, by which key or authority. A `voided`
    signature is shown as such, and the block stands open to be signed anew. One that does not verify (`invalid`) keeps
    its name, marked as not signed: the block is neither a signature nor open to be signed.
    """

    role: str
    choices: tuple[str, ...] = CHOICES
    ticked: str = ""
    opinion: str = ""
    name: str = ""
    ink: bool = False
    signed_on: date | None = None
    voided: bool = False
    mark: str = ""
    step: Step | None = None
    invalid: bool = False

    @property
    def signed_mark(self) -> str:
        """What stands behind the name."""
        if self.invalid:
            return "(无效)"
        return "(纸质已签)" if self.ink else "(已签)"


@dataclass(frozen=True, slots=True)
class Publication:
    """发布登记: what was published where, and by whom."""

    published_on: date | None = None
    location: str = ""
    index_number: str = ""
    publisher: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewFormSheet:
    """Everything that a review form shows in any layout; `blank` prints it for ink, with instructions and without digest.

    `answers` in `checklist` are one of 否, 是, 不确定, or None while open. `digest` is the form digest in hex, or empty.
    `reprint` tells where a reprinted text comes from, `main_text` what was reviewed: summary and document.
    """

    carriers: tuple[Option, ...]
    sources: tuple[Option, ...]
    attributes: tuple[Option, ...]
    channels: tuple[Option, ...]
    conclusions: tuple[Option, ...]
    checklist: tuple[tuple[str, str | None], ...]
    blocks: tuple[SignBlock, ...]
    form_number: str = ""
    filled_on: date | None = None
    office: str = ""
    drafter: str = ""
    phone: str = ""
    title: str = ""
    document_number: str = ""
    genre: str = ""
    signed_on: date | None = None
    pages: int | None = None
    attachments: tuple[str, ...] = ()
    basis: str = ""
    column: str = ""
    planned_on: date | None = None
    precheck: str = ""
    notes: str = ""
    publication: Publication = field(default_factory=Publication)
    digest: str = ""
    version: int = 1
    blank: bool = False
    layout: Layout = Layout.STANDARD
    name: str = "信息发布保密审查表"
    agency: str = ""
    reprint: str = ""
    main_text: str = ""
    submitted_on: date | None = None
