"""The rotation statement and the anchor file: frozen samples open for ever, nothing altered is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import PackageRefused
from desktop.formats.anchor import decode_anchor, encode_anchor
from desktop.formats.package_records import Anchor
from desktop.formats.rotation import Rotation, decode_rotation, encode_rotation, read_rotation, write_rotation
from desktop.trust.digests import canonical
from desktop.trust.signing import PublicKey, generate_key, sign

from . import factory

GOLDEN = Path(__file__).parents[1] / "golden"
ANCHOR = Anchor(1, 42, "ab" * 32)


def statement() -> Rotation:
    old = factory.key("office").public.fingerprint
    return Rotation("014236727", "LSGZ", "律师工作处", old, 1, 8, "2026-11-22T01:00:00Z")


def encoded() -> bytes:
    return encode_rotation(statement(), factory.key("office"), factory.key("office-2"))


def freeze(folder: Path) -> None:
    """Write the frozen files of the current format versions; run once for each version, by hand."""
    (folder / "rotation-v1.json").write_bytes(encoded())
    (folder / "anchor-v1.json").write_bytes(encode_anchor(ANCHOR, "2026-11-22T01:00:00Z", factory.key("office")))
    keys = {name: factory.key(name).public.as_json() for name in ("office", "office-2")}
    (folder / "rotation-keys-v1.json").write_text(json.dumps(keys, indent=1) + "\n", encoding="utf-8")


def test_the_first_statement_and_the_first_anchor_still_open() -> None:
    keys = json.loads((GOLDEN / "rotation-keys-v1.json").read_text("utf-8"))
    old, new = (PublicKey.from_json(keys[name]) for name in ("office", "office-2"))
    read = read_rotation(GOLDEN / "rotation-v1.json")
    assert read.rotation == replace(statement(), old_fingerprint=old.fingerprint)
    assert read.new_key == new
    assert decode_anchor((GOLDEN / "anchor-v1.json").read_bytes()) == (ANCHOR, old)


def test_what_is_frozen_today_opens_today(tmp_path: Path) -> None:
    freeze(tmp_path)
    assert read_rotation(tmp_path / "rotation-v1.json").rotation == statement()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda all_, body: body["rotation"].update(from_seq=9), "E-SIG"),
        (lambda all_, body: body["rotation"].update(from_seq=0), "E-FIELD"),
        (lambda all_, body: body["rotation"].update(old_fingerprint="A1B2" * 8), "E-KEY"),
        (lambda all_, body: body.update(new_key=generate_key().public.as_json()), "E-SIG"),
        (lambda all_, body: body.update(new_key=all_["old_key"]), "E-KEY"),
        (lambda all_, body: body.update(format="xxgk-receipt"), "E-FORMAT"),
        (lambda all_, body: body.update(version=2), "E-VERSION"),
        (lambda all_, body: body.update(more=1), "E-FIELD"),
        (lambda all_, body: all_.update(new_signature=all_["old_signature"]), "E-SIG"),
        (lambda all_, body: all_.update(old_signature=all_["new_signature"]), "E-SIG"),
        (lambda all_, body: all_["old_signature"].update(alg="RSA"), "E-ALG"),
        (lambda all_, body: all_.pop("old_signature"), "E-FORMAT"),
    ],
)
def test_nothing_altered_is_believed(change: object, code: str) -> None:
    value = json.loads(encoded())
    change(value, value["body"])  # type: ignore[operator]
    with pytest.raises(PackageRefused) as told:
        decode_rotation(canonical(value))
    assert told.value.code == code


def test_a_signature_for_another_purpose_is_none_here() -> None:
    value = json.loads(encoded())
    value["old_signature"] = sign(factory.key("office"), "receipt", value["body"]).as_json()
    with pytest.raises(PackageRefused) as told:
        decode_rotation(canonical(value))
    assert told.value.code == "E-SIG"


def test_other_files_and_too_large_ones_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for data, code in ((b"PK\x03\x04", "E-FORMAT"), (b"{" + b" " * 70_000, "E-LIMIT")):
        path.write_bytes(data)
        with pytest.raises(PackageRefused) as told:
            read_rotation(path)
        assert told.value.code == code
    write_rotation(path, encoded())
    assert read_rotation(path).rotation == statement()
