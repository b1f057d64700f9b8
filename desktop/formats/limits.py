"""What is the most that a package may declare; checked before anything in it is believed."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.rules.items import ATTACHMENT_LIMIT_BYTES, BATCH_LIMIT_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds in bytes, counts, and unpacked-to-packed ratio (for members larger than 1 MiB)."""

    total_bytes: int = BATCH_LIMIT_BYTES
    member_bytes: int = ATTACHMENT_LIMIT_BYTES
    members: int = 60_000
    ratio: int = 200
    text_bytes: int = 32 * 1024 * 1024


DEFAULT_LIMITS = Limits()
