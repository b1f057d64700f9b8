"""Heads of the audit chain that lie outside the store: in packages, receipts and backups; the chain is held against them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import PackageRefused, UserError
from desktop.formats.anchor import ANCHOR_FILE, anchor_path, decode_anchor, encode_anchor
from desktop.formats.package import read_package
from desktop.formats.package_records import Anchor, BatchHeader
from desktop.formats.placing import reading_errors
from desktop.formats.receipt import read_receipt
from desktop.models import SigningKey
from desktop.rules.roles import Permission
from desktop.services.accounts import end_key
from desktop.services.desk import Desk
from desktop.services.trusted_keys import KeyKind
from desktop.store import audit
from desktop.store.audit import Anchor as Place
from desktop.store.audit import ChainReport
from desktop.store.durable import write_atomically
from desktop.trust.signing import PublicKey

_LIMIT = 1 << 20


def verify_chain(desk: Desk, files: Sequence[Path] = ()) -> ChainReport:
    """Recompute the whole chain and hold it against the heads in `files`, which this end signed and gave away.

    Raises PackageRefused for a file that is damaged or signed by somebody else: it says nothing of this chain.
    """
    desk.require(Permission.AUDIT, Permission.BACKUP)
    places = [read_anchor(desk, one) for one in files]
    with desk.store.reading() as session:
        return audit.verify_chain(session, places)


def read_anchor(desk: Desk, path: Path) -> Place:
    """The head of this end's chain that a package, a receipt, a backup (or its anchor.json) carries."""
    with desk.store.reading() as session:
        own = _own_fingerprints(session)
    if path.is_dir():
        path = anchor_path(path)
    if path.suffix.lower() == ".zip":
        anchor = _of_package(path, own)
    elif path.name == ANCHOR_FILE:
        anchor = _of_file(path, own)
    else:
        anchor = _of_receipt(path, own)
    return Place(anchor.epoch, anchor.seq, anchor.head)


def anchor_backup(desk: Desk, backup: Path, place: Place) -> None:
    """Put the signed head of the chain, as it stood before the copy was made, beside the copy."""
    with desk.store.reading() as session:
        key = end_key(session)
    data = encode_anchor(Anchor(place.epoch, place.seq, place.h), desk.now(), key)
    write_atomically(anchor_path(backup), data)


def present_head(desk: Desk) -> Place:
    """The head of the chain now."""
    with desk.store.reading() as session:
        return audit.head(session)


def _of_package(path: Path, own: frozenset[str]) -> Anchor:
    def ours(_header: BatchHeader, public: PublicKey) -> None:
        _require_own(public.fingerprint, own, path)

    with read_package(path, ours) as package:
        return package.header.anchor


def _of_file(path: Path, own: frozenset[str]) -> Anchor:
    with reading_errors(path), path.open("rb") as file:
        anchor, public = decode_anchor(file.read(_LIMIT), path.name)
    _require_own(public.fingerprint, own, path)
    return anchor


def _of_receipt(path: Path, own: frozenset[str]) -> Anchor:
    """A receipt names the key that it must be signed by, so each of our keys is tried."""
    problem: UserError = _not_ours(path)
    for fingerprint in sorted(own):
        try:
            return read_receipt(path, fingerprint).anchor
        except PackageRefused as refusal:
            if refusal.code != "E-KEY":
                raise
    raise problem


def _require_own(fingerprint: str, own: frozenset[str], path: Path) -> None:
    if fingerprint not in own:
        raise _not_ours(path)


def _not_ours(path: Path) -> PackageRefused:
    return PackageRefused(
        f"“{path.name}”不是本端签名的文件", "选本端写出的报送包、回执，或者备份里的 anchor.json", "E-KEY"
    )


def _own_fingerprints(session: Session) -> frozenset[str]:
    """The keys of this end, those that were replaced included."""
    wanted = select(SigningKey.fingerprint).where(SigningKey.kind == KeyKind.END.value)
    return frozenset(session.scalars(wanted))
