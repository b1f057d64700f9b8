"""One item travels the whole way: registered, reviewed, sent, imported, published, delivered, receipted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.rules.items import Channel
from desktop.rules.periods import Quarter
from desktop.rules.states import BatchState, DeliveryState, ItemState
from desktop.services import (
    deliveries,
    imports,
    inspection,
    item_detail,
    office_receipts,
    publication,
    receipts,
    reviews,
)
from desktop.services.inspected import Novelty
from desktop.services.publication import Published
from desktop.services.reviews import Verdict
from desktop.trust.digests import sm3
from tests.services.ends import Ends, register, review_at_office, send


def test_an_item_travels_the_whole_way(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuid = register(desk, document)
        assert item_detail.detail(desk, uuid).content.title == "临江省司法厅关于开展律师事务所规范化建设检查的通知"
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        found = inspection.inspect(desk, package)
        assert [one.novelty for one in found.items] == [Novelty.NEW]
        assert not found.gap
        taken = imports.import_batch(desk, found, {})
        assert item_detail.detail(desk, uuid).state is ItemState.PENDING
        again = imports.import_batch(desk, inspection.inspect(desk, package), {})
        assert again.duplicate
        assert again.id == taken.id
    with ends.at("li") as desk:
        reviews.sign(desk, uuid, Verdict(text="拟同意。"))
    with ends.at("sun") as desk:
        assert reviews.sign(desk, uuid, Verdict(text="同意。")) is ItemState.TO_PUBLISH
    with ends.at("wang") as desk:
        number = publication.record_publication(
            desk, uuid, Published(date(2026, 11, 20), Channel.WEBSITE, "https://sft.example.gov.cn/art/1.html")
        )
        assert number == "014236727/2026-00001"
        issued = receipts.issue_receipt(desk, taken.id, ends.stick)
    with ends.at("lin") as desk:
        news = office_receipts.read_receipt(desk, issued.path)
        assert news.batch_state is BatchState.ACCEPTED
        detail = item_detail.detail(desk, uuid)
        assert detail.state is ItemState.PUBLISHED
        assert detail.index_number == number
        assert detail.publication is not None
        assert detail.publication.address.endswith("/art/1.html")
    with ends.at("wang") as desk:
        quarter = Quarter.of(date(2026, 11, 20))
        written = deliveries.write(desk, quarter, ends.stick, lambda head, documents: b"%PDF-1.4\n")
        assert written.delivery.item_count == 1
        delivered = [one for one in (written.folder / "data").iterdir() if one.suffix == ".txt"]
        assert [sm3(one.read_bytes()) for one in delivered] == [sm3(document.read_bytes())]
        for receiver in deliveries.RECEIVERS:
            deliveries.hand_over(desk, written.delivery.id, receiver, date(2026, 11, 20))
            view = deliveries.record_receipt(desk, written.delivery.id, receiver, date(2026, 11, 20), "吴建平")
        assert view.state is DeliveryState.CLOSED
        assert item_detail.detail(desk, uuid).state is ItemState.CLOSED
