"""Makes the frozen data folder of a schema version: `python -m tests.databases.make 0003`.

Run once for each version, by the program of that version; only an unreleased one is ever made again.
"""

from __future__ import annotations

import json
import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from desktop.models import Agency, Item, Office, Revision
from desktop.paths import DataFolder
from desktop.store.audit import record
from desktop.store.database import Store
from desktop.store.keys import allocate_key
from desktop.store.migrations import HEAD
from desktop.store.search import index
from desktop.store.slots import Slots, SlotSecrets
from desktop.trust.digests import digest_of
from desktop.trust.kdf import CHEAP_KDF

PLACE = Path(__file__).parent
LOGIN, PASSWORD = "zhou", "冻结样本-2026"
TITLE = "关于青石镇供水管网改造的通知"
DOCUMENT = "青石镇供水管网改造方案（虚构样本）".encode() * 100
MADE_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def make(version: int) -> None:
    """Write the data folder of `version`, which must be the version of this program."""
    if version != HEAD:
        raise SystemExit(f"this program makes version {HEAD:04}")
    root = PLACE / f"{version:04}"
    if root.exists():
        shutil.rmtree(root)
    folder = DataFolder(root)
    secrets = SlotSecrets.new()
    with Store.create(folder, secrets.database_key, secrets.object_key) as store:
        slots = Slots.create(folder)
        slots.add_slot(LOGIN, PASSWORD, secrets, CHEAP_KDF)
        recovery_key = slots.add_recovery(secrets, CHEAP_KDF)
        fill(store)
    for part in (folder.inbox, folder.outbox, folder.backup):
        part.rmdir()
    known = {"login": LOGIN, "password": PASSWORD, "recovery_key": recovery_key}
    (root / "known.json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def fill(store: Store) -> None:
    """Put one invented item with a revision, an attachment and an entry of the audit into the store."""
    stored = store.objects.put([DOCUMENT])
    at, day = MADE_AT.isoformat(), date(2026, 2, 27)
    content = {"title": TITLE, "attachments": [stored.sm3]}
    with store.transaction() as session:
        session.add(Office(id="office-1", code="01", name="办公室"))
        session.flush()
        session.add(Agency(name="青石镇人民政府", code="QS", end="centre", office_id="office-1", created_at=at))
        item = Item(
            uuid="00000000-0000-4000-8000-000000000001",
            key=allocate_key(session, day),
            office_id="office-1",
            form_number="QS-01-2026-0001",
            short_number="0001",
            state="draft",
            head_rev=1,
            title=TITLE,
            signed_on=day,
            created_at=at,
            updated_at=at,
            updated_by="zhou",
        )
        session.add(item)
        session.flush()
        session.add(
            Revision(
                item_id=item.id,
                rev=1,
                digest=digest_of(content),
                parents=[],
                content=content,
                author="zhou",
                created_at=at,
            )
        )
        index(session, item.key, TITLE)
        record(session, "zhou", "item.saved", item.uuid, {"rev": 1}, MADE_AT)


if __name__ == "__main__":
    make(int(sys.argv[1]))
