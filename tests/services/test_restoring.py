"""Putting a backup back with the recovery key."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services import (
    imports,
    inspection,
    item_detail,
    items,
    ledger,
    office_receipts,
    receipts,
    restoring,
    upkeep,
)
from desktop.services.ledger import LedgerFilter
from tests.services.ends import DOCUMENT, Ends, register, review_at_office, send


def _titles(ends: Ends) -> list[str]:
    with ends.at("lin") as desk:
        return [row.title for row in ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter()))]


def test_a_wrong_recovery_key_moves_nothing(ends: Ends) -> None:
    with ends.at("lin") as desk:
        items.create_draft(desk)
        upkeep.back_up(desk)
        items.create_draft(desk)
    folder = ends.folder(End.OFFICE)
    before = _titles(ends)
    ((_when, backup),) = restoring.kept_backups(folder)
    with pytest.raises(UserError):
        restoring.restore(folder, backup, ends.recovery["centre"], clock=ends.clock)
    with pytest.raises(UserError, match="不是本数据文件夹的备份"):
        restoring.restore(folder, folder.root, ends.recovery["office"], clock=ends.clock)
    assert _titles(ends) == before


def test_a_restored_centre_does_not_use_a_receipt_number_twice(ends: Ends, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    package = send(ends, uuid)
    with ends.at("wang") as desk:
        taken = imports.import_batch(desk, inspection.inspect(desk, package), {})
    with ends.at("he") as desk:
        upkeep.back_up(desk)
    with ends.at("wang") as desk:
        first = receipts.issue_receipt(desk, taken.id, ends.stick)
    folder = ends.folder(End.CENTRE)
    ((_when, backup),) = restoring.kept_backups(folder)
    restoring.restore(folder, backup, ends.recovery["centre"], clock=ends.clock)
    with ends.at("wang") as desk:
        imports.return_item(desk, uuid, "概述太短", ["summary"])
        second = receipts.issue_receipt(desk, taken.id, ends.stick)
    assert second.seq > first.seq
    with ends.at("lin") as desk:
        office_receipts.read_receipt(desk, first.path)
        office_receipts.read_receipt(desk, second.path)
        assert item_detail.detail(desk, uuid).state is ItemState.RETURNED
