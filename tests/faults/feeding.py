"""The readers of what comes from outside, fed with bytes."""

from __future__ import annotations

from pathlib import Path

from desktop.formats.package import read_package
from desktop.formats.receipt import decode_receipt, encode_receipt
from tests.formats import factory
from tests.formats.forging import packed, resigned, unpacked


class Feeder:
    """Reads inputs; raises what the readers raise."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "batch.zip"
        factory.write(self._path)
        self._package = self._path.read_bytes()
        self._members = unpacked(self._path)
        self._item = next(name for name in self._members if name.startswith("data/items/"))

    def sound(self) -> dict[str, bytes]:
        """An input of each kind that is read to its end, by name."""
        receipt = encode_receipt(factory.receipt(), factory.key("centre"))
        return {"item": b"i" + self._members[self._item], "package": b"p" + self._package, "receipt": b"r" + receipt}

    def feed(self, data: bytes) -> None:
        """The first byte says what the rest is: an item of a well-signed package, a package, or else a receipt."""
        kind, rest = data[:1], data[1:]
        if kind == b"i":
            packed(self._path, resigned({**self._members, self._item: rest}, factory.key("office")))
        elif kind == b"p":
            self._path.write_bytes(rest)
        else:
            decode_receipt(rest, factory.key("centre").public.fingerprint)
            return
        read_package(self._path, factory.trust_office).close()
