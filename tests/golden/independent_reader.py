"""Reads packages, receipts, statements of rotation and anchors by `resources/help/13-format.md` alone.

No code of the program: standard library and gmalg.

python tests/golden/independent_reader.py FILE [--centre FINGERPRINT]
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from gmalg import SM2

USER_ID = b"1234567812345678"
SIGNED_BY = {
    "handler": "information_administrator",
    "office_head": "office_head",
    "confidentiality_reviewer": "confidentiality_reviewer",
    "legal_reviewer": "legal_reviewer",
    "central_head": "central_head",
    "leader": "leader",
    "principal": "principal",
    "website_officer": "publisher",
}
STAND_INS = set(SIGNED_BY.values()) - {"publisher"}


def sm3(data: bytes) -> str:
    """SM3 in lower-case hex."""
    return hashlib.new("sm3", data).hexdigest()


def canonical(value: Any) -> bytes:
    """规范 JSON, written out by hand so that nothing hides in a library's defaults."""
    if isinstance(value, dict):
        pairs = (canonical(key) + b":" + canonical(value[key]) for key in sorted(value))
        return b"{" + b",".join(pairs) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    if isinstance(value, bool) or value is None:
        return {True: b"true", False: b"false", None: b"null"}[value]
    if isinstance(value, int):
        return str(value).encode()
    return b'"' + "".join(map(_escaped, value)).encode() + b'"'


def _escaped(letter: str) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    if letter in short:
        return short[letter]
    return f"\\u{ord(letter):04x}" if letter < " " else letter


def digest(value: Any) -> str:
    """The digest of a JSON value."""
    return sm3(canonical(value))


def fingerprint(public: dict[str, str]) -> str:
    """The fingerprint of a public key, as printed."""
    digits = sm3(public["alg"].encode() + bytes.fromhex(public["data"]))[:32].upper()
    return " ".join(digits[start : start + 4] for start in range(0, 32, 4))


def signed_bytes(kind: str, body: Any) -> bytes:
    """What a signature of this kind signs."""
    return b"XXGK-SIG-v1\0" + kind.encode() + bytes.fromhex(digest(body))


def holds(public: dict[str, str], kind: str, body: Any, signature: dict[str, str]) -> bool:
    """Whether a signature is by this key, over this kind and body."""
    if public["alg"] != "SM2-SM3" or signature["alg"] != "SM2-SM3" or signature["fingerprint"] != fingerprint(public):
        return False
    r, s = _integers(bytes.fromhex(signature["value"]))
    judge = SM2(uid=USER_ID, pk=bytes.fromhex(public["data"]))
    result: bool = judge.verify(signed_bytes(kind, body), r.to_bytes(32, "big"), s.to_bytes(32, "big"))
    return result


def _integers(der: bytes) -> tuple[int, int]:
    assert (der[:1], der[1], der[2:3]) == (b"\x30", len(der) - 2, b"\x02")
    first = 4 + der[3]
    assert der[first : first + 1] == b"\x02"
    return int.from_bytes(der[4:first], "big"), int.from_bytes(der[first + 2 :], "big")


def read_package(path: Path) -> dict[str, Any]:
    """Verify a package and return what it says; AssertionError where it breaks the description."""
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    assert members["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    payload = {name for name in members if name.startswith("data/")}
    tags = {"bagit.txt", "bag-info.txt", "batch.json", "manifest-sm3.txt", "manifest-sha256.txt"}
    for algorithm in ("sm3", "sha256"):
        _require_listed(members, f"manifest-{algorithm}.txt", algorithm, payload)
        _require_listed(members, f"tagmanifest-{algorithm}.txt", algorithm, tags)
    assert members.keys() == payload | tags | {"tagmanifest-sm3.txt", "tagmanifest-sha256.txt", "signature.json"}
    oxum = f"Payload-Oxum: {sum(len(members[name]) for name in payload)}.{len(payload)}"
    assert oxum in members["bag-info.txt"].decode().splitlines()

    identity = sm3(members["tagmanifest-sm3.txt"])
    signed = json.loads(members["signature.json"])
    office = signed["public_key"]
    assert holds(office, "package", {"tagmanifest_sm3": identity}, signed["signature"])
    header = json.loads(members["batch.json"])
    assert header["format_version"] in (1, 2)
    users = json.loads(members["data/users.json"])
    assert holds(office, "user-keys", users["body"], users["signature"])
    assert all(one["fingerprint"] == fingerprint(one["public"]) for one in users["body"]["users"])
    listed = {one["fingerprint"]: one for one in users["body"]["users"]}
    names = sorted(name for name in payload if name.startswith("data/items/"))
    items = [_item(members, name, listed) for name in names]
    attached = {one["sm3"]: one["size"] for item in items for one in item["content"]["attachments"]}
    assert {f"data/att/{one}" for one in attached} == {name for name in payload if name.startswith("data/att/")}
    assert all(sm3(members[f"data/att/{one}"]) == one for one in attached)
    assert all(len(members[f"data/att/{one}"]) == size for one, size in attached.items())
    withdrawn = json.loads(members["data/withdrawn.json"])["withdrawn"] if header["format_version"] > 1 else []
    return {
        "identity": identity,
        "office": office,
        "header": header,
        "items": items,
        "withheld": json.loads(members["data/withheld.json"])["withheld"],
        "withdrawn": withdrawn,
    }


def read_receipt(path: Path, centre: str) -> dict[str, Any]:
    """Verify a receipt by the fingerprint of the central office and return what it says."""
    value = json.loads(path.read_bytes())
    assert fingerprint(value["public_key"]) == centre
    assert holds(value["public_key"], "receipt", value["body"], value["signature"])
    assert (value["body"]["format"], value["body"]["version"]) == ("xxgk-receipt", 1)
    receipt: dict[str, Any] = value["body"]["receipt"]
    return receipt


def read_rotation(path: Path) -> dict[str, Any]:
    """Verify a statement of rotation by its two signatures and return what it says."""
    value = json.loads(path.read_bytes())
    assert canonical(value) == path.read_bytes()
    assert value.keys() == {"body", "old_key", "old_signature", "new_signature"}
    body = value["body"]
    assert (body["format"], body["version"]) == ("xxgk-key-rotation", 1)
    assert holds(value["old_key"], "key-rotation", body, value["old_signature"])
    assert holds(body["new_key"], "key-rotation", body, value["new_signature"])
    said: dict[str, Any] = body["rotation"]
    assert said["old_fingerprint"] == fingerprint(value["old_key"]) != fingerprint(body["new_key"])
    assert min(said["from_epoch"], said["from_seq"]) >= 1
    return said | {"new_fingerprint": fingerprint(body["new_key"])}


def read_anchor(path: Path) -> dict[str, Any]:
    """Verify the anchor of a backup by the key that it names and return what it says."""
    value = json.loads(path.read_bytes())
    assert canonical(value) == path.read_bytes()
    assert value.keys() == {"body", "public_key", "signature"}
    assert (value["body"]["format"], value["body"]["version"]) == ("xxgk-anchor", 1)
    assert holds(value["public_key"], "anchor", value["body"], value["signature"])
    anchor: dict[str, Any] = value["body"]["anchor"]
    assert anchor.keys() == {"epoch", "seq", "head"}
    return anchor


def _require_listed(members: dict[str, bytes], manifest: str, algorithm: str, expected: set[str]) -> None:
    listed = dict(line.split("  ", 1)[::-1] for line in members[manifest].decode().splitlines())
    assert listed.keys() == expected
    assert all(hashlib.new(algorithm, members[name]).hexdigest() == wanted for name, wanted in listed.items())


def _item(members: dict[str, bytes], name: str, listed: dict[str, dict[str, Any]]) -> dict[str, Any]:
    item: dict[str, Any] = json.loads(members[name])
    assert name == f"data/items/{item['uuid']}.{item['rev']}.json"
    assert item["digest"] == digest({part: item[part] for part in ("uuid", "rev", "parents", "content")})
    earlier: list[dict[str, Any]] = []
    for one in item["signoffs"]:
        if "statement" in one:
            _require_sign_off(item, earlier, one, listed)
            earlier.append(one["statement"])
    return item


def _require_sign_off(
    item: dict[str, Any], earlier: list[dict[str, Any]], one: dict[str, Any], listed: dict[str, dict[str, Any]]
) -> None:
    says, public = one["statement"], one["public_key"]
    assert (says["item"], says["rev"], says["revision_digest"]) == (item["uuid"], item["rev"], item["digest"])
    assert says["previous"] == (digest(earlier[-1]) if earlier else "")
    assert says["key"] == fingerprint(public)
    assert listed[says["key"]]["account"] == says["signer"]
    assert says["place"] == "office"
    assert _may_sign(says, set(listed[says["key"]]["roles"]))
    reviewer = next((before for before in earlier if before["step"] == "confidentiality_reviewer"), {})
    form = {
        "revision": item["digest"],
        "answers": item["content"]["answers"],
        "notes": item["content"]["notes"],
        "confirmed": says["answers"] or reviewer.get("answers") or [],
        "conclusion": says["conclusion"] or reviewer.get("conclusion"),
        "opinions": [[before["step"], before["opinion"], before["text"]] for before in earlier],
    }
    assert says["form_digest"] == digest(form)
    assert holds(public, "sign-off", says, one["signature"])


def _may_sign(says: dict[str, Any], roles: set[str]) -> bool:
    if says.get("ink") is not None:
        return "information_administrator" in roles
    if says.get("delegation") is not None:
        return bool(roles & STAND_INS)
    return SIGNED_BY[says["step"]] in roles


def read(path: Path, *centre: str) -> dict[str, Any]:
    """Whatever file of the family lies there; `centre` is the fingerprint that a receipt is believed by."""
    if path.suffix == ".zip":
        return read_package(path)
    told = json.loads(path.read_bytes())["body"]["format"]
    if told == "xxgk-receipt":
        return read_receipt(path, *centre)
    return read_anchor(path) if told == "xxgk-anchor" else read_rotation(path)


if __name__ == "__main__":
    shown = read(Path(sys.argv[1]), *sys.argv[3:])
    print(json.dumps(shown, ensure_ascii=False, indent=1))
