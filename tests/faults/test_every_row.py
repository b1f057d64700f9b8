"""Every fault of the design has its test here, named by its number, and what is refused is refused with its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FAULTS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("truncated zip", ("E-ZIP",)),
    2: ("wrong payload checksum", ("E-HASH",)),
    3: ("manifest edited, checksums recomputed", ("E-SIG",)),
    4: ("path with ..", ("E-NAME",)),
    5: ("absolute, drive, UNC, home, variable", ("E-NAME",)),
    6: ("link or device entry", ("E-KIND",)),
    7: ("zip bomb", ("E-BOMB", "E-LIMIT")),
    8: ("overlapping or duplicate entries", ("E-ZIP", "E-NAME")),
    9: ("encrypted, unknown compression", ("E-KIND",)),
    10: ("unlisted or missing file", ("E-SET",)),
    11: ("XML bomb in a workbook", ("S-XML",)),
    12: ("the same batch again", ()),
    13: ("same number, another manifest", ("E-FORK",)),
    14: ("older revision later", ()),
    15: ("same revision, another hash", ("E-CONFLICT",)),
    16: ("gap", ()),
    17: ("out of order", ()),
    18: ("old backup restored, number used again", ("E-FORK",)),
    19: ("wrong or unknown office key", ("E-KEY",)),
    20: ("revoked key", ("E-REVOKED",)),
    21: ("algorithm swapped", ("E-ALG",)),
    22: ("forged sign-off", ("E-SIGNOFF",)),
    23: ("unreviewed item", ("E-UNREVIEWED",)),
    24: ("another office's item", ("E-OWNER",)),
    25: ("clock skew", ()),
    26: ("disk full on import", ("E-FULL",)),
    27: ("disk or stick full on export", ("E-FULL",)),
    28: ("killed during import", ()),
    29: ("killed during export", ()),
    30: ("stick pulled", ("E-READ", "E-WRITE")),
    31: ("receipt not written after the commit", ("E-WRITE",)),
    32: ("read-only store", ("E-READONLY",)),
    33: ("second instance", ("E-LOCKED",)),
    34: ("damaged database", ("E-DAMAGED",)),
    35: ("damaged attachment", ("E-OBJECT",)),
    36: ("database or package newer than the program", ("E-NEWER", "E-VERSION")),
    37: ("older database", ("E-FULL",)),
    38: ("older package", ()),
    39: ("huge title, deep JSON", ("E-FIELD",)),
    40: ("control, direction and invisible characters", ("E-NAME",)),
    41: ("formula in a workbook", ()),
    42: ("cell too long", ("E-LIMIT",)),
    43: ("reserved names", ("E-NAME",)),
    44: ("names that differ in case or normal form", ("E-NAME",)),
    45: ("names in GBK", ("E-NAME",)),
    46: ("names flagged UTF-8 that are not", ("E-NAME",)),
    47: ("local and central name differ, NUL", ("E-NAME",)),
}
"""Each row of the design's list with the codes of its refusals; none where nothing is refused."""


def _tests() -> Iterator[tuple[int, str, str]]:
    """Every test of a fault in this folder: its row, its name, its text."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and (found := re.match(r"test_fault_(\d\d)_", node.name)):
                start = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                yield int(found[1]), node.name, "\n".join(source.splitlines()[start - 1 : node.end_lineno])


TESTS = tuple(_tests())


def test_the_list_is_whole() -> None:
    assert sorted(FAULTS) == list(range(1, 48))
    assert {row for row, _name, _text in TESTS} <= set(FAULTS)


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: f"{row:02}")
def test_every_fault_is_met_by_a_test_that_asserts_its_code(row: int) -> None:
    texts = [text for number, _name, text in TESTS if number == row]
    what, codes = FAULTS[row]
    assert texts, f"no test meets fault {row}: {what}"
    for code in codes:
        assert any(f'"{code}"' in text for text in texts), f"no test of fault {row} ({what}) asserts {code}"
    assert all("assert" in text for text in texts)


def test_no_fault_is_met_elsewhere() -> None:
    """Whoever looks for a fault finds all of its tests here."""
    tests = Path(__file__).parents[1]
    strays = [
        path.relative_to(tests).as_posix()
        for path in tests.rglob("test_*.py")
        if path.parent != Path(__file__).parent and re.search(r"^def test_fault_\d", path.read_text("utf-8"), re.M)
    ]
    assert strays == []
