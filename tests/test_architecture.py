"""Who may import whom: the sentences of the architecture as executable rules, each with proof that it can fail."""

from __future__ import annotations

from collections.abc import Callable, Set
from pathlib import Path

import pytest
from pytest_archon import archrule
from pytest_archon.failure import pop_failures

import desktop

GROUND = ("errors", "paths", "faultpoints")
TOP = ("app", "demo", "__main__")
"""The wiring and what stands beside it: they may see everything."""

FLOW: dict[str, tuple[str, ...]] = {
    "errors": (),
    "paths": (),
    "faultpoints": (),
    "rules": ("errors",),
    "labels": ("rules",),
    "trust": ("rules", *GROUND),
    "screening": ("rules", "labels", *GROUND),
    "cleaning": ("screening", "rules", "labels", *GROUND),
    "printing": ("rules", "labels", *GROUND),
    "formats": ("trust", "rules", "labels", *GROUND),
    "models": ("rules", *GROUND),
    "store": ("models", "trust", "rules", "labels", *GROUND),
    "services": (
        *("store", "models", "formats", "printing", "cleaning", "screening", "trust", "rules", "labels"),
        *GROUND,
    ),
    "views": ("services", "printing", "screening", "trust", "rules", "labels", *GROUND),
    "cli": ("services", "printing", "screening", "trust", "rules", "labels", "app", "demo", *GROUND),
}
"""For each room the rooms it may import directly; the order is from the ground up."""

PURE = frozenset(
    {
        *("__future__", "abc", "bisect", "collections", "dataclasses", "datetime", "decimal", "difflib", "enum"),
        *(
            "fractions",
            "functools",
            "hashlib",
            "itertools",
            "json",
            "math",
            "operator",
            "re",
            "string",
            "struct",
            "types",
        ),
        *("typing", "unicodedata", "uuid"),
    }
)
"""The part of the standard library that neither reads nor writes anything."""


def modules(root: str, *rooms: str) -> list[str]:
    """The patterns that match the rooms of `root` with everything in them."""
    return [pattern for room in rooms for pattern in (f"{root}.{room}", f"{root}.{room}.*")]


def imports_flow_downwards(root: str, rooms: Set[str]) -> None:
    """app -> views -> services -> {store -> models, formats, printing, screening, trust} -> rules."""
    for room in rooms - set(TOP):
        rule = archrule(f"{room} imports {', '.join(FLOW[room]) or 'nothing of ours'}")
        (
            rule.match(*modules(root, room))
            .should_not_import(f"{root}.*")
            .may_import(*modules(root, room, *FLOW[room]))
            .check(root, only_direct_imports=True)
        )


def nothing_below_views_imports_qt(root: str, rooms: Set[str]) -> None:
    """What has no window works on a machine without Qt, whatever it imports by detours."""
    below = rooms - {"views", "cli", *TOP}
    rule = archrule("nothing below views imports Qt")
    rule.match(*modules(root, *below)).should_not_import("PySide6*", "shiboken6*").check(root)


def rules_are_pure(root: str, rooms: Set[str]) -> None:
    """Rules import `errors` and the part of the standard library that neither reads nor writes."""

    def only_pure(module: str, imported: Set[str], every: object) -> bool:
        outside = {name for name in imported if name != root and not name.startswith(f"{root}.")}
        return {name.split(".")[0] for name in outside} <= PURE

    for room in rooms & {"rules", "labels"}:
        archrule(f"{room} import no I/O library").match(*modules(root, room)).should(only_pure).check(root)


def files_never_open_a_session(root: str, rooms: Set[str]) -> None:
    """cleaning, formats, printing, screening and trust take records and return records or files, by no detour more."""
    database = ("sqlalchemy*", "sqlcipher3*", "sqlite3*", *modules(root, "models", "store"))
    for room in rooms & {"cleaning", "formats", "printing", "screening", "trust"}:
        rule = archrule(f"{room} knows no database")
        rule.match(*modules(root, room)).should_not_import(*database).check(root)


def views_and_cli_are_twins(root: str, rooms: Set[str]) -> None:
    """Neither holds a decision that the other would need: no query, no table, no file format, nor each other."""
    left_to_services = ("sqlalchemy*", "sqlcipher3*", *modules(root, "models", "store", "formats"))
    for room, twin in (("views", "cli"), ("cli", "views")):
        if room in rooms:
            (
                archrule(f"{room} leaves queries and formats to services, and {twin} alone")
                .match(*modules(root, room))
                .should_not_import(*left_to_services, *modules(root, twin))
                .check(root, only_direct_imports=True)
            )


Rule = Callable[[str, Set[str]], None]
RULES: tuple[Rule, ...] = (
    imports_flow_downwards,
    nothing_below_views_imports_qt,
    rules_are_pure,
    files_never_open_a_session,
    views_and_cli_are_twins,
)

OFFENCES: tuple[tuple[Rule, dict[str, str]], ...] = (
    (imports_flow_downwards, {"rules/items.py": "from {root}.services import items", "services/items.py": ""}),
    (imports_flow_downwards, {"models/item.py": "from {root} import labels", "labels.py": ""}),
    (imports_flow_downwards, {"paths.py": "import {root}.errors", "errors.py": ""}),
    (imports_flow_downwards, {"services/items.py": "def f():\n    from {root}.views import home", "views/home.py": ""}),
    (nothing_below_views_imports_qt, {"services/items.py": "from PySide6.QtCore import QObject"}),
    (
        nothing_below_views_imports_qt,
        {"services/items.py": "from {root} import app", "app.py": "import PySide6.QtWidgets"},
    ),
    (rules_are_pure, {"rules/items.py": "from pathlib import Path"}),
    (rules_are_pure, {"rules/items.py": "import sqlalchemy"}),
    (files_never_open_a_session, {"trust/keys.py": "from {root}.store import database", "store/database.py": ""}),
    (
        files_never_open_a_session,
        {"formats/package.py": "from {root}.rules import items", "rules/items.py": "import sqlalchemy.orm"},
    ),
    (views_and_cli_are_twins, {"views/home.py": "from sqlalchemy import select"}),
    (views_and_cli_are_twins, {"views/home.py": "import {root}.store.search", "store/search.py": ""}),
    (views_and_cli_are_twins, {"cli.py": "from {root}.models import item", "models/item.py": ""}),
    (views_and_cli_are_twins, {"cli.py": "from {root}.views import home", "views/home.py": ""}),
)


def rooms_of(folder: Path) -> frozenset[str]:
    """The rooms under a source folder: its packages and its modules."""
    inside = {path.relative_to(folder).parts[0].removesuffix(".py") for path in folder.rglob("*.py")}
    return frozenset(inside - {"__init__"})


def build(folder: Path, files: dict[str, str]) -> Path:
    """Write a small house of these files, where `{root}` stands for its name."""
    for name, source in ({"__init__.py": ""} | files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source.format(root=folder.name), encoding="utf-8")
    return folder


HOUSE = Path(desktop.__file__).parent


def test_every_room_has_its_place() -> None:
    assert rooms_of(HOUSE) - set(TOP) <= set(FLOW)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Rule) -> None:
    rule("desktop", rooms_of(HOUSE))


@pytest.mark.parametrize(("rule", "files"), OFFENCES)
def test_an_offence_is_found(
    rule: Rule, files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build(tmp_path / "outlaw", files)
    monkeypatch.syspath_prepend(tmp_path)

    rule("outlaw", rooms_of(folder))

    found = pop_failures()  # type: ignore[no-untyped-call]
    assert found
    assert not [failure.reason for failure in found if "NO CANDIDATES" in failure.reason]


def test_an_orderly_house_gives_no_offence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the control: the same machinery stays silent where nothing is wrong."""
    files = {
        "errors.py": "import os",
        "rules/items.py": "from {root}.errors import UserError",
        "trust/keys.py": "from {root}.rules import items",
        "services/items.py": "import sqlalchemy",
        "views/home.py": "from PySide6 import QtWidgets\nfrom {root}.services import items",
    }
    folder = build(tmp_path / "orderly", files)
    monkeypatch.syspath_prepend(tmp_path)
    for rule in RULES:
        rule("orderly", rooms_of(folder))
