"""Damages bags at random, the same way for the same seed: bytes of any file, of a zip, whole lines of tag files."""

from __future__ import annotations

import random

from .bags import Files

_AWKWARD = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"%", b"%0A", b"%zz", b"../", b"~", b"*", b"\\", b":", b"\r", b"\n", b"\t"),
    *("\u0301".encode(), "\u2028".encode(), b"999999999999999999999", b".", b"data/", b"Payload-Oxum: 1.", b"UTF-7"),
)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Flip, cut, double or insert somewhere."""
    at = chance.randrange(len(content) + 1)
    end = min(len(content), at + chance.randrange(1, 40))
    kind = chance.randrange(5)
    if kind == 0 and at < len(content):
        return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]
    if kind == 1:
        return content[:at] + content[end:]
    if kind == 2:
        return content[:end] + content[at:]
    if kind == 3:
        return content[:at] + chance.randbytes(chance.randrange(1, 6)) + content[at:]
    return content[:at] + chance.choice(_AWKWARD) + content[at:]


def damaged_bag(files: Files, chance: random.Random) -> Files:
    """Damage one or two tag files of a bag; the payload stays."""
    names = sorted(name for name in files if not name.startswith("data/"))
    after = dict(files)
    for name in chance.choices(names, k=chance.choice((1, 1, 2))):
        after[name] = damaged(after[name], chance)
    return after
