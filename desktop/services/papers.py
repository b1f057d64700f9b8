"""The papers of an item, a batch, a delivery and a key, from the store to PDF bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from desktop.cleaning.presets import name_of
from desktop.formats.delivery import DeliveredDocument, DeliveryHead, plan_names
from desktop.formats.placing import place_file, reading_errors
from desktop.formats.receipt import Receipt
from desktop.labels import FIELDS, choices, title_of, word
from desktop.printing.batch_list import BatchListSheet, BatchRow, batch_list
from desktop.printing.catalogue import CatalogueRow, CatalogueSheet, catalogue
from desktop.printing.cells import Option
from desktop.printing.handover import HandoverSheet, handover
from desktop.printing.keys import FingerprintSheet, RecoveryKeySheet, fingerprint_sheet, recovery_key_sheet
from desktop.printing.receipt import ReceiptRow, ReceiptSheet, receipt
from desktop.printing.review_form import review_forms
from desktop.printing.review_sheet import Publication, ReviewFormSheet, SignBlock
from desktop.rules.chains import ChainStep, Step
from desktop.rules.findings import Raised, Resolution, masked_away, resolution_of
from desktop.rules.items import Attribute, Carrier, Channel, DocumentRole, ItemContent, Source
from desktop.rules.review import QUESTIONS, Conclusion, SignOffStatement
from desktop.rules.roles import End
from desktop.rules.states import ItemOutcome, ReceivedOutcome
from desktop.screening.records import Severity
from desktop.services.batches import Written, batch_items
from desktop.services.clock import civil_date
from desktop.services.deliveries import PAPER_COPIES, DeliveryView
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.differences import settled_words
from desktop.services.forms import default_form
from desktop.services.item_detail import DocumentView, ItemDetail, detail
from desktop.services.ledger import numbers_and_titles
from desktop.services.resolving import raised
from desktop.services.sign_offs import form_digest
from desktop.trust.digests import DualDigest
from desktop.trust.signing import Algorithm


def save_pdf(path: Path, pdf: bytes) -> None:
    """Write a PDF where the user wants it, wholly or not at all."""

    def write(file: BinaryIO) -> None:
        file.write(pdf)

    place_file(path, write, lambda part: None)


def review_form_pdf(desk: Desk, *uuids: str) -> bytes:
    """The review forms of items, filled as they stand now, one after the other."""
    return review_forms([_form(detail(desk, uuid)) for uuid in uuids])


def save_review_forms(
    desk: Desk,
    uuids: Sequence[str],
    target: Path,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> None:
    """Write the review forms of items into one PDF, in their order; cancelling leaves no file."""
    forms = []
    for number, uuid in enumerate(uuids):
        stop_if(cancelled)
        progress(number, len(uuids))
        forms.append(_form(detail(desk, uuid)))
    save_pdf(target, review_forms(forms))


def blank_form_pdf(desk: Desk) -> bytes:
    """A blank review form for ink."""
    blocks = tuple(SignBlock(title_of(one)) for one in default_form(desk).steps)
    return review_forms([_sheet(ItemContent(), desk.agency.office_name, blocks=blocks, blank=True)])


def batch_list_pdf(desk: Desk, written: Written) -> bytes:
    """The hand-over list (报送清单) of a batch that lies on the stick, with the receipt to tear off."""
    lines = batch_items(desk, written.batch.id)
    digest = _digest_of(written.path)
    return batch_list(
        BatchListSheet(
            number=written.batch.paper_number,
            sent_on=civil_date(written.batch.created_at),
            office=desk.agency.office_name,
            receiver=f"{desk.agency.name}办公室",
            period=written.batch.period,
            previous="",
            rows=tuple(
                BatchRow(
                    one.form_number,
                    _public_title(one.content),
                    one.content.document_number,
                    _genre(one.content),
                    len(one.content.attachments),
                    one.digest,
                )
                for one in lines
            ),
            size=sum(document.size for one in lines for document in one.content.attachments),
            medium="U 盘",
            file_name=written.path.name,
            sm3=digest.sm3,
            sha256=digest.sha256,
        )
    )


def receipt_pdf(desk: Desk, record: Receipt, office_name: str, batch_number: str, received_on: date) -> bytes:
    """A receipt on paper."""
    names = numbers_and_titles(desk, [one.uuid for one in record.items])
    return receipt(
        ReceiptSheet(
            number=f"{record.receipt_seq:04d}",
            issued_on=civil_date(record.created_at),
            centre=f"{desk.agency.name}{desk.agency.office_name}",
            office=office_name,
            batch_number=batch_number,
            received_on=received_on,
            results=tuple(Option(word(one), one is record.outcome) for one in ReceivedOutcome),
            rows=tuple(
                ReceiptRow(
                    *names.get(one.uuid, ("", "")),
                    word(one.outcome),
                    one.reason,
                    tuple(_field(name) for name in one.fields),
                    one.index_number,
                )
                for one in record.items
            ),
            digest=record.batch.manifest_hash,
            gaps=tuple(f"第 {n} 批" for n in record.gaps),
            conflicts=tuple(
                names.get(one.uuid, ("", ""))[0] for one in record.items if one.outcome is ItemOutcome.CONFLICT
            ),
            receiver=desk.person.name,
        )
    )


def catalogue_pdf(head: DeliveryHead, documents: Sequence[DeliveredDocument]) -> bytes:
    """送交目录表 of a delivery, one line an item; a nil return when there is none."""
    return catalogue(
        CatalogueSheet(
            number=head.number,
            unit=head.sender,
            receiver=head.receiver,
            period=head.period,
            rows=tuple(_catalogue_rows(documents)),
            handler=head.handler,
            phone=head.phone,
            size=sum(one.size for one in documents),
            delivered_on=date.fromisoformat(head.delivered_on),
        )
    )


def handover_pdf(desk: Desk, delivery: DeliveryView, receiver: str) -> bytes:
    """交接文据 for one receiver of a delivery."""
    label = delivery.quarter.label
    return handover(
        HandoverSheet(
            number=f"{delivery.quarter.year}-{delivery.quarter.number}",
            unit=desk.agency.name,
            receiver=receiver,
            batch=label,
            paper=f"{delivery.item_count} 件，每件 {PAPER_COPIES} 份",
            electronic=f"{delivery.item_count} 件，{delivery.file_count} 个文件",
            medium="U 盘或光盘",
            medium_number="",
            digest=delivery.manifest_hash,
            enclosed=f"送交目录表（{label}）",
        )
    )


def recovery_pdf(agency_name: str, office_name: str, recovery_key: str, made_on: date) -> bytes:
    """应急密钥, to be locked away."""
    return recovery_key_sheet(RecoveryKeySheet(agency_name, office_name, recovery_key, made_on))


def fingerprint_pdf(agency_name: str, office_name: str, end: End, fingerprint: str, made_on: date) -> bytes:
    """公钥指纹 of this end, for the other end to enrol."""
    receiver = f"{agency_name}办公室" if end is End.OFFICE else "各处室"
    return fingerprint_sheet(
        FingerprintSheet(agency_name, office_name, receiver, Algorithm.SM2_SM3.value, fingerprint, made_on)
    )


def current_form_digest(one: ItemDetail) -> str:
    """The digest of an item's form as it stands now, in hex; empty before it was submitted."""
    if not one.head_rev or one.draft_version is not None:
        return ""
    return form_digest(one.head_digest, one.content, one.statements)


def precheck_words(documents: Iterable[DocumentView], resolutions: Sequence[Resolution] = ()) -> str:
    """What the screening found and what somebody decided about it, in one sentence for the form (系统预检)."""
    listed = tuple(documents)
    if not listed:
        return ""
    found = [
        f"{finding['what']}（{one.name}，{finding['place']}）{_settled(seen, resolutions)}"
        for one in listed
        for finding, seen in zip(one.findings, raised(one.sm3, one.findings), strict=True)
    ]
    found += [
        f"{name_of(made.rule)}（{one.name}，{made.place}，{made.count} 处）：{settled_words(made)}"
        for one in listed
        for made in masked_away(one.sm3, raised(one.sm3, one.findings), resolutions)
    ]
    marks = sum(finding["count"] for one in listed for finding in one.findings if finding["severity"] == Severity.BLOCK)
    head = f"已检查 {len(listed)} 个文件。密级标志 {marks} 处{'，已由保密审查员放行' if marks else ''}"
    return f"{head}；{'；'.join(found)}。" if found else f"{head}；未发现其他问题。"


def _settled(seen: Raised, resolutions: Sequence[Resolution]) -> str:
    made = resolution_of(seen, resolutions)
    return f"：{settled_words(made)}" if made else ""


def _form(one: ItemDetail) -> ReviewFormSheet:
    signed = {statement.step: statement for statement in one.statements}
    published = one.publication
    return _sheet(
        one.content,
        one.office_name,
        blocks=tuple(_block(step, signed.get(step.step)) for step in one.content.form.steps),
        form_number=one.form_number,
        conclusion=next((item.conclusion for item in signed.values() if item.conclusion), None),
        answers=signed.get(Step.CONFIDENTIALITY_REVIEWER),
        precheck=precheck_words(one.documents, one.content.resolutions),
        publication=Publication(
            published.published_on if published else None,
            published.address if published else "",
            one.index_number,
            published.publisher if published else "",
            published.published_on if published else None,
        ),
        digest=current_form_digest(one),
        version=max(one.head_rev, 1),
    )


def _sheet(
    content: ItemContent,
    office: str,
    *,
    blocks: tuple[SignBlock, ...],
    form_number: str = "",
    conclusion: Conclusion | None = None,
    answers: SignOffStatement | None = None,
    precheck: str = "",
    publication: Publication | None = None,
    digest: str = "",
    version: int = 1,
    blank: bool = False,
) -> ReviewFormSheet:
    given = answers.answers if answers and answers.answers else content.answers
    return ReviewFormSheet(
        carriers=_options(Carrier, *(() if blank else (content.carrier,))),
        sources=_options(Source, *(() if blank else (content.source,))),
        attributes=_options(Attribute, *(() if blank else (content.attribute,))),
        channels=_options(Channel, *(() if blank else content.channels)),
        conclusions=_options(Conclusion, *((conclusion,) if conclusion else ())),
        checklist=tuple(
            (question, word(answer) if answer else None) for question, answer in zip(QUESTIONS, given, strict=True)
        ),
        blocks=blocks,
        form_number=form_number,
        filled_on=content.filled_on,
        office=office,
        drafter=content.drafter,
        phone=content.phone,
        title=content.title,
        document_number=content.document_number,
        genre=_genre(content),
        signed_on=content.signed_on,
        pages=content.pages,
        attachments=tuple(
            f"附件{n}\u3000{one.name}"
            for n, one in enumerate((d for d in content.attachments if d.role is DocumentRole.ATTACHMENT), 1)
        ),
        basis="" if blank else _basis(content),
        column=content.column,
        planned_on=content.planned_on,
        precheck=precheck,
        notes="".join(f"第{n}项：{note}" for n, note in enumerate(content.notes, 1) if note.strip()),
        publication=publication or Publication(),
        digest=digest,
        version=version,
        blank=blank,
    )


def _block(step: ChainStep, statement: SignOffStatement | None) -> SignBlock:
    if statement is None:
        return SignBlock(title_of(step))
    signed_on = statement.ink.signed_on if statement.ink else civil_date(statement.signed_at)
    return SignBlock(
        title_of(step),
        ticked=word(statement.opinion),
        opinion=statement.text,
        name=statement.person,
        ink=statement.ink is not None,
        signed_on=signed_on,
    )


def _options(kind: type[StrEnum], *ticked: StrEnum) -> tuple[Option, ...]:
    return tuple(Option(label, value in ticked) for value, label in choices(kind))


def _basis(content: ItemContent) -> str:
    if content.attribute is Attribute.PROACTIVE:
        return "无"
    return f"{word(content.ground) if content.ground else ''}。{content.reason}"


def _genre(content: ItemContent) -> str:
    return content.genre.value if content.genre else ""


def _digest_of(path: Path) -> DualDigest:
    """Both digests of a file that may be as large as a stick; UserError when it cannot be read."""
    digest = DualDigest()
    with reading_errors(path), path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest


def _public_title(content: ItemContent) -> str:
    """A withheld item's title does not travel, not on paper either."""
    return "不予公开（只报编号）" if content.attribute is Attribute.WITHHELD else content.title


def _field(name: str) -> str:
    return FIELDS.get(name, name)


def _catalogue_rows(documents: Sequence[DeliveredDocument]) -> Iterable[CatalogueRow]:
    """One line an item: its first document's file name, and how many files it has."""
    named = list(zip(documents, plan_names(documents), strict=True))
    for index_number, files in groupby(named, key=lambda pair: pair[0].index_number):
        listed = list(files)
        one, name = listed[0]
        yield CatalogueRow(
            index_number=index_number,
            title=one.title,
            document_number=one.document_number,
            responsible=one.issuing_body,
            signed_on=_day(one.signed_on),
            published_on=_day(one.published_on),
            subject=one.theme,
            pages=sum(document.pages or 0 for document, _name in listed),
            copies=one.paper_copies,
            file_name=name,
            file_format=Path(name).suffix[1:].upper(),
            digest=one.sm3,
            remark=f"附件 {len(listed) - 1}" if len(listed) > 1 else "",
            files=len(listed),
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
