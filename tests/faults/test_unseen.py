"""Characters that cannot be seen or turn the order of letters: shown in what is registered, returned when they arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services import imports, inspection, intake, item_detail
from desktop.services.imports import Decision
from tests.services.ends import DOCUMENT, Ends
from tests.services.forging import office_key, personal_key, repacked, signed_in_order, with_content
from tests.services.sent import Sent


def test_fault_40_a_document_is_registered_under_a_name_that_shows_everything(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "表\u202etxt.slx\u200b.txt"
    path.write_text(DOCUMENT, encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = intake.register_document(desk, path).uuid
        (document,) = item_detail.detail(desk, uuid).content.attachments
    assert document.name == "表[U+202E]txt.slx[U+200B].txt"


@pytest.mark.parametrize("field", ["title", "attachments"])
def test_fault_40_what_cannot_be_seen_in_a_received_item_returns_it_alone(sent: Sent, field: str) -> None:
    with sent.ends.at("lin") as desk:
        (document,) = item_detail.detail(desk, sent.uuid).content.attachments
    name = "通知\u202etxt.docx"
    attached = {"sm3": document.sm3, "sha256": document.sha256, "size": document.size, "kind": "txt", "name": name}
    value: object = [attached] if field == "attachments" else "关于\u202e检查的通知"
    keys = [personal_key(sent.ends, login) for login in ("lin", "chen", "zhou")]
    repacked(
        sent.package,
        sent.forged,
        office_key(sent.ends),
        item=lambda one: signed_in_order(with_content(one, **{field: value}), keys),
    )
    with sent.ends.at("wang") as desk:
        found = inspection.inspect(desk, sent.forged)
        words = {"title": "信息标题", "attachments": "附件"}[field]
        assert found.items[0].incomplete == f"内容检查发现{words}含有看不见的控制字符"
        with pytest.raises(UserError) as caught:
            imports.import_batch(desk, found, {})
        assert caught.value.code == "E-UNREVIEWED"
        assert imports.import_batch(desk, found, {sent.uuid: Decision(False, found.items[0].incomplete)}).returned == 1
