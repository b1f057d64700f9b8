"""The cost of deriving a key from a password (Argon2id)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """The cost of Argon2id; stored with each seal."""

    memory_kib: int
    iterations: int
    lanes: int


DEFAULT_KDF = KdfParameters(memory_kib=64 * 1024, iterations=3, lanes=4)
CHEAP_KDF = KdfParameters(memory_kib=64, iterations=1, lanes=1)
