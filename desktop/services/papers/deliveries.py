"""The papers of a delivery: its catalogue and the hand-over document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from desktop.formats.delivery import DeliveredDocument, DeliveryHead, plan_names
from desktop.printing.catalogue import CatalogueRow, CatalogueSheet, catalogue
from desktop.printing.handover import HandoverSheet, handover
from desktop.services.deliveries import PAPER_COPIES, DeliveryView
from desktop.services.desk import Desk


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
