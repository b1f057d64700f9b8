"""Scans as an office has them: a photographed sheet that says where it was taken, a PDF of two pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

GPS = 0x8825


def photograph(path: Path, size: tuple[int, int] = (300, 420)) -> Path:
    """A JPEG with a place and an author in its EXIF."""
    picture = Image.new("RGB", size, "white")
    facts = Image.Exif()
    facts[0x013B] = "郑和平".encode("gbk").decode("latin-1")
    facts.get_ifd(GPS)[1] = "N"
    picture.save(path, "JPEG", exif=facts)
    return path


def sheet(path: Path, words: str = "Scan") -> Path:
    """A PDF of two pages."""
    held = BytesIO()
    canvas = Canvas(held, pagesize=(300, 420))
    for number in (1, 2):
        canvas.drawString(40, 300, f"{words} {number}")
        canvas.showPage()
    canvas.save()
    path.write_bytes(held.getvalue())
    return path
