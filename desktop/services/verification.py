"""Verify a file or folder that leaves or enters the machine, without a data folder: package, delivery, receipt, any bag."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import PackageRefused
from desktop.formats.bag import SIGNATURE
from desktop.formats.bagit.findings import BAG_LIMITS, Findings, Verdict
from desktop.formats.bagit.judge import judge, open_place
from desktop.formats.bagit.places import content
from desktop.formats.delivery import CATALOGUE_XLSX, verify_delivery
from desktop.formats.limits import DEFAULT_LIMITS
from desktop.formats.package import read_package, signer_of
from desktop.formats.package_records import BatchHeader, item_name
from desktop.formats.placing import reading_errors
from desktop.formats.problems import Problem, Refused, refused, remedy, visible
from desktop.formats.pulse import Pulse
from desktop.formats.receipt import inspect_receipt
from desktop.labels import word
from desktop.services.claims import claimed_wrongly
from desktop.services.desk import CancelCheck, Progress, never, no_progress
from desktop.services.leak_gate import unreviewed
from desktop.trust.signing import PublicKey

__all__ = ["Problem", "Report", "remedy", "verify", "visible"]

PACKAGE, UNPACKED, DELIVERY, RECEIPT, BAG = "报送包", "解开的报送包", "送交包", "回执", "BagIt 包"
_HEADER = "batch.json"

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was verified: its kind in words, its identity, facts as (words, value), every problem, warnings apart."""

    kind: str
    identity: str
    facts: Facts
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether nothing was found that forbids to believe it; warnings do not."""
        return not self.problems

    @property
    def undecided(self) -> bool:
        """Whether all that could be verified agrees, and some manifest could not: neither valid nor invalid by RFC 8493."""
        return bool(self.problems) and all(one.code == "E-DIGEST" for one in self.problems)


def verify(path: Path, progress: Progress = no_progress, cancelled: CancelCheck = never) -> Report:
    """Verify a package, a receipt, a delivery folder, or the bag of anybody in a zip or a folder.

    What this program wrote is held to its own strict form first (signature and sign-offs too); only what that refuses
    is judged as a bag at large, for the problems behind the first. Whether the signing key is enrolled only a centre's
    store can tell. Raises UserError E-READ when the medium cannot be read, Cancelled.
    """
    with reading_errors(path):
        if path.is_dir():
            return _folder(path, progress, cancelled)
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device would be read without end
            return Report(BAG, "", (), (Problem("E-KIND", "", "是设备或管道，不是文件或文件夹"),))
        with path.open("rb") as file:
            begins = file.read(64).lstrip()
        if begins.startswith(b"{") or path.suffix.lower() == ".json":
            return _receipt(path)
        return _archive(path, progress, cancelled)


def _folder(path: Path, progress: Progress, cancelled: CancelCheck) -> Report:
    try:
        check = verify_delivery(path, progress=progress, cancelled=cancelled)
    except PackageRefused as refusal:
        verdict = judge(path, BAG_LIMITS, Pulse(progress, cancelled))
        if CATALOGUE_XLSX in verdict.tags:
            return _refused(DELIVERY, refusal, verdict)
        return _unpacked(path, verdict) if verdict.tags >= {_HEADER, SIGNATURE} else _any_bag(verdict)
    return Report(DELIVERY, check.manifest_hash, (("文件", str(len(check.documents))), ("字节", str(check.size))))


def _archive(path: Path, progress: Progress, cancelled: CancelCheck) -> Report:
    keys: list[PublicKey] = []

    def note_key(_header: BatchHeader, public: PublicKey) -> None:
        keys.append(public)

    try:
        with read_package(path, note_key, progress=progress, cancelled=cancelled) as package:
            header = package.header
            faults = tuple(
                Problem(fault.code, item_name(item.uuid, item.rev), fault.message)
                for item, fault in unreviewed(package)
            )
            faults += tuple(Problem(fault.code, "", fault.message) for fault in claimed_wrongly(package))
            facts = (
                ("处室", f"{header.office_name}（{header.office_code}）"),
                ("批次", header.paper_number),
                ("期间", header.period),
                ("序号", f"{header.epoch}-{header.seq}"),
                ("件数", str(len(package.items))),
                ("文件", str(len(package.attachments))),
                ("公钥指纹", keys[0].fingerprint),
            )
            return Report(PACKAGE, package.manifest_hash, facts, faults)
    except PackageRefused as refusal:
        verdict = judge(path, BAG_LIMITS, Pulse(progress, cancelled))
        if not {_HEADER, SIGNATURE} & verdict.tags:
            return _any_bag(verdict)
        unsigned = () if keys or not verdict.identity else _signature_problems(path, verdict.identity)
        return _refused(PACKAGE, refusal, verdict, unsigned)


def _unpacked(path: Path, verdict: Verdict) -> Report:
    """A package that somebody unpacked: a bag like others, but one that is not believed without its signature."""
    unsigned: tuple[Problem, ...] = (Problem("E-SIG", SIGNATURE, "缺少 tagmanifest-sm3.txt，签名核对不了"),)
    if verdict.identity:
        unsigned = _signature_problems(path, verdict.identity)
    told = Problem("W-UNPACKED", "", "只核对了文件和处室的签名，没有核对审查签字；要核对的，核验原来的 zip 文件")
    # The signature is over the tag manifest, which therefore cannot list it.
    known = tuple(one for one in verdict.warnings if one.file != SIGNATURE)
    return Report(UNPACKED, verdict.identity, _facts(verdict), (*verdict.problems, *unsigned), (*known, told))


def _signature_problems(path: Path, identity: str) -> tuple[Problem, ...]:
    try:
        with closing(open_place(path, BAG_LIMITS, Findings())) as place:
            if SIGNATURE not in place.sizes:
                raise refused("E-SIG", "报送包没有签名", SIGNATURE)
            if place.sizes[SIGNATURE] > DEFAULT_LIMITS.text_bytes:
                raise refused("E-LIMIT", "文件过大", SIGNATURE)
            signer_of(identity, content(place, SIGNATURE))
    except Refused as refusal:
        return refusal.problems
    return ()


def _receipt(path: Path) -> Report:
    try:
        receipt, public = inspect_receipt(path)
    except PackageRefused as refusal:
        return Report(RECEIPT, "", (), _problems_of(refusal))
    facts = (
        ("处室", receipt.office_code),
        ("回执序号", str(receipt.receipt_seq)),
        ("批次序号", f"{receipt.batch.epoch}-{receipt.batch.seq}"),
        ("结果", word(receipt.outcome)),
        ("件数", str(len(receipt.items))),
        ("公钥指纹", public.fingerprint),
    )
    return Report(RECEIPT, receipt.batch.manifest_hash, facts)


def _any_bag(verdict: Verdict) -> Report:
    return Report(BAG, verdict.identity, _facts(verdict), verdict.problems, verdict.warnings)


def _refused(kind: str, refusal: PackageRefused, verdict: Verdict, more: Iterable[Problem] = ()) -> Report:
    """The problems of the stage that refused, then what else is wrong with the same or other files."""
    first = _problems_of(refusal)
    known = {(one.code, one.file) for one in first}
    rest = [one for one in (*more, *verdict.problems) if (one.code, one.file) not in known]
    return Report(kind, verdict.identity, _facts(verdict), (*first, *rest))


def _problems_of(refusal: PackageRefused) -> tuple[Problem, ...]:
    if isinstance(refusal, Refused):
        return refusal.problems
    return (Problem(refusal.code, "", refusal.message),)


def _facts(verdict: Verdict) -> Facts:
    if not verdict.version:
        return ()
    return (
        ("版本", verdict.version),
        ("文字编码", verdict.encoding),
        ("摘要算法", "、".join(verdict.algorithms)),
        ("文件", str(verdict.files)),
        ("字节", str(verdict.octets)),
    )
