"""Makes clean copies for the tests, and looks into what was written."""

from __future__ import annotations

import io
import zipfile

from desktop.cleaning.copying import clean
from desktop.cleaning.presets import PRESETS
from desktop.cleaning.records import Choices, CleanCopy
from desktop.screening.records import Role

IDENTITY, MOBILE, MAIL = "11010519491231002X", "13812345521", "zhang.san@example.com"
ADDRESS = "福建省永安市燕西街道新安路12号3栋402室"
ALL = {rule: presets[0].key for rule, presets in PRESETS.items()}


def cleaned(data: bytes, name: str = "名单.docx", presets: dict[str, str] | None = None, **more: object) -> CleanCopy:
    """A clean copy; everything that can be masked is, unless `presets` say otherwise."""
    return clean(name, data, Choices(ALL if presets is None else presets, **more))  # type: ignore[arg-type]


def text_of(copy: CleanCopy, role: Role = Role.BODY) -> str:
    """The words of a copy's parts of one role."""
    return "\n".join(part.text for part in copy.document.parts if part.role is role)


def inside(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def holds(data: bytes, *words: str) -> list[str]:
    """Which of the words occur anywhere in a package, in markup or text."""
    everything = b"\0".join(name.encode() + b"\0" + part for name, part in inside(data).items())
    return [word for word in words if word.encode() in everything]
