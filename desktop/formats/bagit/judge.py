"""The judgement of a whole bag: declaration, manifests, completeness, fetch, information, digests."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

from desktop.formats.bagit.archives import ArchivePlace
from desktop.formats.bagit.fetch import FETCH, check_fetch
from desktop.formats.bagit.findings import BAG_LIMITS, Findings, Verdict
from desktop.formats.bagit.info import INFO_BYTES, check_oxum, info_names, read_info
from desktop.formats.bagit.manifests import PAYLOAD, Manifest, Paths, fill, manifest_of
from desktop.formats.bagit.names import check_names
from desktop.formats.bagit.places import FolderPlace, Place, content
from desktop.formats.bagit.tagfiles import DECLARATION, has_more_lines, read_declaration, read_text
from desktop.formats.limits import Limits
from desktop.formats.problems import Problem, Refused
from desktop.formats.pulse import Pulse
from desktop.trust.digests import digest_named, sm3

_THREADS = min(4, os.cpu_count() or 1)
_WEAK = {"md5", "sha1"}


def judge(path: Path, limits: Limits = BAG_LIMITS, pulse: Pulse | None = None) -> Verdict:
    """Judge the bag in the zip or folder `path`: every problem and every warning, nothing unpacked.

    Raises Cancelled, and OSError when the medium cannot be read at all.
    """
    found = Findings()
    try:
        place = open_place(path, limits, found)
    except Refused as refusal:
        found.take(refusal.problems)
        problems, warnings = tuple(found.problems), tuple(found.warnings)
        return Verdict("", "", (), 0, 0, "", frozenset(), problems, warnings)
    with closing(place):
        return _Judgement(place, limits, found).verdict(pulse or Pulse())


def open_place(path: Path, limits: Limits, found: Findings) -> Place:
    """Open the zip or folder; raises Refused when nothing of it can be judged, and OSError."""
    return FolderPlace(path, limits, found) if path.is_dir() else ArchivePlace(path, limits, found)


class _Judgement:
    def __init__(self, place: Place, limits: Limits, found: Findings) -> None:
        self._place = place
        self._limits = limits
        self._found = found
        self._text_left = limits.text_bytes
        self._payload = {name: size for name, size in place.sizes.items() if name.startswith(PAYLOAD)}
        self._declared = read_declaration(place, found, limits.text_bytes)
        self._paths = Paths(place.sizes, self._declared, found)
        self._manifests = self._read_manifests()

    def verdict(self, pulse: Pulse) -> Verdict:
        check_names(self._place, self._found)
        self._warn_of_declaration()
        self._check_payload_listed()
        self._check_tags_listed()
        self._check_present(self._check_fetch())
        self._check_info()
        self._check_digests(pulse)
        return Verdict(
            self._declared.version_text,
            self._declared.encoding,
            tuple(sorted({one.algorithm for one in self._of(tag=False)})),
            len(self._payload),
            sum(self._payload.values()),
            self._identity(),
            frozenset(self._place.sizes.keys() - self._payload.keys()),
            tuple(self._found.problems),
            tuple(self._found.warnings),
        )

    def _identity(self) -> str:
        name = "tagmanifest-sm3.txt"
        if self._place.sizes.get(name, self._limits.text_bytes + 1) > self._limits.text_bytes:
            return ""
        try:
            return sm3(content(self._place, name))
        except Refused:  # told when it was read as a manifest
            return ""

    def _text(self, name: str, limit: int | None = None) -> str | None:
        """The text of a tag file; what a small zip holds may unpack to texts without end, so all share one bound."""
        if name not in self._place.sizes:
            return None
        most = self._text_left if limit is None else min(limit, self._text_left)
        text = read_text(self._place, name, self._declared, self._found, most)
        if text is not None:
            self._text_left -= self._place.sizes[name]
        return text

    def _read_manifests(self) -> list[Manifest]:
        manifests = []
        for name in sorted(self._place.sizes):
            manifest = manifest_of(name, self._found)
            if manifest is None:
                continue
            manifests.append(manifest)
            text = self._text(name)
            if text is not None:
                fill(manifest, text, self._paths, self._declared, self._found, self._limits.members)
        return manifests

    def _of(self, tag: bool) -> list[Manifest]:
        return [one for one in self._manifests if one.tag is tag]

    def _warn_of_declaration(self) -> None:
        if self._declared.strict and self._declared.codec != "utf-8":
            self._found.warn("W-ENCODING", DECLARATION, "1.0 版的说明文件应当用 UTF-8")
        algorithms = {one.algorithm for one in self._of(tag=False)}
        if algorithms and algorithms <= _WEAK:
            self._found.warn("W-WEAK", "", "只有 MD5 或 SHA-1 摘要值，能发现损坏，防不住篡改")

    def _check_payload_listed(self) -> None:
        manifests = self._of(tag=False)
        folder = PAYLOAD.rstrip("/")
        places = {*self._payload, *self._place.strange, *self._place.empty_folders}
        if not any(name == folder or name.startswith(PAYLOAD) for name in places):
            self._found.problem("E-SET", folder, "缺少 data 文件夹")
        if not manifests:
            self._found.problem("E-SET", "", "缺少清单 manifest-<算法>.txt")
            return
        everywhere = set().union(*(one.entries for one in manifests))
        for name in sorted(self._payload.keys() - everywhere):
            self._found.problem("E-SET", name, "包内有清单未列的文件")
        if self._declared.strict:
            for one in manifests:
                for name in sorted(everywhere - one.entries.keys()):
                    self._found.problem("E-SET", name, f"{one.name} 没有列这个文件，其他清单列了")

    def _check_tags_listed(self) -> None:
        manifests = self._of(tag=True)
        payload_manifests = {one.name for one in self._of(tag=False)}
        for one in manifests:
            for name in sorted(payload_manifests - one.entries.keys()):
                if self._declared.strict:
                    self._found.problem("E-SET", name, f"{one.name} 没有列这份清单")
                else:
                    self._found.warn("W-UNLISTED", name, f"{one.name} 没有列这份清单")
        if not manifests:
            return
        listed = set().union(*(one.entries for one in manifests), {one.name for one in manifests}, payload_manifests)
        for name in sorted(self._place.sizes.keys() - self._payload.keys() - listed):
            self._found.warn("W-UNLISTED", name, "标记清单没有列这个文件，它是否被改过无从知道")

    def _check_fetch(self) -> set[str]:
        text = self._text(FETCH)
        if text is None:
            return set()
        if has_more_lines(text, self._limits.members):
            self._found.problem("E-LIMIT", FETCH, f"超过 {self._limits.members} 行")
            return set()
        listed: set[str] = set().union(*(one.entries for one in self._of(tag=False)))
        return check_fetch(text, self._place.sizes, listed, self._paths, self._declared, self._found)

    def _check_present(self, holes: set[str]) -> None:
        for one in self._manifests:
            for name in sorted(one.entries.keys() - self._place.sizes.keys() - self._place.strange - holes):
                self._found.problem("E-SET", name, f"{one.name} 列有而包内缺少的文件")

    def _check_info(self) -> None:
        for name in info_names(self._declared):
            text = self._text(name, INFO_BYTES)
            if text is not None:
                elements = read_info(name, text, self._declared, self._found)
                check_oxum(name, elements, sum(self._payload.values()), len(self._payload), self._found)

    def _check_digests(self, pulse: Pulse) -> None:
        wanted: dict[str, list[Manifest]] = {}
        for one in filter(lambda manifest: manifest.known, self._manifests):
            for name in one.entries.keys() & self._place.sizes.keys():
                wanted.setdefault(name, []).append(one)
        names = sorted(wanted)
        pulse.total = pulse.total or sum(self._place.sizes[name] for name in names)
        with ThreadPoolExecutor(_THREADS) as pool:
            try:
                work = partial(_digest_problems, self._place)
                for name, problems in zip(names, pool.map(work, names, map(wanted.get, names)), strict=True):
                    self._found.take(problems)
                    pulse.advance(self._place.sizes[name])
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise


def _digest_problems(place: Place, name: str, manifests: list[Manifest]) -> list[Problem]:
    """Take every digest that some manifest gives for this file, in one pass."""
    made = {one.algorithm: digest_named(one.algorithm) for one in manifests}
    digests = {algorithm: digest for algorithm, digest in made.items() if digest is not None}
    try:
        for chunk in place.chunks(name):
            for digest in digests.values():
                digest.update(chunk)
    except Refused as refusal:
        return list(refusal.problems)
    taken = {algorithm: digest.hexdigest() for algorithm, digest in digests.items()}
    wrong = [one.name for one in manifests if one.entries[name] != taken[one.algorithm]]
    return [Problem("E-HASH", name, f"文件内容与 {manifest} 所列不符") for manifest in wrong]
