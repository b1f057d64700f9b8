"""The description of the exchange format is true: a reader written from it alone reads what the program writes."""

from __future__ import annotations

import functools
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from desktop.formats import bagit, problems, strictjson
from desktop.formats.limits import DEFAULT_LIMITS
from desktop.formats.package_records import FORMAT_VERSION, READABLE_VERSIONS, REASON_LIMIT, Anchor
from desktop.formats.rotation import Rotation
from desktop.paths import resource
from desktop.rules.chains import ROLES
from desktop.rules.items import TITLE_LIMIT
from desktop.rules.roles import Permission, Role, permissions
from desktop.services import receipts, verification
from desktop.trust.digests import canonical, digest_of
from desktop.trust.signing import PublicKey, Signature, verify
from tests.golden import independent_reader, schemas
from tests.services.forging import office_key, repacked
from tests.services.sent import Sent, take

GOLDEN = Path(__file__).parents[1] / "golden"
WORDS = (resource("help") / "13-format.md").read_text(encoding="utf-8")
VECTORS = json.loads((GOLDEN / "vectors.json").read_text("utf-8"))


@functools.cache
def schema(name: str) -> Callable[[Any], Any]:
    """What checks a file against its JSON Schema; to make it takes a while."""
    check: Callable[[Any], Any] = fastjsonschema.compile(
        json.loads((resource("schemas") / f"{name}.json").read_text("utf-8"))
    )
    return check


@pytest.mark.parametrize("vector", VECTORS["canonical"])
def test_canonical_json_and_digests(vector: dict[str, Any]) -> None:
    for one in (canonical, independent_reader.canonical):
        assert one(vector["value"]).hex() == vector["bytes"]
    for other in (digest_of, independent_reader.digest):
        assert other(vector["value"]) == vector["sm3"]


@pytest.mark.parametrize("vector", VECTORS["fingerprints"])
def test_fingerprints(vector: dict[str, Any]) -> None:
    assert PublicKey.from_json(vector["public_key"]).fingerprint == vector["fingerprint"]
    assert independent_reader.fingerprint(vector["public_key"]) == vector["fingerprint"]


@pytest.mark.parametrize("vector", VECTORS["signatures"])
def test_signatures(vector: dict[str, Any]) -> None:
    public, signature = PublicKey.from_json(vector["public_key"]), Signature.from_json(vector["signature"])
    assert verify(public, vector["kind"], vector["body"], signature) is vector["holds"]
    said = (vector["public_key"], vector["kind"], vector["body"], vector["signature"])
    assert independent_reader.holds(*said) is vector["holds"]


@pytest.mark.parametrize("version", READABLE_VERSIONS)
def test_the_independent_reader_reads_the_frozen_packages(version: int) -> None:
    keys = json.loads((GOLDEN / f"keys-v{version}.json").read_text("utf-8"))
    read = independent_reader.read_package(GOLDEN / f"package-v{version}.zip")
    assert (read["identity"], read["office"]) == (keys["package"], keys["office"])


def test_a_frozen_batch_as_an_office_sends_it_is_read_and_verified_to_its_last_sign_off() -> None:
    """Both readers, and the schemas; the other frozen packages hold stand-ins for items."""
    keys, package = (
        json.loads((GOLDEN / "keys-v2-reviewed.json").read_text("utf-8")),
        GOLDEN / "package-v2-reviewed.zip",
    )
    read = independent_reader.read_package(package)
    assert (read["identity"], read["office"]) == (keys["package"], keys["office"])
    statements = [[one["statement"] for one in item["signoffs"]] for item in read["items"]]
    assert [len(one) for one in statements] == [3, 3, 3]
    assert [one["ink"]["name"] for chain in statements for one in chain if one["ink"]] == ["周敏"]
    assert [one["office"] for one in read["withheld"]] == ["LSGZ"]
    _each_valid(package)
    report = verification.verify(package)
    assert (report.identity, report.problems) == (keys["package"], ())


def test_the_independent_reader_reads_the_frozen_receipt() -> None:
    keys = json.loads((GOLDEN / "keys-v1.json").read_text("utf-8"))
    read = independent_reader.read_receipt(GOLDEN / "receipt-v1.json", keys["centre"])
    _valid("receipt", (GOLDEN / "receipt-v1.json").read_bytes())
    assert read["items"][0]["outcome"] == "returned"


def test_the_independent_reader_reads_the_frozen_statement_and_anchor(tmp_path: Path) -> None:
    keys = json.loads((GOLDEN / "rotation-keys-v1.json").read_text("utf-8"))
    said = independent_reader.read_rotation(GOLDEN / "rotation-v1.json")
    assert said.pop("new_fingerprint") == independent_reader.fingerprint(keys["office-2"])
    assert said["old_fingerprint"] == independent_reader.fingerprint(keys["office"])
    assert set(said) == {one.name for one in fields(Rotation)}
    assert set(re.findall(r"^- ((?:`[a-z_]+`、?)+)：", _chapter("换钥声明"), re.MULTILINE)) == {
        *("`agency_code`", "`office_code`", "`office_name`", "`old_fingerprint`"),
        *("`from_epoch`、`from_seq`", "`created_at`"),
    }
    anchor = independent_reader.read_anchor(GOLDEN / "anchor-v1.json")
    assert set(anchor) == {one.name for one in fields(Anchor)}
    for name, read in (("rotation", independent_reader.read_rotation), ("anchor", independent_reader.read_anchor)):
        changed = tmp_path / f"{name}.json"
        changed.write_bytes((GOLDEN / f"{name}-v1.json").read_bytes().replace(b"-11-22T", b"-11-23T", 1))
        with pytest.raises(AssertionError):
            read(changed)


def test_the_description_says_which_role_signs_which_step(sent: Sent) -> None:
    told = dict(re.findall(r"^\| `([a-z_]+)` .*\| `([a-z_]+)`", _chapter("信息、版次和审查签字"), re.MULTILINE))
    assert told == {step.value: role.value for step, role in ROLES.items()} == independent_reader.SIGNED_BY
    assert {one.value for one in Role if Permission.SIGN in permissions([one])} == independent_reader.STAND_INS
    assert [one.value for one in Role if Permission.RECORD_INK in permissions([one])] == ["information_administrator"]
    stripped = repacked(
        sent.package,
        sent.forged,
        office_key(sent.ends),
        users=lambda one: replace(one, roles=("reader",) if "confidentiality_reviewer" in one.roles else one.roles),
    )
    with pytest.raises(AssertionError):
        independent_reader.read_package(stripped)


def test_the_independent_reader_reads_what_the_ends_exchange(sent: Sent) -> None:
    read = independent_reader.read_package(sent.package)
    assert [len(one["signoffs"]) for one in read["items"]] == [3]
    _each_valid(sent.package)
    taken = take(sent.ends, sent.package)
    with sent.ends.at("wang") as desk:
        issued = receipts.issue_receipt(desk, taken.id, sent.ends.stick)
    _valid("receipt", issued.path.read_bytes())
    public = json.loads(issued.path.read_bytes())["public_key"]
    said = independent_reader.read_receipt(issued.path, independent_reader.fingerprint(public))
    assert said["batch"]["manifest_hash"] == read["identity"]


def test_the_independent_reader_notices_a_changed_byte(sent: Sent, tmp_path: Path) -> None:
    with zipfile.ZipFile(sent.package) as package:
        members = {name: package.read(name) for name in package.namelist()}
    (name,) = (one for one in members if one.startswith("data/items/"))
    members[name] = members[name].replace("检查".encode(), "检验".encode(), 1)
    with zipfile.ZipFile(tmp_path / "changed.zip", "w") as package:
        for one, content in members.items():
            package.writestr(one, content)
    with pytest.raises(AssertionError):
        independent_reader.read_package(tmp_path / "changed.zip")


def test_the_schemas_are_those_of_the_records() -> None:
    written = {path.name: json.loads(path.read_text("utf-8")) for path in resource("schemas").glob("*.json")}
    assert written == schemas.make(), "run python -m tests.golden.schemas"


def test_the_description_tells_every_code_and_limit() -> None:
    told = set(re.findall(r"^\| (E-[A-Z0-9]+) \|", WORDS, re.MULTILINE))
    assert set(problems._REMEDIES) <= told
    judges = (*Path(bagit.__file__).parent.glob("*.py"), Path(verification.__file__))
    source = "".join(path.read_text("utf-8") for path in judges)
    assert set(re.findall(r'"(W-[A-Z0-9]+)"', source)) == set(re.findall(r"^\| (W-[A-Z0-9]+) \|", WORDS, re.MULTILINE))
    limits = DEFAULT_LIMITS
    for words in (
        f"{limits.total_bytes / 1024**3:.1f} GiB",
        f"{limits.member_bytes >> 20} MiB",
        f"{limits.members:,} 个",
        f"{limits.ratio} 倍",
        f"{limits.text_bytes >> 20} MiB",
        f"不超过 {strictjson.DEPTH_LIMIT} 层",
        f"{TITLE_LIMIT} 字",
        f"{REASON_LIMIT:,} 字",
        f"现为 {FORMAT_VERSION}",
    ):
        assert words in WORDS, words


def _chapter(title: str) -> str:
    return WORDS.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _each_valid(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith(".json"):
                _valid("item" if name.startswith("data/items/") else Path(name).stem, package.read(name))


def _valid(name: str, data: bytes) -> None:
    schema(name)(json.loads(data))
