"""Whether a word is anywhere in the bytes of a file: in any usual writing, packed or not, printed or not."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib

from tests.printing.reading import page_texts

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>|\s")


def holds(data: bytes, word: str) -> bool:
    """Look for `word` in these bytes and in everything packed into them."""
    if any(one in data for one in _writings(word)):
        return True
    if word in _MARKUP.sub("", data.decode("utf-8", errors="ignore")):
        return True
    if data[:5] == b"%PDF-":
        return any(word in text for text in page_texts(data)) or any(holds(one, word) for one in _streams(data))
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(word in name or holds(archive.read(name), word) for name in archive.namelist())
    return False


def _writings(word: str) -> set[bytes]:
    plain = {word.encode(one) for one in ("utf-8", "utf-16-le", "utf-16-be", "gbk")}
    points = [ord(one) for one in word]
    escaped = {
        "".join(form.format(one) for one in points).encode()
        for form in ("\\u{:04x}", "\\u{:04X}", "&#{};", "&#x{:x};", "&#x{:X};", "%u{:04X}")
    }
    hexadecimal = {way(one.hex()).encode() for one in plain for way in (str.lower, str.upper)}
    percent = {"".join(f"%{byte:02X}" for byte in word.encode()).encode()}
    # Base64 depends on what stands before; the middle of each of the three alignments does not.
    packed = {base64.b64encode(bytes(n) + one)[4:-4] for one in plain for n in range(3)}
    return plain | escaped | hexadecimal | percent | packed


def _streams(data: bytes) -> list[bytes]:
    unpacked = []
    for stream in _STREAM.findall(data):
        try:
            unpacked.append(zlib.decompress(stream))
        except zlib.error:
            unpacked.append(stream)
    return unpacked
