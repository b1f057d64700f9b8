"""Packages and receipts of every version open for ever; the `freeze` of their day made them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.formats.package import read_package
from desktop.formats.receipt import read_receipt
from desktop.trust.digests import sm3
from desktop.trust.signing import PublicKey

from . import factory

GOLDEN = Path(__file__).parents[1] / "golden"


def freeze(folder: Path) -> None:
    """Write the frozen files of the current format version; run once for each version, by hand."""
    identity = factory.write(folder / "package-v2.zip", withdrawals=[factory.withdrawal()])
    keys = {"office": factory.key("office").public.as_json(), "package": identity}
    (folder / "keys-v2.json").write_text(json.dumps(keys, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("version", [1, 2])
def test_fault_38_a_package_of_every_version_still_opens(version: int) -> None:
    keys = json.loads((GOLDEN / f"keys-v{version}.json").read_text("utf-8"))
    asked: list[PublicKey] = []
    with read_package(GOLDEN / f"package-v{version}.zip", lambda _header, public: asked.append(public)) as read:
        assert asked == [PublicKey.from_json(keys["office"])]
        assert read.manifest_hash == keys["package"]
        assert read.header == factory.header(format_version=version)
        assert read.items == (factory.item(),)
        assert read.withdrawals == ((factory.withdrawal(),) if version > 1 else ())
        assert [one.name for one in read.user_keys] == ["张三"]
        assert b"".join(read.attachment(sm3(factory.DOCUMENT))) == factory.DOCUMENT


def test_a_package_of_the_first_version_is_written_as_such_and_holds_no_withdrawal(tmp_path: Path) -> None:
    factory.write(tmp_path / "a.zip", header=factory.header(format_version=1))
    with read_package(tmp_path / "a.zip", factory.trust_office) as read:
        assert "data/withdrawn.json" not in read.bag.names()
    with pytest.raises(UserError) as caught:
        factory.write(tmp_path / "b.zip", header=factory.header(format_version=1), withdrawals=[factory.withdrawal()])
    assert caught.value.code == "E-VERSION"


def test_fault_38_the_first_receipt_still_opens() -> None:
    keys = json.loads((GOLDEN / "keys-v1.json").read_text("utf-8"))
    assert read_receipt(GOLDEN / "receipt-v1.json", keys["centre"]) == factory.receipt()


def test_what_is_frozen_today_opens_today(tmp_path: Path) -> None:
    freeze(tmp_path)
    read_package(tmp_path / "package-v2.zip", factory.trust_office).close()
