"""The schema that migrations make is the one the models declare, and a database of any version is dealt with."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Column, Integer, MetaData, text
from sqlalchemy.exc import DBAPIError

from desktop.errors import UserError
from desktop.models import Base, Counter
from desktop.paths import DataFolder
from desktop.store import backup, keys, opening, search
from desktop.store.connecting import connect
from desktop.store.database import Store
from desktop.store.migrations import HEAD, run
from desktop.store.migrations.run import MIGRATIONS, migrate
from tests.store.conftest import DATABASE_KEY, OBJECT_KEY


def declared() -> list[MetaData]:
    """What the program says its tables are."""
    return [Base.metadata, keys.metadata]


def differences(store: Store, declared: list[MetaData]) -> list[object]:
    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return not (kind == "table" and name is not None and name.startswith(search.TABLE))

    with store.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"include_name": ours, "compare_type": True})
        return list(compare_metadata(context, declared))  # type: ignore[arg-type]  # several are allowed


def test_the_migrated_schema_is_the_declared_one(store: Store) -> None:
    assert differences(store, declared()) == []


def test_the_comparison_notices_a_column_too_many_a_table_and_an_index(store: Store) -> None:
    widened = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(widened)
    widened.tables["counter"].append_column(Column("extra", Integer))
    assert [difference[0] for difference in differences(store, [widened, keys.metadata])] == ["add_column"]  # type: ignore[index]
    assert differences(store, [Base.metadata]) != []
    with store.transaction() as session:
        session.execute(text("DROP INDEX ix_item_title"))
    assert len(differences(store, declared())) == 1


@pytest.mark.parametrize("verb", ["UPDATE revision SET author = 'x'", "DELETE FROM revision"])
def test_revisions_are_never_changed(store: Store, verb: str) -> None:
    with store.transaction() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for statement in REVISION:
            session.execute(text(statement))
    with pytest.raises(DBAPIError, match="never changed"), store.transaction() as session:
        session.execute(text(verb))


REVISION = (
    "INSERT INTO office (id, code, name, active) VALUES ('o', '01', '办公室', 1)",
    "INSERT INTO item (id, uuid, key, office_id, form_number, short_number, state, head_rev, conflict, title,"
    " document_number, attribute, returned_reason, returned_fields, created_at, updated_at, updated_by)"
    " VALUES (1, 'u', 1, 'o', 'f', '1', 'draft', 1, 0, '', '', 'proactive', '', '[]', '', '', '')",
    "INSERT INTO revision (item_id, rev, digest, parents, content, author, created_at)"
    " VALUES (1, 1, 'd', '[]', '{}', 'a', '')",
)


def test_the_version_counts_the_migrations() -> None:
    assert len(MIGRATIONS) == HEAD


def test_no_reference_cascades() -> None:
    constraints = [key for table in Base.metadata.tables.values() for key in table.foreign_key_constraints]
    assert constraints
    assert all(key.ondelete is None and key.onupdate is None for key in constraints)


def test_fault_36_a_newer_database_is_refused_untouched(store: Store, folder: DataFolder) -> None:
    store.close()
    _set_version(folder, HEAD + 1)
    before = folder.database.read_bytes()
    with pytest.raises(UserError) as caught:
        Store.open(folder, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-NEWER"
    assert f"版本是 {HEAD + 1}" in caught.value.message
    assert f"版本 {HEAD}" in caught.value.message
    assert folder.database.read_bytes() == before
    assert backup.backups(folder) == []


def _set_version(folder: DataFolder, version: int) -> None:
    connection = connect(folder.database, DATABASE_KEY)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def widen(operations: Operations) -> None:
    """A later version that rebuilds a table, as SQLite needs for most changes."""
    with operations.batch_alter_table("counter") as batch:
        batch.add_column(Column("extra", Integer))
        batch.alter_column("last", nullable=True)


def fail_half_way(operations: Operations) -> None:
    """A later version that does some of its work and then meets a full disk."""
    operations.execute("DELETE FROM counter")
    operations.execute("PRAGMA max_page_count = 1")
    for number in range(200):
        operations.execute(f"CREATE TABLE more_{number} (a)")


def orphan(operations: Operations) -> None:
    """A later version that loses what others refer to."""
    operations.execute("DELETE FROM office")


@pytest.fixture
def older(store: Store, folder: DataFolder) -> DataFolder:
    """A closed data folder of the last version, with an item in it."""
    with store.transaction() as session:
        session.add(Counter(name="kept", last=7))
        for statement in REVISION:
            session.execute(text(statement))
    store.close()
    return folder


def _know(monkeypatch: pytest.MonkeyPatch, *later: object) -> None:
    """Make the program one that knows later versions."""
    known = (*MIGRATIONS, *later)
    monkeypatch.setattr(opening, "HEAD", len(known))
    monkeypatch.setattr(run, "migrate", lambda connection: migrate(connection, known))  # type: ignore[arg-type]


def test_fault_37_an_older_database_is_backed_up_and_migrated(
    older: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _know(monkeypatch, widen)
    with Store.open(older, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert session.execute(text("SELECT name, last, extra FROM counter")).all() == [("kept", 7, None)]
        assert session.scalar(text("PRAGMA user_version")) == HEAD + 1
        assert session.scalar(text("SELECT count(*) FROM revision")) == 1
    (kept,) = backup.backups(older)
    assert backup.check_backup(kept, DATABASE_KEY) == HEAD


def test_fault_37_a_migration_that_fails_leaves_the_original(
    older: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        _know(patch, fail_half_way)
        with pytest.raises(UserError) as caught:
            Store.open(older, DATABASE_KEY, OBJECT_KEY)
    assert caught.value.code == "E-FULL"
    assert "升级前" in caught.value.hint
    with Store.open(older, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert session.execute(text("SELECT name, last FROM counter")).all() == [("kept", 7)]
        assert session.scalar(text("PRAGMA user_version")) == HEAD


def test_a_migration_that_orphans_rows_is_undone(older: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        _know(patch, orphan)
        with pytest.raises(RuntimeError, match="point nowhere"):
            Store.open(older, DATABASE_KEY, OBJECT_KEY)
    with Store.open(older, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM office")) == 1


def test_migrations_refuse_to_run_with_foreign_keys_on(store: Store) -> None:
    with store.transaction() as session, pytest.raises(RuntimeError, match="foreign keys off"):
        migrate(session.connection())
