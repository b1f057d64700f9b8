"""The schema that migrations make is the one the models declare, and a database of any version is dealt with."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, text
from sqlalchemy.exc import DBAPIError

from desktop.models import Base
from desktop.paths import DataFolder
from desktop.store import keys, search
from desktop.store.database import Store
from desktop.store.migrations import HEAD
from desktop.store.migrations.run import MIGRATIONS, migrate
from tests.store.conftest import DATABASE_KEY, OBJECT_KEY
from tests.store.later_versions import REVISION, know, orphan


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


def test_the_version_counts_the_migrations() -> None:
    assert len(MIGRATIONS) == HEAD


def test_no_reference_cascades() -> None:
    constraints = [key for table in Base.metadata.tables.values() for key in table.foreign_key_constraints]
    assert constraints
    assert all(key.ondelete is None and key.onupdate is None for key in constraints)


def test_a_migration_that_orphans_rows_is_undone(older: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        know(patch, orphan)
        with pytest.raises(RuntimeError, match="point nowhere"):
            Store.open(older, DATABASE_KEY, OBJECT_KEY)
    with Store.open(older, DATABASE_KEY, OBJECT_KEY) as store, store.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM office")) == 1


def test_migrations_refuse_to_run_with_foreign_keys_on(store: Store) -> None:
    with store.transaction() as session, pytest.raises(RuntimeError, match="foreign keys off"):
        migrate(session.connection())
