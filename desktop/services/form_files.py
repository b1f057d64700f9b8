"""An agency's own review form as a file: so that the other end knows the form that items come in under."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats import strictjson
from desktop.formats.placing import place_file, reading_errors
from desktop.models import FormTemplate
from desktop.rules.chains import ReviewForm, require_keepable
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import Permission
from desktop.services import forms
from desktop.services.desk import Desk

FORMAT = 1
"""The version of the file that this program writes, and the only one that it reads."""

_KIND, _MOST_BYTES, _MOST_VERSIONS = "review-form", 1_000_000, 200


@dataclass(frozen=True, slots=True)
class FormImport:
    """What a file would bring: the newest form in it, the versions that are new here, and what follows.

    `becomes_newest` says that items registered or submitted from then on use what came with the file.
    """

    newest: ReviewForm
    versions: tuple[ReviewForm, ...]
    new: tuple[ReviewForm, ...]
    becomes_newest: bool


def export_form(desk: Desk, code: str, path: Path) -> int:
    """Write all versions that this agency made of a form, the retired ones too; returns how many.

    Raises UserError (E-FORM) for a form as it was shipped, which every end has.
    """
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    with desk.verb("export_form", code) as session:
        own = _own(session, code)
    if not own:
        raise UserError("随程序提供的审查表各端都有，不用导出", "选本单位自定的或者改过的审查表", "E-FORM")
    content = {"kind": _KIND, "format": FORMAT, "forms": [to_plain(one) for one in own]}

    def write(file: BinaryIO) -> None:
        file.write(json.dumps(content, ensure_ascii=False, indent=1).encode())

    place_file(path, write, lambda part: read_form_file(part))
    return len(own)


def read_form_file(path: Path) -> tuple[ReviewForm, ...]:
    """The versions in a file, the oldest first; UserError (E-FORM) when it is none or nothing may be reviewed under one."""
    with reading_errors(path):
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b""
    try:
        content = strictjson.parse(data, path.name)
        if content.get("kind") != _KIND or content.get("format") != FORMAT:
            raise _no_form_file()
        listed = content.get("forms")
        if not isinstance(listed, list) or not 1 <= len(listed) <= _MOST_VERSIONS:
            raise _no_form_file()
        found = tuple(from_plain(ReviewForm, one) for one in listed)
    except (PackageRefused, UserError) as problem:
        raise _no_form_file() from problem
    for one in found:
        require_keepable(one)
    numbers = [one.version for one in found]
    if len({one.code for one in found}) > 1 or numbers != sorted(set(numbers)):
        raise _no_form_file()
    return found


def preview_import(desk: Desk, path: Path) -> FormImport:
    """What a file would bring. Raises UserError (E-FORM) when a version of it is another one here."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    found = read_form_file(path)
    with desk.store.reading() as session:
        return _compared(session, found)


def import_form(desk: Desk, path: Path) -> FormImport:
    """Keep the versions of a file that are new here, under their own numbers; reviews stay under theirs."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    found = read_form_file(path)
    with desk.verb("import_form", found[-1].code, {"versions": len(found)}) as session:
        brought = _compared(session, found)
        if not brought.new:
            raise UserError("文件里的审查表本端都有", "不用再导入", "E-FORM")
        for one in brought.new:
            session.add(
                FormTemplate(
                    code=one.code,
                    version=one.version,
                    body=to_plain(one),
                    created_at=desk.now(),
                    created_by=desk.person.name,
                )
            )
    return brought


def _compared(session: Session, found: tuple[ReviewForm, ...]) -> FormImport:
    here = {one.version: one for one in forms.versions_of(session, found[-1].code)}
    for one in found:
        if here.get(one.version, one) != one:
            raise UserError(
                f"本端的“{here[one.version].name}”也有第 {one.version} 版，内容不同",
                "以一端的为准：在另一端另存为新的审查表，再导出",
                "E-FORM",
            )
    new = tuple(one for one in found if one.version not in here)
    return FormImport(found[-1], found, new, bool(new) and found[-1].version > max(here, default=0))


def _own(session: Session, code: str) -> tuple[ReviewForm, ...]:
    bodies = select(FormTemplate.body).where(FormTemplate.code == code).order_by(FormTemplate.version)
    return tuple(from_plain(ReviewForm, body) for body in session.scalars(bodies))


def _no_form_file() -> UserError:
    return UserError("这不是审查表文件，或者文件不完整", "选另一端用“导出”写出的文件", "E-FORM")
