"""`fetch.txt`: files that were left out of the bag and must be got from elsewhere before it is complete."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop.formats.bagit.findings import Findings
from desktop.formats.bagit.manifests import PAYLOAD, Paths
from desktop.formats.bagit.tagfiles import Declaration, lines_of

FETCH = "fetch.txt"
_LINE = re.compile(r"(\S+)[ \t]+([0-9]{1,20}|-)[ \t]+(.+)", re.DOTALL)
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?[^/\s]?\S*")
_USUAL = {"http", "https", "ftp", "ftps", "sftp"}


def check_fetch(
    text: str, sizes: Mapping[str, int], listed: set[str], paths: Paths, declared: Declaration, found: Findings
) -> set[str]:
    """Judge each line and return the files that are still to be fetched; nothing is ever fetched."""
    holes: set[str] = set()
    seen: set[str] = set()
    for number, line in enumerate(lines_of(text), 1):
        if not line.strip():
            found.warn("W-LINES", FETCH, "有空行")
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            found.problem("E-FORMAT", FETCH, f"第 {number} 行不是“地址 长度 路径”")
            continue
        _check_address(match[1], number, found)
        path = paths.meant(match[3], FETCH)
        if path is None:
            continue
        if path in seen:
            found.warn("W-TWICE", path, f"{FETCH} 列了两次")
        seen.add(path)
        _check_belonging(path, listed, declared, found)
        if path not in sizes and path.startswith(PAYLOAD):
            holes.add(path)
            found.problem("E-FETCH", path, "文件不在包内，要先从别处取来")
        elif path in sizes and match[2] not in ("-", str(sizes[path])):
            found.warn("W-FETCH", path, f"{FETCH} 写的长度是 {match[2]}，实有 {sizes[path]}")
    return holes


def _check_address(address: str, number: int, found: Findings) -> None:
    match = _URL.fullmatch(address)
    if match is None or len(address) <= len(match[1]) + 1:
        found.problem("E-FORMAT", FETCH, f"第 {number} 行的地址不是网址")
    elif match[1].lower() not in _USUAL:
        found.warn("W-FETCH", FETCH, f"第 {number} 行的地址是 {match[1]}:，可能指向本机文件")


def _check_belonging(path: str, listed: set[str], declared: Declaration, found: Findings) -> None:
    """RFC 8493 wants fetched files in the payload and in the manifests; the drafts before it were not so clear."""
    if path.startswith(PAYLOAD) and path in listed:
        return
    words = "清单没有列出这个要取的文件" if path.startswith(PAYLOAD) else f"{FETCH} 列了 data 文件夹以外的文件"
    if declared.strict:
        found.problem("E-SET", path, words)
    else:
        found.warn("W-FETCH", path, words)
