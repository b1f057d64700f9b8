"""A delivery that was written before, once more: its catalogue for the printer, and the folder when the disc was lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.delivery import DeliveredDocument, DeliveryHead, write_delivery
from desktop.models import Delivery
from desktop.rules.periods import Quarter
from desktop.rules.roles import Permission
from desktop.services.clock import civil_date
from desktop.services.deliveries import (
    WrittenDelivery,
    delivery_view,
    documents_of,
    folder_name,
    head_of,
    rows_of,
)
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress
from desktop.services.gathering import replaced


def delivered(desk: Desk, delivery_id: int) -> tuple[DeliveryHead, tuple[DeliveredDocument, ...]]:
    """Head and files of a delivery as they were written; the files are opened from the store when they are read."""
    desk.require(Permission.DELIVER, Permission.READ)
    with desk.store.reading() as session:
        row = _delivery(session, delivery_id)
        quarter = Quarter(row.year, row.quarter)
        rows = rows_of(session, delivery_id)
        replacing = replaced(session, [item.id for item, _day, _content in rows], quarter)
        head = head_of(desk, quarter, row.created_by, civil_date(row.created_at))
        return head, documents_of(desk, rows, replacing)


def write_again(
    desk: Desk,
    delivery_id: int,
    folder: Path,
    catalogue_pdf: Callable[[DeliveryHead, Sequence[DeliveredDocument]], bytes],
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> WrittenDelivery:
    """Write a delivery once more into `folder`: same files, same catalogue, same identity.

    Raises UserError when the folder is there already; PackageRefused (E-FORK) when what was written is not what was
    delivered, and takes it away again.
    """
    desk.require(Permission.DELIVER)
    head, documents = delivered(desk, delivery_id)
    with desk.store.reading() as session:
        row = _delivery(session, delivery_id)
        view = delivery_view(session, row)
    target = folder / folder_name(view.quarter)
    check = write_delivery(
        target, head, documents, catalogue_pdf(head, documents), progress=progress, cancelled=cancelled
    )
    if check.manifest_hash != view.manifest_hash:
        shutil.rmtree(target)
        raise PackageRefused(
            "重新写出的内容与当时送交的不一致", "不要使用这份文件夹，请联系系统管理员核对数据", "E-FORK"
        )
    with desk.verb("write_delivery_again", view.quarter.label, {"manifest": check.manifest_hash}):
        pass
    return WrittenDelivery(view, target, check.size)


def _delivery(session: Session, delivery_id: int) -> Delivery:
    row = session.get(Delivery, delivery_id)
    if row is None:
        raise UserError("没有找到这次送交", "刷新列表后再试", "E-DELIVERY")
    return row
