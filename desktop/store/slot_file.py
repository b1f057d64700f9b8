"""The file `slots.json`: whose keys are sealed in it and how often somebody has tried; opens no seal."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.store import failures
from desktop.store.durable import write_atomically
from desktop.store.failures import files_told
from desktop.store.tries import Tries, wait_left

FORMAT = 1

Json = dict[str, object]


@dataclass(slots=True)
class SlotContent:
    """What the file holds."""

    database_id: str
    slots: dict[str, Json] = field(default_factory=dict)
    recovery: Json | None = None
    tries: dict[str, Tries] = field(default_factory=dict)


class SlotFile:
    """Read anew for each call and replaced as a whole by each change."""

    def __init__(self, folder: DataFolder) -> None:
        self._path = folder.slots

    @property
    def database_id(self) -> str:
        """The identity of the store that the keys belong to."""
        return self._load().database_id

    def logins(self) -> list[str]:
        """The accounts that have a slot, in alphabetical order."""
        return sorted(self._load().slots)

    def waiting(self, now: datetime) -> dict[str, timedelta]:
        """The accounts that must wait, and for how long still."""
        content = self._load()
        left = {login: wait_left(tries, now) for login, tries in content.tries.items()}
        return {login: wait for login, wait in left.items() if wait and login in content.slots}

    def _load(self) -> SlotContent:
        with files_told("read"):
            return _parsed(self._path)

    def _save(self, content: SlotContent) -> None:
        tries = {
            login: {"failures": tried.failures, "since": tried.since, "wait": tried.wait}
            for login, tried in content.tries.items()
        }
        document = {
            "format": FORMAT,
            "database_id": content.database_id,
            "slots": content.slots,
            "recovery": content.recovery,
            "tries": tries,
        }
        with files_told():
            write_atomically(self._path, json.dumps(document, ensure_ascii=False, indent=1).encode())


def _parsed(path: Path) -> SlotContent:
    try:
        document = json.loads(path.read_bytes())
        _require_format(document["format"])
        tries = {
            str(login): Tries(int(tried["failures"]), str(tried["since"]), int(tried["wait"]))
            for login, tried in document["tries"].items()
        }
        slots = {str(login): dict(sealed) for login, sealed in document["slots"].items()}
        recovery = document["recovery"]
        return SlotContent(str(document["database_id"]), slots, None if recovery is None else dict(recovery), tries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged() from error


def _require_format(found: object) -> None:
    if type(found) is not int or found < 1:
        raise ValueError("not a format number")
    if found > FORMAT:
        raise failures.too_new("密钥文件 slots.json ", str(found), str(FORMAT))


def damaged() -> UserError:
    """The file is not what was written, or holds a slot of another store."""
    return UserError(
        "密钥文件 slots.json 已损坏，读不出来",
        "请先把整个数据文件夹另外复制一份，再从最近的备份里取回 slots.json。",
        failures.DAMAGED,
    )
