"""Publication and delivery at the centre: dates, gates, numbers, identical files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.models import SignOff
from desktop.rules.items import Channel
from desktop.rules.periods import Quarter
from desktop.rules.states import DeliveryState, ItemState
from desktop.services import deliveries, gathering, item_detail, papers, publication, reviews, upkeep
from desktop.services.publication import Published
from desktop.services.reviews import Ink, Verdict
from desktop.trust.digests import sm3
from tests.services.ends import DOCUMENT, REVIEWED, Ends, register

DAY = date(2026, 11, 20)
QUARTER = Quarter.of(DAY)
ADDRESS = "https://sft.example.gov.cn/art/1.html"


def own_item(ends: Ends, path: Path) -> str:
    """An item that the centre made itself, with every signature; ink stands for the people that it lacks."""

    with ends.at("wang") as desk:
        uuid = register(desk, path)
        reviews.submit(desk, uuid)
        reviews.record_ink(desk, uuid, Verdict(), Ink("郑和平", DAY))
        reviews.record_ink(desk, uuid, REVIEWED, Ink("周敏", DAY))
    for login in ("li", "sun"):
        with ends.at(login) as desk:
            reviews.sign(desk, uuid, Verdict())
    return uuid


def publish(ends: Ends, uuid: str, day: date = DAY) -> str:
    with ends.at("wang") as desk:
        return publication.record_publication(desk, uuid, Published(day, Channel.WEBSITE, ADDRESS))


def test_index_numbers_are_gapless_and_stay(ends: Ends, tmp_path: Path) -> None:
    numbers = []
    for n in range(3):
        path = tmp_path / f"{n}.txt"
        path.write_text(DOCUMENT + str(n), encoding="utf-8")
        numbers.append(publish(ends, own_item(ends, path)))
    assert numbers == [f"014236727/2026-0000{n}" for n in (1, 2, 3)]


@pytest.mark.parametrize("day", [date(2026, 11, 9), date(2026, 11, 19), date(2026, 11, 21)])
def test_a_date_before_the_document_or_its_review_or_after_today_is_refused(
    ends: Ends, document: Path, day: date
) -> None:
    uuid = own_item(ends, document)
    with pytest.raises(UserError) as caught:
        publish(ends, uuid, day)
    assert caught.value.code == "E-DATE"


def test_what_is_not_signed_to_the_end_is_not_published(ends: Ends, document: Path) -> None:
    uuid = own_item(ends, document)
    with ends.at("wang") as desk:
        with desk.store.transaction() as session:
            row = session.scalars(select(SignOff).where(SignOff.step == "leader")).one()
            row.signature = {**row.signature, "value": "00" * 64}
        before = item_detail.detail(desk, uuid).state
    with pytest.raises(UserError):
        publish(ends, uuid)
    with ends.at("wang") as desk:
        assert (before, item_detail.detail(desk, uuid).publication) == (ItemState.TO_PUBLISH, None)
    with ends.at("li") as desk, pytest.raises(UserError) as caught:
        publication.record_publication(desk, uuid, Published(DAY, Channel.WEBSITE, ADDRESS))
    assert caught.value.code == "E-PERMISSION"


def test_a_delivery_holds_the_files_to_the_byte_and_is_written_once(ends: Ends, document: Path) -> None:
    publish(ends, own_item(ends, document))
    with ends.at("wang") as desk:
        written = deliveries.write(desk, QUARTER, ends.stick, papers.catalogue_pdf)
        digests = {sm3(one.read_bytes()) for one in (written.folder / "data").iterdir()}
        assert sm3(document.read_bytes()) in digests
        assert deliveries.verify(written.folder)[0] == written.delivery.manifest_hash
        with pytest.raises(UserError) as caught:
            deliveries.write(desk, QUARTER, ends.stick, papers.catalogue_pdf)
        assert caught.value.code == "E-DELIVERED"
        with pytest.raises(UserError, match="先登记交接"):
            deliveries.record_receipt(desk, written.delivery.id, "档案馆", DAY, "吴建平")
        for receiver in deliveries.RECEIVERS:
            view = deliveries.hand_over(desk, written.delivery.id, receiver, DAY)
        assert view.state is DeliveryState.HANDED_OVER
        with pytest.raises(UserError, match="晚于今天"):
            deliveries.record_receipt(desk, written.delivery.id, "档案馆", date(2026, 11, 21), "吴建平")


def test_an_empty_quarter_gives_the_nil_return(ends: Ends) -> None:
    with ends.at("wang") as desk:
        assert gathering.gather(desk, QUARTER).nil
        written = deliveries.write(desk, QUARTER, ends.stick, papers.catalogue_pdf)
        assert (written.delivery.item_count, written.delivery.file_count) == (0, 0)


def test_the_form_shows_its_fields_and_signers(ends: Ends, document: Path) -> None:
    uuid = own_item(ends, document)
    with ends.at("wang") as desk:
        shown = item_detail.detail(desk, uuid)
        pdf = pypdfium2.PdfDocument(papers.review_form_pdf(desk, uuid))
        text = "".join(pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf)))
        pdf.close()
    plain = "".join(text.split())
    for words in (shown.content.title, "临司〔2026〕47号", shown.form_number, "周敏", "郑和平", "李建国", "孙永平"):
        assert words in plain


def test_the_record_of_changes_holds_after_all_of_it(ends: Ends, document: Path) -> None:
    publish(ends, own_item(ends, document))
    with ends.at("su") as desk:
        assert upkeep.verify_audit(desk).ok
