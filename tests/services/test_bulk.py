"""Many drafts changed at once: what would change is told, others are left alone, all of it can be taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.errors import Cancelled, UserError
from desktop.rules.items import Attribute, Channel, Ground, ItemContent
from desktop.services import bulk, item_detail, items, reviews, upkeep
from desktop.services.desk import Desk
from tests.services.ends import Ends, register


def drafts(desk: Desk, count: int = 3) -> list[str]:
    return [items.create_draft(desk, ItemContent(title=f"第 {n} 件", phone="59112233")) for n in range(count)]


def content(desk: Desk, uuid: str) -> ItemContent:
    return item_detail.detail(desk, uuid).content


def test_a_plan_tells_what_would_change_and_changes_nothing(ends: Ends, document: Path) -> None:
    with ends.at("lin") as desk:
        uuids = drafts(desk)
        reviewed = register(desk, document)
        reviews.submit(desk, reviewed)
        one = content(desk, uuids[0])
        items.save_draft(desk, uuids[0], replace(one, drafter="周敏"), 0, "test")
        planned = bulk.plan(desk, [*uuids, reviewed], {"drafter": "周敏"})
        assert [(change.number, change.old, change.new) for change in planned.changes] == [
            ("LSGZ-0002", {"drafter": "林倩"}, {"drafter": "周敏"}),
            ("LSGZ-0003", {"drafter": "林倩"}, {"drafter": "周敏"}),
        ]
        assert planned.unchanged == 1
        assert [(left.number, left.why) for left in planned.skipped] == [("LSGZ-0004", "审查中，不是草稿")]
        assert content(desk, uuids[1]).drafter == "林倩"


def test_changes_are_made_together_and_taken_back(ends: Ends) -> None:
    values: dict[str, Any] = {"channels": (Channel.GAZETTE,), "planned_on": date(2026, 12, 1), "column": "通知公告"}
    with ends.at("lin") as desk:
        uuids = drafts(desk)
        before = [content(desk, uuid) for uuid in uuids]
        done = bulk.apply(desk, bulk.plan(desk, uuids, values))
        assert len(done.changes) == 3
        assert all(content(desk, uuid) == replace(old, **values) for uuid, old in zip(uuids, before, strict=True))
        assert item_detail.detail(desk, uuids[0]).history[0].action == "bulk_edit"
        back = bulk.undo(desk, done)
        assert len(back.changes) == 3
        assert [content(desk, uuid) for uuid in uuids] == before
        with pytest.raises(UserError, match="没有选择"):
            bulk.plan(desk, uuids, {})
        assert upkeep.verify_audit(desk).ok


def test_what_changed_meanwhile_is_left_alone_and_told(ends: Ends) -> None:
    with ends.at("lin") as desk:
        uuids = drafts(desk)
        planned = bulk.plan(desk, uuids, {"phone": "59110000"})
        items.save_draft(desk, uuids[0], replace(content(desk, uuids[0]), phone="59119999"), 0, "editor")
        items.discard_draft(desk, uuids[1], "不要了")
        done = bulk.apply(desk, planned)
        assert [one.uuid for one in done.changes] == [uuids[2]]
        assert {(one.number, one.why) for one in done.skipped} == {
            ("LSGZ-0001", "已在别处改过"),
            ("LSGZ-0002", "已作废，不是草稿"),
        }
        assert content(desk, uuids[0]).phone == "59119999"
        items.save_draft(desk, uuids[2], replace(content(desk, uuids[2]), summary="又改"), 1, "editor")
        back = bulk.undo(desk, done)
        assert back.changes == ()
        assert content(desk, uuids[2]).phone == "59110000"


def test_an_attribute_brings_its_ground_and_drops_it(ends: Ends) -> None:
    withheld = {
        "attribute": Attribute.WITHHELD,
        "ground": Ground.PROCESS,
        "reason": "讨论稿",
        "next_review_on": date(2027, 11, 20),
    }
    with ends.at("lin") as desk:
        uuids = drafts(desk)
        with pytest.raises(UserError, match="依据条款"):
            bulk.plan(desk, uuids, {"attribute": Attribute.WITHHELD})
        bulk.apply(desk, bulk.plan(desk, uuids, withheld))
        assert item_detail.detail(desk, uuids[0]).statutory_due is None
        assert content(desk, uuids[0]).ground is Ground.PROCESS
        bulk.apply(desk, bulk.plan(desk, uuids, {"attribute": Attribute.PROACTIVE}))
        assert (content(desk, uuids[0]).ground, content(desk, uuids[0]).reason) == (None, "")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"title": "同一个标题"}, "不能批量修改"),
        ({"phone": "不是电话"}, "座机号"),
        ({"keywords": "机密★1年"}, "密级标志"),
        ({"drafter": " "}, "拟稿人"),
        ({"ground": Ground.STATE_SECRET, "attribute": Attribute.WITHHELD}, "国家秘密"),
        ({"keywords": "附\u202e件"}, "控制字符"),
    ],
)
def test_values_that_no_draft_can_have_are_refused(ends: Ends, values: dict[str, object], said: str) -> None:
    with ends.at("lin") as desk, pytest.raises(UserError, match=said):
        bulk.plan(desk, drafts(desk, 1), values)


def test_cancelling_changes_nothing_and_readers_may_not(ends: Ends) -> None:
    with ends.at("lin") as desk:
        uuids = drafts(desk)
        planned = bulk.plan(desk, uuids, {"column": "通知公告"})
        with pytest.raises(Cancelled):
            bulk.apply(desk, planned, cancelled=lambda: True)
        assert content(desk, uuids[0]).column == ""
    with ends.at("chen") as desk, pytest.raises(UserError, match="角色"):
        bulk.apply(desk, planned)


def test_what_another_office_sent_is_left_alone(ends: Ends) -> None:
    with ends.at("lin") as desk:
        assert bulk.plan(desk, ["not-there"], {"column": "通知公告"}) == bulk.BulkPlan((), 0, ())
