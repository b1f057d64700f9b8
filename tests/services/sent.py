"""A batch on its way: written by the office, taken in or refused by the centre."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from desktop.errors import PackageRefused
from desktop.formats.package import read_package
from desktop.models import AuditEntry, Item, Revision
from desktop.rules.roles import End
from desktop.services import (
    imports,
    inspection,
    item_detail,
    items,
    office_receipts,
    receipts,
)
from desktop.services.imports import Decision
from desktop.services.received_views import ReceivedView
from desktop.store import audit
from tests.services.ends import Ends, complete, review_at_office, send
from tests.services.forging import office_key, repacked


@dataclass(frozen=True, slots=True)
class Sent:
    """Two founded ends whose office has written one batch of one reviewed item."""

    ends: Ends
    uuid: str
    package: Path

    @property
    def forged(self) -> Path:
        return self.package.with_name("伪造.zip")


def take(ends: Ends, package: Path, decisions: dict[str, Decision] | None = None) -> ReceivedView:
    with ends.at("wang") as desk:
        return imports.import_batch(desk, inspection.inspect(desk, package), decisions or {})


def refused(ends: Ends, package: Path) -> str:
    """The code with which the centre refuses a package; nothing but the refusal is in the store afterwards."""
    with ends.at("wang") as desk:
        objects = sorted(desk.store.objects.files())
        with desk.store.reading() as session:
            before = session.scalars(select(Item.uuid)).all(), session.scalars(select(Revision.digest)).all()
        with pytest.raises(PackageRefused) as caught:
            inspection.inspect(desk, package)
        with desk.store.reading() as session:
            after = session.scalars(select(Item.uuid)).all(), session.scalars(select(Revision.digest)).all()
            last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
            assert audit.verify_chain(session).ok
        assert after == before
        assert sorted(desk.store.objects.files()) == objects
        assert (last.action, last.detail["code"]) == ("refuse_batch", caught.value.code)
        return caught.value.code


def revised(ends: Ends, uuid: str, batch: ReceivedView, **fields: object) -> Path:
    """The second version of an item that the centre returned, on the stick."""
    with ends.at("wang") as desk:
        imports.return_item(desk, uuid, "概述太短", ["summary"])
        receipt = receipts.issue_receipt(desk, batch.id, ends.stick).path
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, receipt)
        items.revise(desk, uuid)
        complete(desk, uuid, **fields)
    review_at_office(ends, uuid)
    return send(ends, uuid)


def twin_of(sent: Sent, seq: int) -> Path:
    """Another content of the same version, honestly reviewed: what an office restored from a backup would send."""
    previous = manifest_hash_of(sent.package) if seq == 2 else ""  # before the other office writes over it
    folder, aside = sent.ends.folder(End.OFFICE).root, sent.ends.root / "office.later"
    folder.rename(aside)
    shutil.copytree(sent.ends.root / "office.before", folder)
    with sent.ends.at("lin") as desk:
        detail = item_detail.detail(desk, sent.uuid)
        assert detail.draft_version is not None
        items.save_draft(desk, sent.uuid, replace(detail.content, summary="另一份内容"), detail.draft_version, "twin")
    review_at_office(sent.ends, sent.uuid)
    made = send(sent.ends, sent.uuid)
    shutil.rmtree(folder)
    aside.rename(folder)
    key = office_key(sent.ends)
    return repacked(
        made,
        sent.forged,
        key,
        header=lambda one: replace(one, seq=seq, previous=previous, batch_id=str(uuid4())),
    )


def manifest_hash_of(package: Path) -> str:
    """The identity of a package, which the next one names."""
    with read_package(package, lambda _header, _key: None) as opened:
        return opened.manifest_hash
