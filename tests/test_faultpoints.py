"""The named points at which a test may kill the program."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from desktop import faultpoints

PROGRAM = """
import atexit
from desktop.faultpoints import reached
atexit.register(print, "cleaned up", flush=True)
reached("first")
print("between", flush=True)
reached("second")
print("after", flush=True)
"""


def run(fault: str | None) -> subprocess.CompletedProcess[str]:
    """Run a small program that passes two points, one of them named as the fault."""
    environment = os.environ | ({faultpoints.VARIABLE: fault} if fault is not None else {})
    return subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("fault", [None, "", "elsewhere"])
def test_other_points_are_passed(fault: str | None) -> None:
    done = run(fault)
    assert done.returncode == 0
    assert done.stdout.split("\n") == ["between", "after", "cleaned up", ""]


def test_the_named_point_kills_without_any_clean_up() -> None:
    done = run("second")
    assert done.returncode != 0
    assert done.stdout == "between\n"
    assert done.stderr == ""
