"""The papers of a key: the recovery key to be locked away, the fingerprint to be enrolled."""

from __future__ import annotations

from datetime import date

from desktop.printing.keys import (
    ChainHeadSheet,
    FingerprintSheet,
    RecoveryKeySheet,
    chain_head_sheet,
    fingerprint_sheet,
    recovery_key_sheet,
)
from desktop.rules.roles import End, Permission
from desktop.services.anchors import present_head
from desktop.services.desk import Desk
from desktop.trust.signing import Algorithm


def recovery_pdf(agency_name: str, office_name: str, recovery_key: str, made_on: date) -> bytes:
    """应急密钥, to be locked away."""
    return recovery_key_sheet(RecoveryKeySheet(agency_name, office_name, recovery_key, made_on))


def fingerprint_pdf(agency_name: str, office_name: str, end: End, fingerprint: str, made_on: date) -> bytes:
    """公钥指纹 of this end, for the other end to enrol."""
    receiver = f"{agency_name}办公室" if end is End.OFFICE else "各处室"
    return fingerprint_sheet(
        FingerprintSheet(agency_name, office_name, receiver, Algorithm.SM2_SM3.value, fingerprint, made_on)
    )


def chain_head_pdf(desk: Desk) -> bytes:
    """审计记录日摘要: the head of the audit chain as it stands now, to be signed and filed."""
    desk.require(Permission.AUDIT, Permission.BACKUP)
    place, agency = present_head(desk), desk.agency
    return chain_head_sheet(
        ChainHeadSheet(agency.name, agency.office_name, place.epoch, place.seq, place.h, desk.today(), desk.person.name)
    )
