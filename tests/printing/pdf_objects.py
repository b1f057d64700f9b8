"""A PDF taken apart by its own table: every object where the table says it lies, every stream as long as it says."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfObject:
    """The dictionary of an object as it is written, and its stream unpacked."""

    entries: str
    stream: bytes | None

    def reference(self, key: str) -> int:
        """The object that an entry, or the first of its array, refers to."""
        found = re.search(rf"/{key}\s*\[?\s*(\d+) 0 R", self.entries)
        assert found, (key, self.entries)
        return int(found.group(1))


@dataclass(frozen=True, slots=True)
class PdfParts:
    """All objects of a file by number, and its trailer."""

    objects: dict[int, PdfObject]
    trailer: str

    @property
    def catalog(self) -> PdfObject:
        """The root."""
        return self.objects[PdfObject(self.trailer, None).reference("Root")]

    def of_type(self, name: str) -> list[PdfObject]:
        """The objects of a type."""
        return [one for one in self.objects.values() if re.search(rf"/Type\s*/{name}\b", one.entries)]


def taken_apart(data: bytes) -> PdfParts:
    """The objects of a file; fails when the file is not as ISO 19005-2, 6.1 wants it."""
    assert data.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in data[10:14])
    assert data.endswith(b"%%EOF\n")
    start = int(data[data.rindex(b"startxref") + 9 : -6])
    table = data[start:]
    head = re.match(rb"xref\n0 (\d+)\n0000000000 65535 f \n", table)
    assert head
    count = int(head.group(1)) - 1
    lines = table[head.end() : head.end() + 20 * count]
    places = [int(line[:10]) for line in (lines[20 * i : 20 * i + 20] for i in range(count))]
    assert lines == b"".join(b"%010d 00000 n \n" % place for place in places)
    objects = {n: _object(data, n, place) for n, place in enumerate(places, 1)}
    trailer = table[head.end() + 20 * count :].decode("latin-1")
    assert trailer.startswith("trailer\n")
    return PdfParts(objects, trailer)


def _object(data: bytes, number: int, place: int) -> PdfObject:
    begin = b"%d 0 obj\n" % number
    assert data[place : place + len(begin)] == begin
    place += len(begin)
    found = re.match(rb"<<.*?/Length (\d+) >>\nstream\n", data[place : place + 1000], re.DOTALL)
    if found is None or b"endobj" in found.group():
        end = data.index(b"\nendobj\n", place)
        return PdfObject(data[place:end].decode("latin-1"), None)
    first = place + found.end()
    last = first + int(found.group(1))
    assert data[last : last + 18] == b"\nendstream\nendobj\n"
    entries = found.group().decode("latin-1")
    raw = data[first:last]
    return PdfObject(entries, zlib.decompress(raw) if "/FlateDecode" in entries else raw)
