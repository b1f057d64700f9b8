"""QR codes of digests and numbers: level M, capitals, digits, `:` and `-` only."""

from __future__ import annotations

import re
from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QRAlphaNum, QRCode, QRErrorCorrectLevel

Matrix = tuple[tuple[bool, ...], ...]

_ALLOWED = re.compile(r"[0-9A-Z:-]{1,300}")


@lru_cache(maxsize=64)
def qr_matrix(payload: str) -> Matrix:
    """The dark modules of the code for `payload`, rows from the top, without the quiet zone.

    Raises ValueError for any other character: the writer's own guess would try Kanji mode on Chinese text.
    """
    if not _ALLOWED.fullmatch(payload):
        raise ValueError("a QR payload holds capitals, digits, colon and hyphen only")
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(QRAlphaNum(payload))
    code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)


def digest_payload(kind: str, digest: str) -> str:
    """`XXGK:` with what the digest covers and the digest itself."""
    return f"XXGK:{kind}:{digest.upper()}"
