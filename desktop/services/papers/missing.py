"""What this PC cannot print: asked before printing, so that the user hears of it before the paper does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.printing.fonts import Face, fonts_of_this_pc
from desktop.printing.missing import missing_characters as missing_in
from desktop.services.desk import Desk
from desktop.services.item_detail import detail
from desktop.services.papers.forms import form_sheet

_OFFICIAL = (Face.TITLE, Face.BODY, Face.HAND, Face.HEAD)


@dataclass(frozen=True, slots=True)
class Lacking:
    """An item whose form holds characters that no font of this PC has."""

    uuid: str
    form_number: str
    characters: tuple[str, ...]


def missing_characters(desk: Desk, uuids: Sequence[str]) -> tuple[Lacking, ...]:
    """The items whose forms cannot be printed whole, each with the characters, to be written in by hand."""
    found = []
    for uuid in uuids:
        one = detail(desk, uuid)
        lacking = missing_in(form_sheet(desk, one))
        if lacking:
            found.append(Lacking(uuid, one.form_number, lacking))
    return tuple(found)


def missing_words(lacking: Sequence[Lacking]) -> str:
    """What the user is told of them, by code, because the screen may lack them too; empty when nothing is missing."""
    if not lacking:
        return ""
    characters = dict.fromkeys(c for one in lacking for c in one.characters)
    shown = "、".join(f"U+{ord(c):04X}" for c in list(characters)[:6]) + ("等" if len(characters) > 6 else "")
    numbers = "、".join(one.form_number for one in lacking[:3]) + (f" 等 {len(lacking)} 件" if len(lacking) > 3 else "")
    return f"有 {len(characters)} 个字本机字库没有（{shown}），纸上印作〓，打印后手写补入：{numbers}"


def font_words() -> str:
    """Which of the official faces this PC lacks, so that the bundled ones are used; empty when it has them all."""
    lacking = [face.value for face in _OFFICIAL if not fonts_of_this_pc().has_own(face)]
    if not lacking:
        return ""
    return f"本机没有{'、'.join(lacking)}，用随程序的思源字体代替"
