"""Doing without the superuser's right to write everywhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no folder that its owner cannot write")


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the superuser's rights, if we have them."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
