"""A delivery written once more is the same delivery."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.items import Channel
from desktop.rules.periods import Quarter
from desktop.services import (
    deliveries,
    delivery_copies,
    imports,
    inspection,
    office_receipts,
    papers,
    publication,
    receipts,
    reviews,
)
from desktop.services.publication import Published
from desktop.services.reviews import Verdict
from tests.services.ends import DOCUMENT, Ends, found_ends, register, review_at_office, send


def _published(ends: Ends, root: Path) -> tuple[str, int]:
    document = root / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {})
    with ends.at("li") as desk:
        reviews.sign(desk, uuid, Verdict(text="拟同意。"))
    with ends.at("sun") as desk:
        reviews.sign(desk, uuid, Verdict(text="同意。"))
    with ends.at("wang") as desk:
        publication.record_publication(
            desk, uuid, Published(date(2026, 11, 20), Channel.WEBSITE, "https://sft.example.gov.cn/art/1.html")
        )
    return uuid, taken.id


def test_a_lost_delivery_is_written_again_unchanged(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    uuid, batch = _published(ends, tmp_path)
    with ends.at("wang") as desk:
        assert [(one.uuid, one.outcome.value) for one in receipts.received_lines(desk, batch)] == [(uuid, "published")]
        written = deliveries.write(desk, Quarter(2026, 4), ends.stick, papers.catalogue_pdf)
        with pytest.raises(UserError, match="已存在"):
            delivery_copies.write_again(desk, written.delivery.id, ends.stick, papers.catalogue_pdf)
        other = tmp_path / "other"
        other.mkdir()
        ends.clock.moment = ends.clock.moment.replace(day=27)
        again = delivery_copies.write_again(desk, written.delivery.id, other, papers.catalogue_pdf)
        assert deliveries.verify(again.folder) == deliveries.verify(written.folder)
        assert again.delivery.manifest_hash == written.delivery.manifest_hash
        head, documents = delivery_copies.delivered(desk, written.delivery.id)
        assert head.delivered_on == "2026-11-20"
        assert [one.name for one in documents] == ["通知.txt"]


def test_a_receipt_says_which_batch_it_was_for(tmp_path: Path) -> None:
    ends = found_ends(tmp_path)
    _uuid, batch = _published(ends, tmp_path)
    with ends.at("wang") as desk:
        issued = receipts.issue_receipt(desk, batch, ends.stick)
    with ends.at("lin") as desk:
        news = office_receipts.read_receipt(desk, issued.path)
        assert news.batch_id == issued.record.batch.batch_id
