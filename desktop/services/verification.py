"""Verify a file or folder that leaves or enters the machine, without a data folder: package, delivery or receipt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.formats.delivery import verify_delivery
from desktop.formats.package import read_package
from desktop.formats.package_records import BatchHeader
from desktop.services.batches import leak_gate
from desktop.trust.signing import PublicKey


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified: its kind in words, its identity, and facts as (words, value)."""

    kind: str
    identity: str
    facts: tuple[tuple[str, str], ...]


def verify(path: Path) -> Verified:
    """Verify a package (zip) or a delivery (folder): structure, digests, signature, sign-offs.

    Whether the signing key is enrolled only a centre's store can tell. Raises PackageRefused with its code.
    """
    if path.is_dir():
        check = verify_delivery(path)
        facts = (("文件", str(len(check.documents))), ("字节", str(check.size)))
        return Verified("送交包", check.manifest_hash, facts)
    keys: list[str] = []

    def note_key(_header: BatchHeader, public: PublicKey) -> None:
        keys.append(public.fingerprint)

    with read_package(path, note_key) as package:
        leak_gate(package)
        header = package.header
        return Verified(
            "报送包",
            package.manifest_hash,
            (
                ("处室", f"{header.office_name}（{header.office_code}）"),
                ("批次", header.paper_number),
                ("期间", header.period),
                ("序号", f"{header.epoch}-{header.seq}"),
                ("件数", str(len(package.items))),
                ("文件", str(len(package.attachments))),
                ("公钥指纹", keys[0]),
            ),
        )
