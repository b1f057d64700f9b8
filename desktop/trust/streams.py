"""Files encrypted at rest in chunks, so that damage, truncation, reordering and appending are all noticed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop.errors import UserError

CHUNK = 1 << 20
"""Plain bytes in each sealed chunk but the last, which holds fewer or as many."""

KEY_BYTES = 32
_MAGIC = b"XXGKENC1"
_PREFIX_BYTES, _TAG_BYTES = 8, 16
_MOST_CHUNKS = 1 << 32


class Damaged(UserError):
    """The encrypted file is not what was written, or the key is not its key."""

    def __init__(self) -> None:
        super().__init__("附件文件已损坏或不完整", "从含有该附件的报送包重新导入，或从备份恢复。", "E-DAMAGED")


def encrypt(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the encrypted file of the plain `chunks` (of any sizes); `key` has 32 bytes.

    Each file draws a random nonce prefix; the number of a chunk and whether it is the last are authenticated.
    """
    cipher = AESGCM(_checked(key))
    head = _MAGIC + secrets.token_bytes(_PREFIX_BYTES)
    yield head
    for number, last, chunk in _numbered(chunks, CHUNK):
        yield cipher.encrypt(_nonce(head, number), chunk, _context(head, number, last))


def decrypt(key: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the plain bytes of an encrypted file read as `chunks` (of any sizes).

    Raises Damaged. Each chunk yielded is authentic, but only exhausting the iterator proves the file complete.
    """
    cipher = AESGCM(_checked(key))
    source = iter(chunks)
    head, rest = _take(source, len(_MAGIC) + _PREFIX_BYTES)
    if not head.startswith(_MAGIC) or len(head) != len(_MAGIC) + _PREFIX_BYTES:
        raise Damaged
    for number, last, chunk in _numbered(_chain(rest, source), CHUNK + _TAG_BYTES):
        try:
            yield cipher.decrypt(_nonce(head, number), chunk, _context(head, number, last))
        except InvalidTag:
            raise Damaged from None


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError("the key of a stream has 32 bytes")
    return key


def _nonce(head: bytes, number: int) -> bytes:
    return head[len(_MAGIC) :] + number.to_bytes(4, "big")


def _context(head: bytes, number: int, last: bool) -> bytes:
    return head + number.to_bytes(8, "big") + bytes([last])


def _numbered(chunks: Iterable[bytes], size: int) -> Iterator[tuple[int, bool, bytes]]:
    """Yield (number, is it the last, bytes) of pieces of `size`; an empty stream is one empty last piece."""
    number = 0
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) > size:
            if number + 1 >= _MOST_CHUNKS:
                raise ValueError("the stream has too many chunks for one nonce prefix")
            yield number, False, bytes(held[:size])
            del held[:size]
            number += 1
    yield number, True, bytes(held)


def _take(source: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    held = b""
    for chunk in source:
        held += chunk
        if len(held) >= size:
            break
    return held[:size], held[size:]


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
