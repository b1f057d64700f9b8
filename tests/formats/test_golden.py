"""Packages and receipts of every version open for ever; the `freeze` of their day made them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.formats.package import read_package

from . import factory


def freeze(folder: Path) -> None:
    """Write the frozen files of the current format version; run once for each version, by hand."""
    identity = factory.write(folder / "package-v2.zip", withdrawals=[factory.withdrawal()])
    keys = {"office": factory.key("office").public.as_json(), "package": identity}
    (folder / "keys-v2.json").write_text(json.dumps(keys, indent=1) + "\n", encoding="utf-8")


def test_a_package_of_the_first_version_is_written_as_such_and_holds_no_withdrawal(tmp_path: Path) -> None:
    factory.write(tmp_path / "a.zip", header=factory.header(format_version=1))
    with read_package(tmp_path / "a.zip", factory.trust_office) as read:
        assert "data/withdrawn.json" not in read.bag.names()
    with pytest.raises(UserError) as caught:
        factory.write(tmp_path / "b.zip", header=factory.header(format_version=1), withdrawals=[factory.withdrawal()])
    assert caught.value.code == "E-VERSION"


def test_what_is_frozen_today_opens_today(tmp_path: Path) -> None:
    freeze(tmp_path)
    read_package(tmp_path / "package-v2.zip", factory.trust_office).close()
