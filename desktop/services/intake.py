"""Taking documents in: looked into before anything is written, then stored, or stopped with a neutral stub."""

from __future__ import annotations

import errno
import os
import uuid as uuids
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import Document, HitRelease, Item
from desktop.rules.findings import kept_with
from desktop.rules.items import AttachedDocument, DocumentRole, ItemContent
from desktop.rules.requirements import to_answer_anew
from desktop.rules.roles import Permission, Role
from desktop.rules.states import ItemState, Move
from desktop.screening.intake import Examined
from desktop.screening.names import shown_name
from desktop.screening.reading import check_size
from desktop.screening.records import Kind
from desktop.services import draft_rows, item_rows, listing
from desktop.services.accounts import confirm_password
from desktop.services.against_lists import screened, settled_by_lists
from desktop.services.desk import Desk
from desktop.services.proposed import propose_draft
from desktop.services.stopping import stop_item as stop_item  # the other way to a stub
from desktop.services.twins import numbers_holding

_LONGEST_WINDOWS_PATH = 260


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a dropped document: a draft, or a stop with nothing stored but the stub.

    `twins` are the numbers of the items that hold the very same document already; `title` is that of a new draft.
    """

    uuid: str
    form_number: str
    stopped: bool
    findings: tuple[dict[str, Any], ...]
    twins: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """The release of a false classification hit: by the reviewer with his password, or on paper."""

    name: str
    released_on: date
    reason: str
    login: str = ""
    password: str = ""


def register_document(desk: Desk, path: Path) -> Intake:
    """Make a draft of a document, its fields proposed from its text.

    A classification mark stops it: nothing of the document is written, only number, office and date remain
    (保密法 31(3)). Raises UserError for a file that cannot be read.
    """
    desk.require(Permission.REGISTER)
    return register_data(desk, *read_file(path))


def register_data(desk: Desk, name: str, data: bytes) -> Intake:
    """Make a draft of a document that was read into memory, like `register_document`."""
    desk.require(Permission.REGISTER)
    examined = screened(desk, name, data)
    if examined.blocked:
        return _stop(desk, examined)
    _refuse_bundle(examined)
    attached = _store(desk, name, data, examined, DocumentRole.BODY)
    content, proposals = propose_draft(desk, examined, attached)
    content = settled_by_lists(desk, content, attached, examined)
    uuid = str(uuids.uuid4())
    with desk.verb("register", uuid, {"documents": 1}) as session:
        twins = numbers_holding(session, attached.sm3)
        write_document(session, attached, examined)
        item = item_rows.new_item(desk, session, uuid, ItemState.DRAFT, content)
        draft_rows.new_draft(desk, session, item, content, proposals)
        listing.reindex(session, item, content)
    return Intake(uuid, item.form_number, False, finding_plain(examined), twins, content.title)


def attach_document(desk: Desk, uuid: str, path: Path, role: DocumentRole = DocumentRole.ATTACHMENT) -> Intake:
    """Add a document to a draft. One that bears a classification mark is refused and leaves its own neutral stub."""
    desk.require(Permission.REGISTER)
    name, data = read_file(path)
    examined = screened(desk, name, data)
    if examined.blocked:
        return _stop(desk, examined)
    attached = _store(desk, name, data, examined, role)
    with desk.verb("attach", uuid, {"sm3": attached.sm3}) as session:
        write_document(session, attached, examined)
        draft_rows.edit_draft(
            desk, session, uuid, lambda now: settled_by_lists(desk, _with(now, attached), attached, examined)
        )
        form_number = item_rows.item_by_uuid(session, uuid).form_number
    return Intake(uuid, form_number, False, finding_plain(examined))


def detach_document(desk: Desk, uuid: str, sm3: str) -> None:
    """Take a document out of a draft; other revisions that hold it keep it."""
    desk.require(Permission.REGISTER)

    def remove(content: ItemContent) -> ItemContent:
        left = tuple(one for one in content.attachments if one.sm3 != sm3)
        kept = kept_with(content.resolutions, {one.sm3 for one in left})
        return replace(content, attachments=left, resolutions=kept)

    with desk.verb("detach", uuid, {"sm3": sm3}) as session:
        draft_rows.edit_draft(desk, session, uuid, remove)


def release_hit(desk: Desk, uuid: str, path: Path, release: Release) -> Intake:
    """Release a false classification hit and take the document in after all.

    In the program the confidentiality reviewer gives his password; in a one-person office the clerk records a release
    on paper (who, when, why). The document is read again from where it lies, because nothing of it was kept.
    """
    desk.require(Permission.REGISTER, Permission.RELEASE_HIT)
    released_by = _released_by(desk, release)
    name, data = read_file(path)
    examined = screened(desk, name, data, released=True)
    _refuse_bundle(examined)
    attached = replace(_store(desk, name, data, examined, DocumentRole.BODY), released=examined.blocked)
    content, proposals = propose_draft(desk, examined, attached)
    content = settled_by_lists(desk, content, attached, examined)
    with desk.verb("release", uuid, {"sm3": attached.sm3, "on_paper": not release.login}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        item_rows.move(desk, item, Move.RELEASE)
        write_document(session, attached, examined)
        session.add(_hit_release(desk, item, attached, release, released_by))
        listing.show(desk.calendar, session, item, content, desk.today())
        draft_rows.new_draft(desk, session, item, content, proposals)
        listing.reindex(session, item, content)
    return Intake(uuid, item.form_number, False, finding_plain(examined))


def release_attachment(desk: Desk, uuid: str, path: Path, release: Release) -> Intake:
    """Release a false classification hit in a document that was to be attached to a draft, and attach it after all.

    The neutral stub of the stop stays as the record of it.
    """
    desk.require(Permission.REGISTER, Permission.RELEASE_HIT)
    released_by = _released_by(desk, release)
    name, data = read_file(path)
    examined = screened(desk, name, data, released=True)
    attached = replace(_store(desk, name, data, examined, DocumentRole.ATTACHMENT), released=examined.blocked)
    with desk.verb("release", uuid, {"sm3": attached.sm3, "on_paper": not release.login}) as session:
        item = item_rows.item_by_uuid(session, uuid)
        write_document(session, attached, examined)
        session.add(_hit_release(desk, item, attached, release, released_by))
        draft_rows.edit_draft(
            desk, session, uuid, lambda now: settled_by_lists(desk, _with(now, attached), attached, examined)
        )
    return Intake(uuid, item.form_number, False, finding_plain(examined))


def _released_by(desk: Desk, release: Release) -> str:
    """The name of who releases; the account's own when a password is given, else the one written down."""
    if not release.reason.strip() or not (release.login or release.name.strip()):
        raise UserError("放行人和理由不能空着", "填写放行的保密审查员和理由", "E-REASON")
    if release.released_on > desk.today():
        raise UserError("放行日期晚于今天", "改为今天或以前", "E-DATE")
    if not release.login:
        return release.name.strip()
    account = confirm_password(desk, release.login, release.password)
    if Role.CONFIDENTIALITY_REVIEWER not in account.roles:
        raise UserError("这个账号不是保密审查员", "由保密审查员输入自己的账号和口令", "E-PERMISSION")
    return account.name


def _hit_release(desk: Desk, item: Item, attached: AttachedDocument, release: Release, released_by: str) -> HitRelease:
    return HitRelease(
        item_id=item.id,
        sm3=attached.sm3,
        released_by=released_by,
        on_paper=not release.login,
        released_on=release.released_on,
        reason=release.reason.strip(),
        recorded_by=desk.person.name,
    )


def _refuse_bundle(examined: Examined) -> None:
    """A zip may be attached, not registered: one document, one review (一事一审)."""
    if examined.document.kind is Kind.ZIP:
        raise UserError(
            "压缩包不能单独登记，每份文件要各自审查",
            "解开后逐个登记；随正文公开的，先登记正文，再添加为附件",
            "E-BUNDLE",
        )


def _with(content: ItemContent, attached: AttachedDocument) -> ItemContent:
    if any(one.sm3 == attached.sm3 for one in content.attachments):
        raise UserError(f"“{attached.name}”已经在附件里", "选择另一个文件", "E-DUPLICATE")
    role = DocumentRole.BODY if content.body is None and attached.kind != Kind.ZIP else attached.role
    return to_answer_anew(replace(content, attachments=(*content.attachments, replace(attached, role=role))))


def read_file(path: Path) -> tuple[str, bytes]:
    """Give a file's name and bytes; raises UserError when it is too large (told before reading) or not there."""
    try:
        check_size(path.name, path.stat().st_size)
        return path.name, path.read_bytes()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG or (os.name == "nt" and len(str(path)) >= _LONGEST_WINDOWS_PATH):
            raise UserError(
                "文件的路径过长，系统打不开", "把文件移到上层文件夹，或者把文件名改短，再放入一次", "E-PATH"
            ) from error
        raise UserError(
            f"读不到“{shown_name(path.name)}”", "确认文件还在原处，U 盘没有拔出，再放入一次", "E-READ"
        ) from error


def _stop(desk: Desk, examined: Examined) -> Intake:
    uuid = str(uuids.uuid4())
    with desk.verb("stop", uuid, {"rules": sorted({one.rule for one in examined.findings})}) as session:
        item = item_rows.new_item(desk, session, uuid, ItemState.STOPPED, ItemContent())
        number = item.form_number
    return Intake(uuid, number, True, finding_plain(examined))


def _store(desk: Desk, name: str, data: bytes, examined: Examined, role: DocumentRole) -> AttachedDocument:
    stored = desk.store.objects.put([data], len(data))
    document = examined.document
    kind = document.kind.value if document.kind else ""
    shown = shown_name(name)
    return AttachedDocument(stored.sm3, stored.sha256, stored.size, shown, kind, document.pages, role)


def write_document(session: Session, attached: AttachedDocument, examined: Examined) -> None:
    """The row of a stored document; one that is there already is told what today's rules and this name find."""
    row = session.get(Document, attached.sm3)
    if row is not None:
        row.findings = list(finding_plain(examined))
    else:
        session.add(
            Document(
                sm3=attached.sm3,
                sha256=attached.sha256,
                size=attached.size,
                kind=attached.kind,
                pages=attached.pages,
                text=packed_text(part.text for part in examined.document.parts),
                findings=list(finding_plain(examined)),
            )
        )
        session.flush()


def packed_text(parts: Iterable[str]) -> bytes:
    """The text of a document's parts, compressed as the store keeps it."""
    return zlib.compress("\n".join(parts).encode("utf-8"), 6)


def finding_plain(examined: Examined) -> tuple[dict[str, Any], ...]:
    """The findings as they are stored and told; none holds a raw hit."""
    return tuple(
        {
            "rule": one.rule,
            "severity": one.severity.value,
            "what": one.message,
            "place": one.place,
            "excerpt": one.excerpt,
            "count": one.count,
        }
        for one in examined.findings
    )
