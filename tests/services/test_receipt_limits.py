"""Batches that wait too long for their receipt are told, and can be written again as they were, whatever key is new."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.formats.package import read_package
from desktop.models import AuditEntry, SigningKey
from desktop.services import accounts, batch_views, batches, receipt_limits
from desktop.services.home import home
from desktop.services.sending import sending
from desktop.services.trusted_keys import KeyKind, end_key_row
from desktop.trust.signing import generate_key
from tests.services.ends import Ends
from tests.services.sent import Sent


def test_a_batch_turns_late_after_the_last_working_day_of_its_limit(sent: Sent) -> None:
    with sent.ends.at("lin") as desk:
        assert receipt_limits.set_receipt_days(desk, 3) == 3
    sent.ends.clock.moment += timedelta(days=5)  # Friday to Wednesday: three working days
    with sent.ends.at("lin") as desk:
        assert [one.days for one in sending(desk).waited.values()] == [3]
        assert receipt_limits.late_batches(desk) == 0
    sent.ends.clock.moment += timedelta(days=1)
    with sent.ends.at("lin") as desk:
        assert [one.paper_number for one in sending(desk).late] == ["2026年第001批"]
        assert receipt_limits.late_batches(desk) == 1
        shown = home(desk)
        assert (shown.unreceipted, shown.unreceipted_late, shown.receipt_days) == (1, 1, 3)


def test_the_limit_is_set_at_the_office_and_told_in_the_trail(ends: Ends) -> None:
    with ends.at("lin") as desk:
        assert receipt_limits.receipt_days(desk) == 10
        for wrong in (0, 61, -1):
            with pytest.raises(UserError) as caught:
                receipt_limits.set_receipt_days(desk, wrong)
            assert caught.value.code == "E-DAYS"
        receipt_limits.set_receipt_days(desk, 15)
        with desk.store.reading() as session:
            last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
            assert (last.action, last.detail) == ("set_receipt_days", {"days": 15})
    for login in ("chen", "he"):
        with ends.at(login) as desk, pytest.raises(UserError) as caught:
            receipt_limits.set_receipt_days(desk, 5)
        assert caught.value.code == "E-PERMISSION"


def test_a_batch_written_again_after_the_key_was_changed_is_signed_as_it_was(sent: Sent, tmp_path: Path) -> None:
    sent.ends.clock.moment += timedelta(days=1)
    with sent.ends.at("lin") as desk:
        first = batch_views.batches(desk)[0]
        with desk.store.transaction() as session:
            old = session.scalars(select(SigningKey).where(SigningKey.kind == KeyKind.END.value)).one()
            old.retired_at = desk.now()
            key = generate_key()
            session.add(end_key_row(key, old.holder, old.holder_name, desk.now()))
            was = old.fingerprint
        again = batches.write(desk, first.id, tmp_path)
        assert again.batch.manifest_hash == first.manifest_hash
        with desk.store.reading() as session:
            assert accounts.end_key(session).public.fingerprint == key.public.fingerprint
    with sent.ends.at("lin") as desk:
        later = batches.write(desk, batches.assemble(desk, (), "2026年10月下"), sent.ends.stick).path
    for path, signer in ((again.path, was), (later, key.public.fingerprint)):
        with read_package(path, lambda _header, _key: None) as package:
            assert package.public_key.fingerprint == signer
