"""Rows written many at once are read like any others."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from desktop.models import FormTemplate, Withdrawal
from desktop.store.database import Store
from desktop.store.rows import JsonText, insert_rows


def test_dates_json_and_nothing_come_back_as_they_went_in(store: Store) -> None:
    told = {"rev": 1, "form_number": "保审-1", "reason": "写错了", "withdrawn_on": date(2026, 3, 2)}
    body = {"步骤": ["甲", None, 1]}
    form = {"code": "a", "body": body, "retired": False, "created_at": "", "created_by": ""}
    with store.transaction() as session:
        insert_rows(session, Withdrawal, [told | {"item_uuid": one} for one in ("u1", "u2")])
        written = JsonText('{"步骤":["甲",null,1]}')
        insert_rows(session, FormTemplate, [form | {"version": 1}, form | {"version": 2, "body": written}])
        insert_rows(session, FormTemplate, [])
    with store.reading() as session:
        rows = session.scalars(select(Withdrawal).order_by(Withdrawal.item_uuid)).all()
        assert [(one.item_uuid, one.withdrawn_on, one.batch_id) for one in rows] == [
            ("u1", date(2026, 3, 2), None),
            ("u2", date(2026, 3, 2), None),
        ]
        forms = session.scalars(select(FormTemplate)).all()
        assert [(one.body, one.retired) for one in forms] == [(body, False), (body, False)]


def test_what_a_table_requires_is_required_here_too(store: Store) -> None:
    with pytest.raises(IntegrityError), store.transaction() as session:
        insert_rows(session, Withdrawal, [{"item_uuid": "u1"}])
