"""What a refusal is: the store unchanged, the file untouched where it lies, a code, an audit entry, a receipt.

A file that cannot be believed is never let in, so there is nothing to put in quarantine: it stays on the stick, and the
window says what to do with it. A receipt goes to whom the batch proves to come from; what proves nothing has no sender.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from desktop.errors import PackageRefused, UserError
from desktop.formats.package_records import PackagedItem
from desktop.models import AuditEntry, ReceivedBatch
from desktop.rules.states import ReceivedOutcome
from desktop.services import inspection, receipts
from desktop.services.refused_files import what_to_do_with_it
from desktop.trust.signing import generate_key
from tests.faults.states import state
from tests.formats.forging import entry, packed, recomputed, unpacked
from tests.services.forging import office_key, personal_key, repacked, signed_anew
from tests.services.sent import Sent, refused


def _shortened(sent: Sent) -> None:
    sent.forged.write_bytes(sent.package.read_bytes()[:-300])


def _edited(sent: Sent) -> None:
    members = unpacked(sent.package)
    members["batch.json"] = members["batch.json"].replace(b'"seq":1', b'"seq":2')
    packed(sent.forged, recomputed(members))


def _climbing(sent: Sent) -> None:
    sent.forged.write_bytes(sent.package.read_bytes())
    entry(sent.forged, "../../evil.txt", lambda info: None)


def _of_a_stranger(sent: Sent) -> None:
    repacked(sent.package, sent.forged, generate_key())


def _of_another_agency(sent: Sent) -> None:
    repacked(sent.package, sent.forged, office_key(sent.ends), header=lambda one: replace(one, agency_code="0"))


FORGERS = {
    "E-ZIP": (_shortened, "可以删除"),
    "E-SIG": (_edited, "不要打开"),
    "E-NAME": (_climbing, "不要打开"),
    "E-KEY": (_of_a_stranger, "再接收同一份"),
    "E-OWNER": (_of_another_agency, "核对来源"),
}


@pytest.mark.parametrize("code", FORGERS)
def test_a_refused_package_leaves_store_and_stick_as_they_were(sent: Sent, code: str) -> None:
    forge, advice = FORGERS[code]
    forge(sent)
    stick = {path: path.read_bytes() for path in sent.ends.stick.iterdir()}
    with sent.ends.at("wang") as desk:
        before, files = state(desk), _files(desk.folder.root)
        with pytest.raises(PackageRefused) as caught:
            inspection.inspect(desk, sent.forged)
        assert (caught.value.code, advice in what_to_do_with_it(caught.value)) == (code, True)
        assert state(desk) == before
        assert _files(desk.folder.root) == files
        with desk.store.reading() as session:
            last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
            assert (last.action, last.detail) == ("refuse_batch", {"code": code})
    assert {path: path.read_bytes() for path in sent.ends.stick.iterdir()} == stick


def test_a_batch_that_its_office_did_sign_is_answered_by_a_rejection_receipt(sent: Sent) -> None:
    """Fault 22 on the office's own batch: the receipt names it, and the office takes its items back."""
    keys = [personal_key(sent.ends, "lin"), personal_key(sent.ends, "chen"), generate_key()]
    repacked(sent.package, sent.forged, office_key(sent.ends), item=lambda one: signed_anew(one, keys))
    with sent.ends.at("wang") as desk:
        before = state(desk)
        with pytest.raises(PackageRefused) as caught:
            inspection.inspect(desk, sent.forged)
        assert caught.value.code == "E-SIGNOFF"
        assert "写一份回执" in what_to_do_with_it(caught.value)
        assert state(desk)[:4] == before[:4]
        with desk.store.reading() as session:
            row = session.scalars(select(ReceivedBatch)).one()
            assert (row.outcome, row.code) == (ReceivedOutcome.REJECTED, "E-SIGNOFF")
        (due,) = receipts.receipts_due(desk)
        record = receipts.issue_receipt(desk, due.received_batch_id, sent.ends.stick).record
        assert (record.outcome, record.code, record.items) == (ReceivedOutcome.REJECTED, "E-SIGNOFF", ())


def test_fault_22_words_put_into_the_mouth_of_a_signer_are_refused(sent: Sent) -> None:
    """Key, roles, chain and content are all as they should be; only the signature tells that he never said it."""

    def altered(one: PackagedItem) -> PackagedItem:
        *earlier, last = one.signoffs
        said = {**cast(dict[str, object], last["statement"]), "text": "同意，不必再审。"}
        return replace(one, signoffs=(*earlier, {**last, "statement": said}))

    forged = repacked(sent.package, sent.forged, office_key(sent.ends), item=altered)
    assert refused(sent.ends, forged) == "E-SIGNOFF"


def test_a_malformed_sign_off_is_refused_not_crashed_upon(sent: Sent) -> None:
    forged = repacked(
        sent.package, sent.forged, office_key(sent.ends), item=lambda one: replace(one, signoffs=({"statement": {}},))
    )
    assert refused(sent.ends, forged) == "E-FIELD"


def _files(root: Path) -> dict[Path, int]:
    """What lies in a data folder, but for the database, whose log grows by the audit entry."""
    return {path: path.stat().st_size for path in root.rglob("*") if path.is_file() and "desk.db" not in path.name}


@pytest.mark.parametrize("code", ["E-READ", "E-SECRET", ""])
def test_no_advice_is_given_where_the_hint_says_it(code: str) -> None:
    assert what_to_do_with_it(UserError("读不出", "重新插好 U 盘", code)) == ""


def test_of_two_batches_under_one_number_neither_file_is_thrown_away() -> None:
    refusal = PackageRefused("另一份", "由两人决定", "E-FORK")
    refusal.noted = True
    assert "不要删除" in what_to_do_with_it(refusal)
