"""Payload and tag manifests: which files they list, with which digest, by the rules of the declared version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.formats.bagit.findings import Findings
from desktop.formats.bagit.paths import outside, plain
from desktop.formats.bagit.tagfiles import Declaration, has_more_lines, lines_of
from desktop.trust.digests import digest_named

PAYLOAD = "data/"

_FILE_NAME = re.compile(r"(tag)?manifest-([^/]+)\.txt")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+(.+)", re.DOTALL)
_ESCAPE = re.compile(r"%(0A|0D|25)", re.IGNORECASE)
_LINE_ESCAPE = re.compile(r"%(0A|0D)", re.IGNORECASE)
_LONE_PERCENT = re.compile(r"%(?!0A|0D|25)", re.IGNORECASE)


@dataclass(slots=True)
class Manifest:
    """One manifest; `entries` gives the lower-case digest for each path as it stands in the bag."""

    name: str
    algorithm: str
    tag: bool
    entries: dict[str, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether its digests can be computed here."""
        return digest_named(self.algorithm) is not None


def manifest_of(name: str, found: Findings) -> Manifest | None:
    """Return the empty manifest that `name` calls for, None for another file."""
    match = _FILE_NAME.fullmatch(name)
    if match is None:
        return None
    algorithm = "".join(c for c in match[2].lower() if c.isalnum())
    if algorithm != match[2]:
        found.warn("W-NAME", name, f"清单文件名中的算法应当写成 {algorithm}")
    manifest = Manifest(name, algorithm, match[1] is not None)
    if not manifest.known:
        # RFC 8493, section 3: valid is a bag whose every checksum in every manifest was verified. A name that is not
        # known here breaks no rule (section 2.4 leaves them open), but what was not verified is not called valid.
        found.problem("E-DIGEST", name, f"本程序不会计算 {algorithm}，这份清单核对不了")
    return manifest


class Paths:
    """Finds the file that a written path means: percent-encoding, `./`, the asterisk of md5sum, Unicode form."""

    def __init__(self, present: Iterable[str], declared: Declaration, found: Findings) -> None:
        self._present = frozenset(present)
        self._declared = declared
        self._found = found
        self._by_form: dict[str, list[str]] = {}
        for name in self._present:
            self._by_form.setdefault(unicodedata.normalize("NFC", name), []).append(name)

    def meant(self, written: str, manifest: str) -> str | None:
        """Return the path in the bag; None when it points out of it, which is told."""
        if written.startswith("*") and written not in self._present:
            written = written[1:]
            self._found.warn("W-MD5SUM", manifest, "路径前带有 md5sum 工具写的星号")
        words = outside(written)
        if words is not None:
            self._found.problem("E-NAME", written, f"{manifest} 所列的{words}")
            return None
        path = plain(written)
        if path != written:
            self._found.warn("W-PATH", manifest, f"路径写法不规范：{written}")
        return self._same_form(self._decoded(path, manifest), manifest)

    def _decoded(self, path: str, manifest: str) -> str:
        if self._declared.strict:
            if _LONE_PERCENT.search(path):
                self._found.warn("W-PERCENT", manifest, f"百分号没有写成 %25：{path}")
            return _ESCAPE.sub(_character, path)
        decoded = _LINE_ESCAPE.sub(_character, path)
        return path if path in self._present and decoded not in self._present else decoded

    def _same_form(self, path: str, manifest: str) -> str:
        if path in self._present:
            return path
        alike = self._by_form.get(unicodedata.normalize("NFC", path), [])
        if len(alike) != 1:
            return path
        self._found.warn("W-UNICODE", alike[0], f"文件名与 {manifest} 所列只是 Unicode 写法不同")
        return alike[0]


def fill(manifest: Manifest, text: str, paths: Paths, declared: Declaration, found: Findings, most: int) -> None:
    """Read the lines of a manifest into it and tell what is not as it should be."""
    if has_more_lines(text, most):
        found.problem("E-LIMIT", manifest.name, f"清单超过 {most} 行")
        return
    length = _hex_length(manifest.algorithm)
    for number, line in enumerate(lines_of(text), 1):
        if not line.strip():
            found.warn("W-LINES", manifest.name, "清单中有空行")
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            found.problem("E-FORMAT", manifest.name, f"第 {number} 行不是“摘要值 路径”")
            continue
        path = paths.meant(match[2], manifest.name)
        if path is None:
            continue
        if length and len(match[1]) != length:
            found.problem("E-FORMAT", path, f"{manifest.name} 第 {number} 行的摘要值长度不对")
        _enter(manifest, path, match[1].lower(), declared, found)


def _enter(manifest: Manifest, path: str, digest: str, declared: Declaration, found: Findings) -> None:
    before = manifest.entries.get(path)
    manifest.entries[path] = digest
    if before is None:
        _tell_place(manifest, path, declared, found)
    elif before != digest:
        found.problem("E-FORMAT", path, f"{manifest.name} 列了两次，摘要值不同")
    elif declared.strict:
        found.problem("E-FORMAT", path, f"{manifest.name} 列了两次")
    else:
        found.warn("W-TWICE", path, f"{manifest.name} 列了两次，摘要值相同")


def _tell_place(manifest: Manifest, path: str, declared: Declaration, found: Findings) -> None:
    if not manifest.tag and not path.startswith(PAYLOAD):
        found.problem("E-SET", path, f"{manifest.name} 列了 data 文件夹以外的文件")
    elif manifest.tag and path.startswith(PAYLOAD):
        found.problem("E-SET", path, f"{manifest.name} 列了 data 文件夹内的文件")
    elif manifest.tag and path.startswith("tagmanifest-"):
        told = found.problem if declared.strict else found.warn
        told("E-SET" if declared.strict else "W-SET", path, f"{manifest.name} 列了标记清单")


def _hex_length(algorithm: str) -> int:
    digest = digest_named(algorithm)
    return 0 if digest is None else len(digest.hexdigest())


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
