"""A centre with two offices, and what a model of the exchange knows of them."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from desktop.paths import DataFolder
from desktop.rules.roles import End
from desktop.services import enrolment, sessions
from desktop.services.desk import Desk
from desktop.services.first_run import FirstRun
from desktop.trust.kdf import CHEAP_KDF
from tests.services.ends import AGENCY, CODE, OFFICE_PEOPLE, PASSWORD, found_ends


@functools.cache
def founded() -> Path:
    """A centre with two offices, to be copied."""
    root = Path(tempfile.mkdtemp(prefix="disclosure-desk-model-"))
    atexit.register(shutil.rmtree, root)
    ends = found_ends(root)
    with ends.at("lin") as desk:
        centre = desk.agency.centre_fingerprint
    first = FirstRun(End.OFFICE, AGENCY, CODE, "GZGL", "公证管理处", OFFICE_PEOPLE, centre)
    made = sessions.found(DataFolder(root / "office2"), first, kdf=CHEAP_KDF, clock=ends.clock)
    with ends.at("wang") as desk:
        office_id = enrolment.add_office(desk, "GZGL", "公证管理处")
        enrolment.propose_key(desk, office_id, made.fingerprint)
        enrolment.confirm_key(desk, office_id, made.fingerprint, "wei", PASSWORD)
    return root


@dataclass(slots=True)
class Sent:
    """A batch as the model knows it: what it holds, whether the centre has it, under which number."""

    office: int
    seq: int
    id: str
    path: Path
    holds: dict[str, int]
    taken: int = 0


@dataclass(slots=True)
class Told:
    """A receipt on a stick."""

    sent: Sent
    path: Path


@dataclass(slots=True)
class Office:
    """An office: its people at their desks, and what the model knows of its items."""

    desks: dict[str, Desk]
    sent: list[Sent] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
