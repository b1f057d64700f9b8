"""A word drawn for this run stands in everything that was not reviewed; nothing that leaves, and no plain file, holds it."""

from __future__ import annotations

import base64
import io
import json
import logging
import secrets
import tempfile
import zipfile
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from desktop.formats.ledger import write_ledger
from desktop.rules.bases import Basis, BasisKind
from desktop.rules.checklists import NegativeFields
from desktop.rules.items import Answer, Attribute, Channel, DocumentRole, Ground, ItemContent
from desktop.rules.periods import Month, Quarter
from desktop.rules.requirements import TRADE_SECRET
from desktop.rules.roles import End
from desktop.services import (
    batch_views,
    batches,
    deliveries,
    delivery_copies,
    imports,
    inspection,
    intake,
    item_detail,
    items,
    ledger,
    ledger_export,
    listed_words,
    masking,
    negative_list,
    office_phones,
    office_receipts,
    papers,
    publication,
    receipts,
    reviews,
    scanning,
    upkeep,
)
from desktop.services.desk import Desk
from desktop.services.ledger import LedgerFilter
from desktop.services.publication import Published
from desktop.services.reviews import Verdict
from tests.faults.conftest import Tally
from tests.faults.scanning import holds
from tests.screening.files import xlsx
from tests.services.ends import (
    DOCUMENT,
    INTERNAL,
    WITHHELD,
    Ends,
    complete,
    found_ends,
    register,
    review_at_office,
    yes,
)

_CHARACTERS = "山川湖海松竹梅兰春夏秋冬风霜雨雪晨昏朝暮琴棋书画青黄赤白金木水火土石田园"
CANARY = "".join(secrets.choice(_CHARACTERS) for _ in range(9))
MOBILE = f"139{secrets.randbelow(10**8):08d}"
PUBLIC = "甲乙丙丁戊己庚辛壬"
"""Stands in what was reviewed, and must be found in what leaves: it shows that the scan sees."""


class _Places:
    """The folder of this test's documents and the two ends."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ends: Ends = found_ends(root / "ends")
        self.outputs = root / "outputs"
        self.outputs.mkdir()

    def document(self, name: str, text: str) -> Path:
        folder = self.root / "own"
        folder.mkdir(exist_ok=True)
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return path

    def print(self, name: str, pdf: bytes) -> None:
        papers.save_pdf(self.outputs / f"{name}.pdf", pdf)


def _written(desk: Desk, uuid: str, **words: object) -> str:
    """Change fields of a draft."""
    shown = item_detail.detail(desk, uuid)
    content = replace(shown.content, **words)  # type: ignore[arg-type]
    items.save_draft(desk, uuid, content, shown.draft_version or 0, "canary")
    return uuid


def _hide(desk: Desk, uuid: str) -> None:
    """Write the word into every field of a draft that takes words."""
    shown = item_detail.detail(desk, uuid)
    words = {one.name: f"{CANARY}{n}" for n, one in enumerate(fields(ItemContent)) if one.type == "str"}
    words |= {"catalogue_row": "", "phone": MOBILE}
    answers = tuple(Answer.YES if n == TRADE_SECRET else Answer.NO for n in range(len(shown.content.answers)))
    basis = Basis(TRADE_SECRET, BasisKind.CONSENT, CANARY, date(2026, 11, 18), CANARY)
    _written(desk, uuid, **words, notes=(CANARY,) * len(answers), answers=answers, bases=(basis,))


def _hide_everywhere(places: _Places, sent: str) -> None:
    """Drafts, what waits for review, what is withheld, what was stopped, what a new version says, the office's own lists."""
    ends = places.ends
    secret = DOCUMENT.replace("各市司法局", CANARY)
    with ends.at("lin") as desk:
        draft = register(desk, places.document(CANARY, secret))
        extra = places.root / "own" / f"{CANARY}.xlsx"
        extra.write_bytes(xlsx({CANARY: [[CANARY]]}))
        intake.attach_document(desk, draft, extra, DocumentRole.ATTACHMENT)
        _hide(desk, draft)
        waiting = register(desk, places.document("待审", secret + "二"))
        _written(desk, waiting, title=CANARY, summary=CANARY)
        reviews.submit(desk, waiting, CANARY)
        discarded = register(desk, places.document("作废", secret + "三"))
        _written(desk, discarded, title=CANARY)
        items.discard_draft(desk, discarded, CANARY)
        assert intake.register_document(desk, places.document(f"{CANARY}密", f"机密★10年\n{secret}")).stopped
        items.revise(desk, sent, CANARY)
        _hide(desk, sent)
        listed_words.add_words(desk, [CANARY])
        office_phones.add_phone(desk, MOBILE, CANARY)
        negative = {one.name: CANARY for one in fields(NegativeFields) if one.type == "str"}
        days = {"effective_on": date(2026, 11, 1), "review_on": date(2027, 11, 1)}
        negative_list.add_entry(desk, NegativeFields(**negative, words=(CANARY,), **days))  # type: ignore[arg-type]


def _withhold(places: _Places) -> str:
    withheld = {"attribute": Attribute.WITHHELD, "ground": Ground.PROCESS, "next_review_on": date(2027, 11, 20)}
    words = {"title": CANARY, "reason": CANARY, "summary": CANARY, "keywords": CANARY, "document_number": CANARY}
    with places.ends.at("lin") as desk:
        uuid = register(desk, places.document("不公开", DOCUMENT + CANARY))
        _written(desk, uuid, **withheld, **words, answers=yes(INTERNAL))
        reviews.submit(desk, uuid, CANARY)
    with places.ends.at("chen") as desk:
        reviews.sign(desk, uuid, Verdict(text=CANARY))
    with places.ends.at("zhou") as desk:
        reviews.sign(desk, uuid, replace(WITHHELD, text=CANARY))
    return uuid


def _send(places: _Places) -> tuple[str, str]:
    """A reviewed item with a masked document goes out with the stub of a withheld one; returns both."""
    ends = places.ends
    with ends.at("lin") as desk:
        path = places.document("通知", f"{DOCUMENT}{PUBLIC}\n联系手机 {MOBILE}\n")
        uuid = intake.register_document(desk, path).uuid
        (original,) = item_detail.detail(desk, uuid).documents
        masking.mask(desk, uuid, original.sm3, {"personal.mobile": "3-4"})
        complete(desk, uuid, summary=PUBLIC)
        _written(desk, uuid, title=PUBLIC)
    review_at_office(ends, uuid)
    withheld = _withhold(places)
    with ends.at("lin") as desk:
        written = batches.write(desk, batches.assemble(desk, [uuid], "本期"), ends.stick)
        places.print("报送清单", papers.batch_list_pdf(desk, written))
        places.print("审查表", papers.review_form_pdf(desk, uuid))
    return uuid, withheld


def _take_in_and_publish(places: _Places, uuid: str) -> int:
    ends = places.ends
    with ends.at("wang") as desk:
        (package,) = scanning.find_packages(ends.stick)
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {})
        own = register(desk, places.document("本机关", DOCUMENT + CANARY + "四"))
        _hide(desk, own)
    for login in ("li", "sun"):
        with ends.at(login) as desk:
            reviews.sign(desk, uuid, Verdict(text="同意。"))
    with ends.at("wang") as desk:
        made = Published(date(2026, 11, 20), Channel.WEBSITE, "https://sft.example/1.html")
        publication.record_publication(desk, uuid, made)
    return taken.id


def _deliver_and_report(places: _Places, uuid: str, batch: int) -> None:
    ends = places.ends
    with ends.at("wang") as desk:
        issued = receipts.issue_receipt(desk, batch, ends.stick)
        places.print("回执", papers.receipt_pdf(desk, issued.record, issued.office_name, "第1批", date(2026, 11, 20)))
        written = deliveries.write(desk, Quarter(2026, 4), ends.stick, papers.catalogue_pdf)
        for receiver in deliveries.RECEIVERS:
            places.print(f"交接_{receiver}", papers.handover_pdf(desk, written.delivery, receiver))
        delivery_copies.write_again(desk, written.delivery.id, places.outputs, papers.catalogue_pdf)
        places.print("审查表_已公开", papers.review_form_pdf(desk, uuid))
        places.print("审查月报", papers.monthly_summary_pdf(desk, Month(2026, 11), _office(desk, uuid)))
        _export(desk, uuid, places.outputs / "台账_办公室.xlsx")
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, issued.path)
        again = places.outputs / "再次报送"
        again.mkdir()
        batches.write(desk, batch_views.batches(desk)[0].id, again)
    for login in ("he", "lin"):
        with ends.at(login) as desk:
            upkeep.back_up(desk)


def _office(desk: Desk, uuid: str) -> str:
    number = ledger.ledger_rows(desk, [ledger.key_of(desk, uuid) or 0])[0].office
    return next(key for key, name in papers.office_choices(desk) if name == number)


def _export(desk: Desk, uuid: str, target: Path) -> None:
    keys = [ledger.key_of(desk, uuid) or 0]
    assert len(ledger.ledger_keys(desk, LedgerFilter())) > len(keys), "there are others, which were not chosen"
    ledger_export.export_ledger(desk, keys, target)


def test_nothing_unreviewed_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tally: Tally
) -> None:
    caplog.set_level(logging.DEBUG)
    places = _Places(tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    uuid, withheld = _send(places)
    _hide_everywhere(places, withheld)
    batch = _take_in_and_publish(places, uuid)
    _deliver_and_report(places, uuid, batch)
    written = [
        path
        for folder in (places.ends.stick, places.outputs, temporary, *(places.ends.folder(end).root for end in End))
        for path in folder.rglob("*")
        if path.is_file()
    ]
    leaks = [str(path) for path in written for word in (CANARY, MOBILE) if holds(path.read_bytes(), word)]
    leaks += [path.name for path in written if CANARY in str(path.relative_to(tmp_path))]
    leaks += [] if CANARY not in caplog.text and MOBILE not in caplog.text else ["the log"]
    tally("leak canary", files=len(written), bytes=sum(path.stat().st_size for path in written), leaks=len(leaks))
    assert leaks == []
    _check_the_scan_sees(places)


def _check_the_scan_sees(places: _Places) -> None:
    """What was reviewed is found in all that leaves for its sake, so that what is not found is not there."""
    leaving = [*places.ends.stick.rglob("*"), *places.outputs.rglob("*")]
    seen = {path.suffix for path in leaving if path.is_file() and holds(path.read_bytes(), PUBLIC)}
    assert seen == {".zip", ".txt", ".xlsx", ".pdf"}
    stores = [path for end in End for path in places.ends.folder(end).root.rglob("*") if path.is_file()]
    assert not any(holds(path.read_bytes(), PUBLIC) for path in stores if path.parent.name != "outbox")


def test_the_scan_finds_the_word_however_it_is_written(tmp_path: Path) -> None:
    write_ledger(tmp_path / "表.xlsx", ("题名",), [(CANARY,)])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", CANARY.encode("gbk"))
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.zip", packed.getvalue())
    named = io.BytesIO()
    with zipfile.ZipFile(named, "w") as archive:
        archive.writestr(CANARY, b"")
    for data in (
        *(CANARY.encode(one) for one in ("utf-8", "utf-16", "utf-16-be", "gbk")),
        json.dumps(CANARY).encode(),
        base64.b64encode(b"x" + CANARY.encode() + b"yz"),
        f"<a>{CANARY[:3]}</a>\n<b>{CANARY[3:]}</b>".encode(),
        packed.getvalue(),
        nested.getvalue(),
        named.getvalue(),
        (tmp_path / "表.xlsx").read_bytes(),
        papers.fingerprint_pdf(CANARY, "办公室", End.OFFICE, "0000 " * 8, date(2026, 11, 20)),
    ):
        assert holds(data, CANARY)
        assert not holds(data, CANARY[::-1] + "一")
