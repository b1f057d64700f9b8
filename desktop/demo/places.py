"""Who and where the demo is: its people, its folders, and the telling of each step."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.paths import DataFolder
from desktop.rules.roles import End, Role
from desktop.services import sessions
from desktop.services.desk import Desk
from desktop.services.first_run import NewAccount
from desktop.trust.kdf import CHEAP_KDF

if TYPE_CHECKING:
    from desktop.demo.camera import Camera

AGENCY, CODE = "临江省司法厅", "014236727"
OFFICE, OFFICE_CODE = "律师工作处", "LSGZ"
PASSWORD = "demo-password-2026"
PEOPLE: dict[End, tuple[NewAccount, ...]] = {
    End.OFFICE: (
        NewAccount("lin", "林倩", (Role.INFORMATION_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR), PASSWORD),
        NewAccount("zhou", "周敏", (Role.CONFIDENTIALITY_REVIEWER,), PASSWORD),
    ),
    End.CENTRE: (
        NewAccount("wang", "王晓彤", (Role.INFORMATION_ADMINISTRATOR, Role.PUBLISHER), PASSWORD),
        NewAccount("li", "李建国", (Role.CENTRAL_HEAD,), PASSWORD),
        NewAccount("sun", "孙永平", (Role.LEADER,), PASSWORD),
        NewAccount("he", "何明川", (Role.SYSTEM_ADMINISTRATOR,), PASSWORD),
        NewAccount("wei", "魏知微", (Role.SECURITY_ADMINISTRATOR,), PASSWORD),
        NewAccount("su", "苏见", (Role.AUDITOR,), PASSWORD),
    ),
}


@dataclass(frozen=True, slots=True)
class Walk:
    """The places of the demo: both data folders, the stick between them, the papers and the pictures."""

    root: Path
    camera: Camera | None = None

    def picture(self, desk: Desk, name: str, page: str, record: str = "") -> None:
        """Take a picture of a page as it stands at this moment of the walk."""
        if self.camera is not None:
            self.camera.page(desk, name, page, record)

    @property
    def stick(self) -> Path:
        """What travels between the ends."""
        return self.root / "stick"

    @property
    def papers(self) -> Path:
        """Every PDF."""
        return self.root / "papers"

    @property
    def screens(self) -> Path:
        """A picture of every screen."""
        return self.root / "screens"

    def folder(self, end: End) -> DataFolder:
        """The data folder of an end."""
        return DataFolder(self.root / end.value)

    @contextmanager
    def at(self, login: str) -> Iterator[Desk]:
        """The desk of one of the people."""
        end = next(end for end, people in PEOPLE.items() if any(one.login == login for one in people))
        desk = sessions.sign_in(self.folder(end), login, PASSWORD, holder="演示", kdf=CHEAP_KDF)
        try:
            yield desk
        finally:
            desk.close()


@contextmanager
def telling(words: str) -> Iterator[list[str]]:
    """Tell a step and its time once it is done; a killed demo has told only what it had finished."""
    begun = time.perf_counter()
    told: list[str] = []
    yield told
    elapsed = (time.perf_counter() - begun) * 1000
    sys.stdout.write(f"{words}：{'，'.join(told) or '已经办过'}（{elapsed:.0f} 毫秒）\n")
    sys.stdout.flush()
