"""A new key takes the old one's place: stated under both, confirmed by two, the old one good up to the batch before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.errors import PackageRefused, UserError
from desktop.rules.roles import End
from desktop.services import (
    accounts,
    batch_views,
    batches,
    enrolment,
    imports,
    inspection,
    office_receipts,
    receipts,
    rotation,
    upkeep,
)
from desktop.services.desk import Desk
from tests.services.ends import PASSWORD, Ends


def _nil(desk: Desk, folder: Path, period: str = "2026年11月下") -> Path:
    return batches.write(desk, batches.assemble(desk, (), period), folder).path


def _take(desk: Desk, package: Path) -> int:
    return imports.import_batch(desk, inspection.inspect(desk, package), {}).id


def _office(desk: Desk) -> enrolment.OfficeView:
    return next(one for one in enrolment.offices(desk) if one.code == "LSGZ")


def test_an_office_changes_its_key_and_old_batches_stay_good(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        before = accounts.own_fingerprint(desk)
        first = _nil(desk, ends.stick)
        (old_batch,) = batch_views.batches(desk)
        new = rotation.rotate(desk)
        assert (accounts.own_fingerprint(desk), rotation.rotated(desk)) == (new, 1)
        (statement,) = rotation.write_statements(desk, ends.stick)
        again = batches.write(desk, old_batch.id, tmp_path)
        assert (again.batch.manifest_hash, again.path.name) == (old_batch.manifest_hash, first.name)
        second = _nil(desk, ends.stick, "2026年10月下")
        assert upkeep.verify_audit(desk, [first, second]).ok
    with ends.at("wang") as desk:
        with pytest.raises(PackageRefused) as unknown:
            inspection.inspect(desk, second)
        assert unknown.value.code == "E-KEY"
        found = rotation.read_statement(desk, statement)
        assert (found.old_fingerprint, found.new_fingerprint, found.from_seq) == (before, new, 2)
        rotation.propose_rotation(desk, found)
        waiting = _office(desk).waiting
        assert waiting is not None
        assert (waiting.fingerprint, waiting.rotated) == (new, True)
        for login, code in (("wang", "E-TWO-OFFICERS"), ("li", "E-PERMISSION")):
            with pytest.raises(UserError) as told:
                enrolment.confirm_rotation(desk, found.office_id, login, PASSWORD)
            assert told.value.code == code
        enrolment.confirm_rotation(desk, found.office_id, "wei", PASSWORD)
        assert (_office(desk).fingerprint, _office(desk).enrolled) == (new, True)
        _take(desk, second)
        _take(desk, again.path)
        with pytest.raises(PackageRefused):
            rotation.read_statement(desk, statement)
        with pytest.raises(UserError) as nothing:
            enrolment.confirm_rotation(desk, found.office_id, "wei", PASSWORD)
        assert nothing.value.code == "E-KEY"


def test_a_batch_of_the_old_key_after_the_rotation_is_refused(ends: Ends, tmp_path: Path) -> None:
    """Fault 20: whoever stole the old key cannot go on with it."""
    thief = Ends(tmp_path / "thief", ends.clock, ends.recovery)
    shutil.copytree(ends.root, thief.root)
    with ends.at("lin") as desk:
        rotation.rotate(desk)
        (statement,) = rotation.write_statements(desk, ends.stick)
    with thief.at("lin") as desk:
        forged = _nil(desk, thief.stick)
    with ends.at("wang") as desk:
        found = rotation.read_statement(desk, statement)
        rotation.propose_rotation(desk, found)
        enrolment.confirm_rotation(desk, found.office_id, "wei", PASSWORD)
        with pytest.raises(PackageRefused) as told:
            inspection.inspect(desk, forged)
    assert told.value.code == "E-REVOKED"


def test_two_rotations_are_read_one_after_the_other(ends: Ends) -> None:
    with ends.at("lin") as desk:
        rotation.rotate(desk)
        newest = rotation.rotate(desk)
        first, second = rotation.write_statements(desk, ends.stick)
    with ends.at("wang") as desk:
        with pytest.raises(PackageRefused) as order:
            rotation.read_statement(desk, second)
        assert order.value.code == "E-KEY"
        for one in (first, second):
            found = rotation.read_statement(desk, one)
            rotation.propose_rotation(desk, found)
            enrolment.confirm_rotation(desk, found.office_id, "wei", PASSWORD)
        assert _office(desk).fingerprint == newest


def test_a_statement_of_a_revoked_key_or_a_key_revoked_meanwhile_names_no_successor(ends: Ends) -> None:
    with ends.at("lin") as desk:
        rotation.rotate(desk)
        (statement,) = rotation.write_statements(desk, ends.stick)
    with ends.at("wang") as desk:
        found = rotation.read_statement(desk, statement)
        rotation.propose_rotation(desk, found)
    with ends.at("wei") as desk:
        enrolment.revoke_key(desk, found.office_id, 0)
        with pytest.raises(UserError) as told:
            enrolment.confirm_rotation(desk, found.office_id)
        assert told.value.code == "E-KEY"
        with pytest.raises(PackageRefused) as refused:
            rotation.read_statement(desk, statement)
        assert refused.value.code == "E-KEY"


def test_the_centre_changes_its_key_and_the_office_follows(ends: Ends) -> None:
    with ends.at("lin") as desk:
        package = _nil(desk, ends.stick)
    with ends.at("wang") as desk:
        batch = _take(desk, package)
        with pytest.raises(UserError) as refused:
            rotation.rotate(desk)
        assert refused.value.code == "E-PERMISSION"
    with ends.at("wei") as desk:
        with pytest.raises(UserError):
            rotation.write_statements(desk, ends.stick)
        new = rotation.rotate(desk)
        (statement,) = rotation.write_statements(desk, ends.stick)
        with pytest.raises(PackageRefused) as own:
            rotation.read_statement(desk, statement)
        assert own.value.code == "E-OWNER"
    with ends.at("wang") as desk:
        receipt = receipts.issue_receipt(desk, batch, ends.stick).path
    with ends.at("lin") as desk:
        with pytest.raises(PackageRefused) as unknown:
            office_receipts.read_receipt(desk, receipt)
        assert unknown.value.code == "E-KEY"
        found = rotation.read_statement(desk, statement)
        with pytest.raises(UserError) as alone:
            rotation.accept_centre_key(desk, found, "lin", PASSWORD)
        assert alone.value.code == "E-TWO-OFFICERS"
        with pytest.raises(UserError):
            rotation.accept_centre_key(desk, found, "chen", "不是这个口令")
        with pytest.raises(UserError) as end:
            rotation.propose_rotation(desk, found)
        assert end.value.code == "E-END"
        rotation.accept_centre_key(desk, found, "chen", PASSWORD)
        assert desk.agency.centre_fingerprint == new
        office_receipts.read_receipt(desk, receipt)


def test_batches_of_the_epoch_before_a_restore_stay_good_after_a_rotation_in_the_new_one(ends: Ends) -> None:
    """Two batches are under way when the office puts a backup back: their numbers are higher, but came earlier."""
    with ends.at("lin") as desk:
        early = [_nil(desk, ends.stick, f"2026年{month}月") for month in (8, 9)]
        upkeep.back_up(desk)
    ends.put_back(End.OFFICE)
    thief = Ends(ends.root / "thief", ends.clock, ends.recovery)
    shutil.copytree(ends.folder(End.OFFICE).root, thief.folder(End.OFFICE).root)
    with ends.at("lin") as desk:
        rotation.rotate(desk)
        (statement,) = rotation.write_statements(desk, ends.stick)
        late = _nil(desk, ends.stick, "2026年10月")
    with thief.at("lin") as desk:
        forged = _nil(desk, thief.stick, "2026年10月")
    with ends.at("wang") as desk:
        found = rotation.read_statement(desk, statement)
        assert (found.from_epoch, found.from_seq) == (2, 1)
        rotation.propose_rotation(desk, found)
        enrolment.confirm_rotation(desk, found.office_id, "wei", PASSWORD)
        for package in (*early, late):
            _take(desk, package)
        with pytest.raises(PackageRefused) as told:
            inspection.inspect(desk, forged)
        assert told.value.code == "E-REVOKED"
