"""Taking in a batch of 10,000 items, against `executemany` and a search index of the same rows; sign-offs told apart.

Verifying a signature is the work of the SM2 backend and not of the import. So the import is measured with signatures
taken for good, all else (statements, chain, digests, keys) checked; then the sign-offs alone, against the backend's own
rate for as many signatures.
"""

from __future__ import annotations

import random
import shutil
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

from sqlalchemy import select, text

from desktop.formats.package import read_package
from desktop.formats.package_records import PackagedItem
from desktop.formats.package_writing import sign_user_keys, write_package
from desktop.models import Item, Revision
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import End
from desktop.services import imports, inspection, listing
from desktop.services.desk import Desk
from desktop.services.sign_offs import KIND, check_chain, form_digest, read_statement
from desktop.services.trusted_keys import listed_people
from desktop.store import search
from desktop.trust.digests import digest_of
from desktop.trust.signing import PrivateKey, PublicKey, Signature, sign, verify
from tests.benchmarks.measure import taking_turns, tell
from tests.benchmarks.stores import LETTERS
from tests.services.ends import Ends, found_ends, register, review_at_office, send
from tests.services.forging import office_key, personal_key, with_content

ITEMS, SUMMARY, TURNS = 10_000, 300, 3
TABLES = ("item", "revision", "sign_off", "received_item")

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def run(folder: Path) -> None:
    """One office's package; the centre, as it was before, takes it in beside the peer's insert."""
    ends = found_ends(folder)
    package = _package(ends)
    centre = _Centre(ends)
    with mock.patch("desktop.services.sign_offs.verify_digest", return_value=True):
        centre.restore()
        begun = time.perf_counter()
        found = inspection.inspect(centre.desk, package)
        looked = time.perf_counter() - begun
        imports.import_batch(centre.desk, found, {})
        rows = {name: _rows(centre.desk, name) for name in TABLES}
        searched = _searched(centre.desk)
        wall, cpu = taking_turns(
            lambda: imports.import_batch(centre.desk, found, {}),
            lambda: _insert(centre.desk, rows, searched),
            TURNS,
            centre.restore,
        )
    centre.close()
    tell(f"take in a batch of {ITEMS} items", *wall, "executemany + FTS", 2.5)
    tell("    of it on the processors", *cpu, "executemany + FTS", None)
    tell("    the look at it before", looked, wall[1], "executemany + FTS", None)
    _sign_offs(package)


class _Centre:
    """The centre's store, put back to what it was before any batch came."""

    def __init__(self, ends: Ends) -> None:
        self._ends = ends
        self._root = ends.folder(End.CENTRE).root
        self._before = self._root.with_name("centre.before")
        shutil.copytree(self._root, self._before)
        self._opened = ExitStack()

    def restore(self) -> None:
        self.close()
        shutil.rmtree(self._root)
        shutil.copytree(self._before, self._root)
        self.desk = self._opened.enter_context(self._ends.at("wang"))

    def close(self) -> None:
        self._opened.close()


def _sign_offs(path: Path) -> None:
    with read_package(path, lambda _header, _key: None) as package:
        items, belongs = package.items, listed_people(package.user_keys)

    def ours() -> None:
        for one in items:
            content = from_plain(ItemContent, one.content)
            checked = check_chain(one.uuid, one.rev, one.digest, content, one.signoffs, belongs)
            assert all(sign_off.valid for sign_off in checked)

    signed: list[Any] = [sign_off for one in items for sign_off in one.signoffs]
    keys = [(PublicKey.from_json(one["public_key"]), Signature.from_json(one["signature"])) for one in signed]

    def backend() -> None:
        for one, (public, signature) in zip(signed, keys, strict=True):
            assert verify(public, KIND, one["statement"], signature)

    wall, cpu = taking_turns(ours, backend, 1)
    tell(f"verify {len(signed)} sign-offs", *wall, "SM2 alone", None)
    tell("    of it on the processors", *cpu, "SM2 alone", None)


def _package(ends: Ends) -> Path:
    """A package of many items, all of them reviewed and signed like the one that the office really made."""
    document = ends.root / "通知.txt"
    document.write_text("临江省司法厅关于检查的通知\n\n现就有关事项通知如下。\n", encoding="utf-8")
    with ends.at("lin") as desk:
        uuid = register(desk, document)
    review_at_office(ends, uuid)
    made, target, key = send(ends, uuid), ends.root / "many.zip", office_key(ends)
    keys = [personal_key(ends, login) for login in ("lin", "chen", "zhou")]
    rolls = random.Random(7)
    with read_package(made, lambda _header, _key: None) as package:
        header = package.header
        people = sign_user_keys(header.agency_code, header.office_code, package.user_keys, key)
        items = [_item(package.items[0], n, rolls, keys) for n in range(ITEMS)]
        write_package(target, header, items, (), people, {}, key)
    return target


def _item(like: PackagedItem, number: int, rolls: random.Random, keys: list[PrivateKey]) -> PackagedItem:
    words = "".join(rolls.choices(LETTERS, [1 / (n + 1) for n in range(len(LETTERS))], k=SUMMARY))
    day = date(2016, 1, 1) + timedelta(days=number % 3650)
    own = replace(like, uuid=str(UUID(int=number, version=4)), form_number=f"保审〔2026〕LSGZ-{number + 2:05}")
    item = with_content(own, title=words[:30], summary=words, signed_on=day.isoformat(), attachments=[], resolutions=[])
    content = from_plain(ItemContent, item.content)
    earlier: list[Any] = []
    signed: list[dict[str, object]] = []
    for one, key in zip(like.signoffs, keys, strict=True):
        plain = one["statement"]
        statement = replace(
            read_statement(plain),
            item=item.uuid,
            revision_digest=item.digest,
            previous=digest_of(to_plain(earlier[-1])) if earlier else "",
        )
        bound = form_digest(item.digest, content, earlier, statement.answers, statement.conclusion)
        statement = replace(statement, form_digest=bound)
        earlier.append(statement)
        made = to_plain(statement)
        signed.append(
            {"statement": made, "signature": sign(key, KIND, made).as_json(), "public_key": key.public.as_json()}
        )
    return replace(item, signoffs=tuple(signed))


def _rows(desk: Desk, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """What the import wrote, as the database holds it."""
    with desk.store.reading() as session:
        found = session.execute(text(f"SELECT * FROM {table}"))
        return list(found.keys()), [tuple(row) for row in found]


def _searched(desk: Desk) -> list[tuple[int, tuple[str, ...]]]:
    """The keys of the items and the words that each is found by."""
    with desk.store.reading() as session:
        return [
            (item.key, listing.searched_fields(from_plain(ItemContent, revision.content), item.form_number))
            for item, revision in session.execute(select(Item, Revision).join(Revision, Revision.item_id == Item.id))
        ]


def _insert(desk: Desk, rows: Rows, searched: list[tuple[int, tuple[str, ...]]]) -> None:
    """The same rows into the same tables of a store like ours, and what is searched of each into the index."""
    with desk.store.transaction() as session:
        session.execute(text("PRAGMA defer_foreign_keys=ON"))
        session.execute(text(
            "INSERT INTO received_batch (id, batch_id, office_id, epoch, seq, paper_number, kind, period, manifest_hash,"
            " outcome, code, item_count, anchor, received_at, received_by)"
            " SELECT 1, 'b', id, 1, 1, 'p', 'regular', 'p', 'm', 'accepted', '', 0, '{}', 't', 'x' FROM office LIMIT 1"
        ))  # fmt: skip
        connection = session.connection()
        for table, (columns, values) in rows.items():
            marks = ", ".join("?" * len(columns))
            connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)
        search.index_many(session, searched)
