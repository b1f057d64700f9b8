"""Finds the shipped resources folder, in a checkout or in a frozen build."""

from __future__ import annotations

import sys
from pathlib import Path


def resources_folder() -> Path:
    """The folder that holds fonts and icons."""
    frozen = getattr(sys, "_MEIPASS", None)
    base = Path(frozen) if frozen else Path(__file__).resolve().parents[3]
    return base / "resources"
