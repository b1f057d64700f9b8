"""The first package and receipt ever frozen open for ever; `freeze` made them."""

from __future__ import annotations

import json
from pathlib import Path

from desktop.formats.package import read_package
from desktop.formats.receipt import encode_receipt, read_receipt

from . import factory

GOLDEN = Path(__file__).parent / "golden"


def freeze(folder: Path) -> None:
    """Write the frozen files of the current format version; run once for each version, by hand."""
    identity = factory.write(folder / "package-v1.zip")
    (folder / "receipt-v1.json").write_bytes(encode_receipt(factory.receipt(), factory.key("centre")))
    keys = {
        "office": factory.key("office").public.as_json(),
        "user": factory.user_key().fingerprint,
        "centre": factory.key("centre").public.fingerprint,
        "package": identity,
    }
    (folder / "keys-v1.json").write_text(json.dumps(keys, indent=1) + "\n", encoding="utf-8")


def test_what_is_frozen_today_opens_today(tmp_path: Path) -> None:
    freeze(tmp_path)
    keys = json.loads((tmp_path / "keys-v1.json").read_text("utf-8"))
    read_package(tmp_path / "package-v1.zip", factory.trust_office).close()
    assert read_receipt(tmp_path / "receipt-v1.json", keys["centre"]) == factory.receipt()
