"""The papers of a key: the recovery key to be locked away, the fingerprint to be enrolled."""

from __future__ import annotations

from datetime import date

from desktop.printing.keys import FingerprintSheet, RecoveryKeySheet, fingerprint_sheet, recovery_key_sheet
from desktop.rules.roles import End
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
