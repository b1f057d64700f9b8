"""Tells whether the head of a JPEG or TIFF image says where it was taken.

What is not seen, and a person must look at: locations written in XMP or IPTC, in PNG, HEIC or WebP images, in maker's
notes, in a directory that lies beyond the first bytes of the file, and what a picture shows of itself.
"""

from __future__ import annotations

import struct

HEAD = 128 * 1024
_GPS = 0x8825
_MOST_ENTRIES = 500


def has_location(head: bytes) -> bool:
    """Tell whether the first bytes of an image hold an EXIF directory with a pointer to GPS data."""
    if head.startswith(b"\xff\xd8"):
        start = head.find(b"Exif\0\0")
        head = head[start + 6 :] if start >= 0 else b""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(head[:4])
    if order is None:
        return False
    try:
        (directory,) = struct.unpack_from(order + "I", head, 4)
        (entries,) = struct.unpack_from(order + "H", head, directory)
        places = range(directory + 2, directory + 2 + 12 * min(entries, _MOST_ENTRIES), 12)
        return any(struct.unpack_from(order + "H", head, place)[0] == _GPS for place in places)
    except struct.error:  # the directory lies beyond the head, or is cut off
        return False
