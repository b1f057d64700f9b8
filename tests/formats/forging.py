"""Takes packages apart and puts hostile ones together, as someone with a hex editor and our source would."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.errors import PackageRefused
from desktop.formats.bag import SIGNATURE
from desktop.formats.limits import DEFAULT_LIMITS, Limits
from desktop.formats.package import PACKAGE_KIND, read_package
from desktop.formats.problems import Refused
from desktop.trust.digests import canonical, sha256, sm3
from desktop.trust.signing import PrivateKey, sign

from . import factory

Members = dict[str, bytes]


def unpacked(path: Path) -> Members:
    """Every member of a zip by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, members: Members) -> Path:
    """Write members, stored, by an ordinary zip tool."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return path


def recomputed(members: Members) -> Members:
    """Bring manifests, oxum and tag manifests up to date with the contents; the signature stays as it is."""
    own = {name for name in members if "manifest-" in name or name == SIGNATURE}
    payload = {name: content for name, content in members.items() if name.startswith("data/")}
    lines = [line for line in members["bag-info.txt"].split(b"\n") if not line.startswith(b"Payload-Oxum")]
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}".encode()
    result = {**members, "bag-info.txt": b"\n".join([*lines[:-1], oxum, b""])}
    result["manifest-sm3.txt"], result["manifest-sha256.txt"] = _manifests(payload)
    tags = {name: content for name, content in result.items() if name not in own and name not in payload}
    tags |= {name: result[name] for name in ("manifest-sm3.txt", "manifest-sha256.txt")}
    result["tagmanifest-sm3.txt"], result["tagmanifest-sha256.txt"] = _manifests(tags)
    return result


def resigned(members: Members, key: PrivateKey) -> Members:
    """Bring everything up to date and sign it with `key`."""
    result = recomputed(members)
    signature = sign(key, PACKAGE_KIND, {"tagmanifest_sm3": sm3(result["tagmanifest-sm3.txt"])})
    value = {"public_key": key.public.as_json(), "signature": signature.as_json()}
    return {**result, SIGNATURE: canonical(value)}


def patched(path: Path, old: bytes, new: bytes, count: int = -1) -> None:
    """Replace bytes of a file by as many others."""
    data = path.read_bytes()
    assert len(old) == len(new)
    assert old in data
    path.write_bytes(data.replace(old, new, count))


def central_offset(data: bytes) -> int:
    """Where the central directory of a zip begins."""
    offset: int = struct.unpack("<L", data[-6:-2])[0]
    return offset


def _manifests(contents: Members) -> tuple[bytes, bytes]:
    by_sm3 = "".join(f"{sm3(contents[name])}  {name}\n" for name in sorted(contents)).encode()
    by_sha256 = "".join(f"{sha256(contents[name])}  {name}\n" for name in sorted(contents)).encode()
    return by_sm3, by_sha256


def _around(path: Path) -> list[Path]:
    """What lies in the folder of a file and beside that folder; what other tests leave running writes deeper."""
    return sorted([*path.parent.rglob("*"), *path.parent.parent.iterdir()])


def refusal(path: Path, limits: Limits = DEFAULT_LIMITS) -> Refused:
    """The refusal that reading `path` ends in; nothing may appear beside it."""
    beside = _around(path)
    with pytest.raises(Refused) as caught:
        read_package(path, factory.trust_anyone, limits=limits)
    assert isinstance(caught.value, PackageRefused)
    assert caught.value.message
    assert caught.value.hint
    assert _around(path) == beside
    return caught.value


def code(path: Path, limits: Limits = DEFAULT_LIMITS) -> str:
    return refusal(path, limits).code


def entry(path: Path, name: str, change: Callable[[zipfile.ZipInfo], None], content: bytes = b"x") -> Path:
    """Append one entry to a package with an ordinary zip tool."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    change(info)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, content)
    return path
