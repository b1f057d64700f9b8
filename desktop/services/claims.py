"""What a package says in its office's name without a signature of its own: form numbers, and what was withheld."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.errors import PackageRefused
from desktop.formats.package import Package
from desktop.formats.problems import visible
from desktop.rules.items import Ground
from desktop.rules.numbers import is_number_of


def claimed_wrongly(package: Package) -> Iterator[PackageRefused]:
    """Why a package is not to be believed whatever the store holds: E-OWNER for what is another office's, E-FIELD.

    No sign-off covers the form number of an item, so it is held against the office that signed the package; a stub says
    number, office, date and article of its own office, and nothing else.
    """
    office = package.header.office_code
    numbers = [one.form_number for one in package.items]
    numbers += [one.form_number for one in package.stubs] + [one.form_number for one in package.withdrawals]
    for number in numbers:
        if not number.strip():
            yield PackageRefused("批次里有一条没有编号", "请处室核对后重新组包", "E-OWNER")
        elif not is_number_of(number, office):
            yield PackageRefused(f"{visible(number)}不是这个处室的编号", "请处室核对后重新组包", "E-OWNER")
    for stub in package.stubs:
        if stub.office != office:
            yield PackageRefused(f"{visible(stub.form_number)}是别的处室的条目", "请处室核对后重新组包", "E-OWNER")
        if not _is_sound(stub.date, stub.article):
            yield PackageRefused("不予公开条目的日期或条款不规范", "请处室重新组包", "E-FIELD")


def _is_sound(day: str, article: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day and bool(Ground(article))
    except ValueError:
        return False
