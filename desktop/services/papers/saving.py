"""A paper from memory to the file that the user chose."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from desktop.formats.placing import place_file


def save_pdf(path: Path, pdf: bytes) -> None:
    """Write a PDF where the user wants it, wholly or not at all."""

    def write(file: BinaryIO) -> None:
        file.write(pdf)

    place_file(path, write, lambda part: None)
