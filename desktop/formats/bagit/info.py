"""`bag-info.txt` (before 0.96 `package-info.txt`): labels, continued lines, and the Payload-Oxum."""

from __future__ import annotations

import re

from desktop.formats.bagit.findings import Findings
from desktop.formats.bagit.tagfiles import Declaration, lines_of

INFO, OLD_INFO = "bag-info.txt", "package-info.txt"
INFO_BYTES = 1024 * 1024
"""The most that is read of it: labels and values for people, which nobody fills by the megabyte."""

_RENAMED_IN = (0, 96)
_OXUM = re.compile(r"([0-9]{1,20})\.([0-9]{1,20})")
_STRICT = re.compile(r"[^\s:](?:[^:]*[^\s:])?:[ \t](?![ \t])", re.DOTALL)


def info_names(declared: Declaration) -> tuple[str, ...]:
    """The names the file may have in the declared version."""
    return (INFO,) if declared.version >= _RENAMED_IN else (OLD_INFO, INFO)


def read_info(name: str, text: str, declared: Declaration, found: Findings) -> list[tuple[str, str]]:
    """Return the elements in their order, repeated ones too; labels are compared without case."""
    elements: list[tuple[str, str]] = []
    for number, line in enumerate(lines_of(text), 1):
        if not line.strip():
            found.warn("W-LINES", name, "说明中有空行")
        elif line[0] in " \t":
            if not elements:
                found.problem("E-FORMAT", name, "第 1 行是续行，前面没有标签")
            else:
                label, value = elements[-1]
                elements[-1] = label, f"{value} {line.strip()}".strip()
        elif ":" not in line or not line.split(":", 1)[0].strip():
            found.problem("E-FORMAT", name, f"第 {number} 行不是“标签: 值”")
        else:
            if declared.strict and not _STRICT.match(line):
                found.warn("W-INFO", name, f"第 {number} 行冒号前后的空白不合 1.0 版的写法")
            label, value = line.split(":", 1)
            elements.append((label.strip(), value.strip()))
    return elements


def check_oxum(name: str, elements: list[tuple[str, str]], octets: int, files: int, found: Findings) -> None:
    """Compare every Payload-Oxum with the payload: its bytes and its number of files."""
    values = [value for label, value in elements if label.lower() == "payload-oxum"]
    if len(values) > 1:
        found.warn("W-INFO", name, "Payload-Oxum 写了不止一次")
    for value in dict.fromkeys(values):
        match = _OXUM.fullmatch(value)
        if match is None:
            found.problem("E-FORMAT", name, "Payload-Oxum 不是“字节数.文件数”")
        elif (int(match[1]), int(match[2])) != (octets, files):
            found.problem("E-SET", name, f"Payload-Oxum 写的是 {value}，实有 {octets}.{files}")
