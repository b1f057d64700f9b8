"""Takes out of pictures what they carry beside the picture: place, time, camera, author, thumbnails, remarks."""

from __future__ import annotations

import struct
import zlib

from desktop.cleaning.records import refused

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD"}
)
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, 0xD9
_ORIENTATION = 0x0112
_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".bmp": "image/bmp"}


def clean_image(name: str, data: bytes) -> tuple[bytes, str]:
    """The picture without anything beside it, and its content type; raises UserError for kinds that are not known.

    The picture itself is not encoded again: not one of its points changes.
    """
    for head, suffixes, clean in (
        (b"\xff\xd8", (".jpg", ".jpeg"), _clean_jpeg),
        (_PNG, (".png",), _clean_png),
        (b"GIF8", (".gif",), _clean_gif),
        (b"BM", (".bmp",), _clean_bmp),
    ):
        if data.startswith(head):
            try:
                return clean(data), _TYPES[suffixes[0]]
            except (struct.error, IndexError, ValueError) as error:
                raise refused(f"图片“{_last(name)}”已损坏", "在原程序中删除或重新插入这张图片") from error
    raise refused(
        f"图片“{_last(name)}”的格式（{name.rpartition('.')[2]}）无法清除附带信息",
        "在原程序中剪切这张图片，选择性粘贴为 PNG 图片，另存后放入新文件",
    )


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _clean_jpeg(data: bytes) -> bytes:
    kept, at, turned = [b"\xff\xd8"], 2, b""
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == _END:
            break
        if marker in _BARE:
            kept.append(data[at : at + 2])
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at : at + 2 + length]
        at += 2 + length
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            turned = turned or _turned(segment[10:])
        elif not (0xE1 <= marker <= 0xED or marker in {0xE0, 0xEF, 0xFE}):
            kept.append(segment)
        elif marker == 0xE0 and segment[4:9] == b"JFIF\0":
            kept.append(b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0")  # without the thumbnail
        if marker == _SCAN:
            end = _end_of_scan(data, at)
            kept.append(data[at:end])
            at = end
    return kept[0] + turned + b"".join(kept[1:]) + b"\xff\xd9"


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] != 0 and data[at + 1] not in _BARE:
            return at
        at += 2


def _turned(tiff: bytes) -> bytes:
    """A directory with nothing in it but how the picture is turned, when it is."""
    order = {b"II*\0": "<", b"MM\0*": ">"}[tiff[:4]] if tiff[:4] in {b"II*\0", b"MM\0*"} else ""
    if not order:
        return b""
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for place in range(start + 2, start + 2 + 12 * min(count, 200), 12):
            tag, _kind, _count, value = struct.unpack_from(order + "HHIH", tiff, place)
            if tag == _ORIENTATION and 2 <= value <= 8:
                body = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
                return b"\xff\xe1" + struct.pack(">H", len(body) + 8) + b"Exif\0\0" + body
    except struct.error:
        return b""
    return b""


def _clean_png(data: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        if len(chunk) != 12 + length or struct.unpack(">I", chunk[-4:])[0] != zlib.crc32(chunk[4:-4]):
            raise ValueError("broken chunk")
        if kind in _PNG_KEPT:
            kept.append(chunk)
        at += 12 + length
        if kind == b"IEND":
            return b"".join(kept)


def _clean_gif(data: bytes) -> bytes:
    at = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    kept = [data[:at]]
    while True:
        kind = data[at]
        if kind == 0x3B:
            return b"".join(kept) + b"\x3b"
        if kind == 0x21:
            end = _end_of_blocks(data, at + 2)
            loop = data[at + 1] == 0xFF and data[at + 3 : at + 14] == b"NETSCAPE2.0"
            if data[at + 1] == 0xF9 or loop:
                kept.append(data[at:end])
        elif kind == 0x2C:
            table = 3 << ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0
            end = _end_of_blocks(data, at + 11 + table)
            kept.append(data[at:end])
        else:
            raise ValueError("unknown block")
        at = end


def _end_of_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _clean_bmp(data: bytes) -> bytes:
    """As it is: the format holds nothing beside the picture, apart from what is appended to it."""
    (size,) = struct.unpack_from("<I", data, 2)
    if size and size > len(data):
        raise ValueError("cut off")
    return data[:size] if size else data
