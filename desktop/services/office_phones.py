"""The telephones of the office itself (办公电话), which are no personal data."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.ledger import write_ledger
from desktop.models import OfficePhone
from desktop.rules.checklists import SHORT_TEXT_LIMIT, office_phone, phone_words
from desktop.rules.roles import Permission
from desktop.screening.reading import read_document
from desktop.screening.records import Role
from desktop.services.desk import Desk
from desktop.services.intake import read_file
from desktop.services.ready_lists import lists_changed

MOST_PHONES = 5_000


@dataclass(frozen=True, slots=True)
class PhoneRow:
    """A number as it is stored (digits, or the beginning of numbers before a star) and who answers it."""

    number: str
    holder: str


@dataclass(frozen=True, slots=True)
class PhoneImport:
    """What a file of numbers would add: new ones, how many are there already, lines that hold no number."""

    name: str
    new: tuple[PhoneRow, ...]
    present: int
    faults: tuple[str, ...]


def phones(desk: Desk, text: str = "") -> tuple[PhoneRow, ...]:
    """The numbers, those that contain `text` or whose holder does, by holder."""
    desk.require(Permission.READ)
    wanted = select(OfficePhone).order_by(OfficePhone.holder, OfficePhone.number)
    if text.strip():
        digits = "".join(letter for letter in text if letter.isdecimal())
        terms = [OfficePhone.holder.contains(text.strip(), autoescape=True)]
        terms += [OfficePhone.number.contains(digits)] if digits else []
        wanted = wanted.where(or_(*terms))
    with desk.store.reading() as session:
        return tuple(PhoneRow(one.number, one.holder) for one in session.scalars(wanted))


def add_phone(desk: Desk, number: str, holder: str) -> PhoneRow:
    """Put a number on the list. Raises UserError (E-PHONE) for what is no number or there already."""
    desk.require(Permission.REGISTER)
    digits = office_phone(number)
    if not digits:
        raise UserError(
            f"“{number.strip()[:20]}”不是电话号码",
            "座机写 7 或 8 位，可以带区号，例如 0531-82923160；手机写 11 位",
            "E-PHONE",
        )
    if len(holder.strip()) > SHORT_TEXT_LIMIT:
        raise UserError(f"使用人或科室超过 {SHORT_TEXT_LIMIT} 字", "写短一些", "E-PHONE")
    row = PhoneRow(digits, holder.strip())
    with desk.verb("add_phone", "phones") as session:
        if session.get(OfficePhone, digits) is not None:
            raise UserError(f"{phone_words(digits)} 已经在清单里", "不用再加", "E-PHONE")
        _insert(session, [row])
    return row


def remove_phones(desk: Desk, numbers: Collection[str]) -> int:
    """Take numbers off the list; returns how many there were."""
    desk.require(Permission.REGISTER)
    with desk.verb("remove_phones", "phones", {"phones": len(numbers)}) as session:
        before = len(session.scalars(select(OfficePhone.number)).all())
        session.execute(delete(OfficePhone).where(OfficePhone.number.in_(numbers)))
        lists_changed(session)
        return before - len(session.scalars(select(OfficePhone.number)).all())


def preview_phones(desk: Desk, path: Path) -> PhoneImport:
    """The numbers of a txt or xlsx file, one a line, beside each its holder; nothing is changed."""
    desk.require(Permission.REGISTER)
    name, data = read_file(path)
    parts = [part.text for part in read_document(name, data).parts if part.role is Role.BODY]
    lines = [line for text in parts for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    found: dict[str, str] = {}
    faults: list[str] = []
    for place, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        number = next((one for one in cells if office_phone(one)), "")
        if number:
            holder = next((cell for cell in cells if cell != number), "")
            found.setdefault(office_phone(number), holder[:SHORT_TEXT_LIMIT])
        elif place or any(letter.isdecimal() for letter in line):  # the first line may hold headings
            faults.append(cells[0][:20])
    if not found:
        raise UserError("文件里没有电话号码", "每行写一个号码，后面写科室或使用人", "E-PHONE")
    with desk.store.reading() as session:
        held = set(session.scalars(select(OfficePhone.number)))
    new = tuple(PhoneRow(number, holder) for number, holder in found.items() if number not in held)
    if len(held) + len(new) > MOST_PHONES:
        raise UserError(f"办公电话最多 {MOST_PHONES:,} 个", "号码相连的，写开头几位加星号，例如 0531-8292*", "E-PHONE")
    return PhoneImport(name, new, len(found) - len(new), tuple(faults))


def import_phones(desk: Desk, found: Iterable[PhoneRow]) -> int:
    """Put numbers on the list that were looked through before; returns how many were new."""
    desk.require(Permission.REGISTER)
    detail: dict[str, int] = {}
    with desk.verb("import_phones", "phones", detail) as session:
        held = set(session.scalars(select(OfficePhone.number)))
        detail["phones"] = _insert(session, [one for one in found if one.number not in held])
    return detail["phones"]


def export_phones(desk: Desk, target: Path) -> int:
    """Write the list as a spreadsheet, which can be imported again; returns the number of rows."""
    rows = ((phone_words(one.number), one.holder) for one in phones(desk))
    return write_ledger(target, ["电话号码", "科室或使用人"], rows, "办公电话")


def _insert(session: Session, rows: Collection[PhoneRow]) -> int:
    session.add_all(OfficePhone(number=one.number, holder=one.holder) for one in rows)
    lists_changed(session)
    return len(rows)
