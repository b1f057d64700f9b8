"""A store with many items, made in bulk for measurements."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert

from desktop.models import Item
from desktop.paths import DataFolder
from desktop.rules.roles import End
from desktop.services.desk import Desk
from desktop.services.first_run import FirstRun
from desktop.services.sessions import found, sign_in
from desktop.store import keys, search
from desktop.trust.kdf import CHEAP_KDF
from tests.services.ends import AGENCY, CENTRE_PEOPLE, CODE, PASSWORD

# 300 characters that documents are made of; the first ones are the commonest, as in a language.
LETTERS = (
    "的政公开信息工作管理法律规定关于通知全省司局办年度报告检查单位人员服务机构实施方案制度建设部门意见执业"
    + "".join(chr(0x4E00 + 37 * n) for n in range(250))
)
COMMON, RARE = "工作", "衡石"


def filled_store(folder: Path, count: int) -> Desk:
    """A centre with `count` items of 300 characters each, indexed for search."""
    place = DataFolder(folder / f"centre-{count}")
    found(place, FirstRun(End.CENTRE, AGENCY, CODE, "BGS", "办公室", CENTRE_PEOPLE), kdf=CHEAP_KDF)
    desk = sign_in(place, "wang", PASSWORD, kdf=CHEAP_KDF)
    rolls = random.Random(7)
    weights = [1 / (n + 1) for n in range(len(LETTERS))]
    first = date(2016, 1, 1)
    for begun in range(0, count, 5000):
        rows = min(5000, count - begun)
        with desk.store.transaction() as session:
            days = [first + timedelta(days=(begun + n) % 3650) for n in range(rows)]
            given = keys.allocate_keys(session, days)
            texts = ["".join(rolls.choices(LETTERS, weights, k=300)) for _ in range(rows)]
            session.execute(insert(Item), [_row(begun + n, given[n], days[n], texts[n], desk) for n in range(rows)])
            search.index_many(session, [(given[n], (texts[n][:30], texts[n])) for n in range(rows)])
    return desk


def _row(number: int, key: int, day: date, text: str, desk: Desk) -> dict[str, object]:
    return {
        "uuid": str(uuid.UUID(int=number)),
        "key": key,
        "office_id": desk.agency.office_id,
        "form_number": f"保审〔{day.year}〕BGS-{number:07d}",
        "short_number": f"BGS-{number:07d}",
        "state": "published",
        "title": text[:30],
        "attribute": "proactive",
        "signed_on": day,
        "statutory_due": day + timedelta(days=28),
        "created_at": "2026-11-20T00:00:00Z",
        "updated_at": "2026-11-20T00:00:00Z",
        "updated_by": "bench",
        "returned_fields": [],
    }
