"""Scan files: read and judged before they are kept, and drawn page by page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.cleaning.images import clean_image
from desktop.errors import UserError
from desktop.screening.pages import PageImage, page_count, render_page
from desktop.screening.reading import read_document
from desktop.services.ink_scans import PDF, Scan
from desktop.services.secrecy import require_unmarked_words

LIMIT = 20 * 1024 * 1024
MOST_PIXELS = 120_000_000
"""An A3 sheet at 1,200 dots an inch is larger than anybody needs to read a signature."""

_KINDS = {".jpg": "jpg", ".jpeg": "jpg", ".png": "png", ".pdf": PDF}
_HEADS = {"jpg": b"\xff\xd8", "png": b"\x89PNG\r\n\x1a\n", PDF: b"%PDF"}


def read_scan(path: Path) -> Scan:
    """Read a scan: a picture without what it carries beside itself (place, camera, author), or a PDF as it is.

    Raises UserError: E-SCAN for what is no sound jpg, png or pdf of at most 20 MB, E-READ when it cannot be read,
    E-SECRET when the text of a PDF bears a classification mark.
    """
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise UserError(f"“{path.name}”不是扫描件", "选择 jpg、png 或 pdf 文件", "E-SCAN")
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except OSError as error:
        raise UserError(f"读不到“{path.name}”", "核对路径，确认文件还在原处", "E-READ") from error
    if len(data) > LIMIT:
        raise UserError(f"“{path.name}”超过 20 MB", "降低扫描分辨率，或者只扫签字的一页", "E-SCAN")
    if not data.startswith(_HEADS[kind]):
        raise UserError(f"“{path.name}”的内容不是 {kind} 格式", "用扫描软件重新保存", "E-SCAN")
    if kind == PDF:
        if not page_count(data):
            raise UserError(f"“{path.name}”里没有页", "重新扫描", "E-SCAN")
        require_unmarked_words("\n".join(part.text for part in read_document(path.name, data).parts))
    else:
        data = clean_image(path.name, data)[0]
        _decoded(path.name, data)
    return Scan(path.name, kind, data)


def pages_of(scan: Scan) -> int:
    """How many pages a scan has."""
    return page_count(scan.data) if scan.kind == PDF else 1


def page_of(scan: Scan, number: int, width: int) -> PageImage:
    """Page `number` (from 1) of a scan, at most `width` pixels wide, upright."""
    if scan.kind == PDF:
        return render_page(scan.data, number, width)
    picture = ImageOps.exif_transpose(_decoded(scan.name, scan.data)).convert("RGB")
    if picture.width > width:
        picture = picture.resize((width, max(1, round(picture.height * width / picture.width))))
    return PageImage(picture.width, picture.height, 3 * picture.width, picture.tobytes())


def _decoded(name: str, data: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(data), formats=("JPEG", "PNG"))
        if picture.width * picture.height > MOST_PIXELS:
            raise UserError(f"“{name}”的像素太多", "降低扫描分辨率后再选", "E-SCAN")
        picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UserError(f"“{name}”已损坏", "重新扫描", "E-SCAN") from error
    return picture
