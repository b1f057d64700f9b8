"""Pictures in a document: rendered pages of what was reviewed, embedded without loss."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.printing.pdf import PdfFile


@dataclass(frozen=True, slots=True)
class Raster:
    """Pixels from the top: `rgb` holds three bytes for each, row by row without gaps."""

    width: int
    height: int
    rgb: bytes


class DocumentPictures:
    """The pictures that a document has used so far; they are put into the file page by page."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Raster]] = []
        self._numbers: dict[str, int] = {}

    def name_of(self, raster: Raster) -> str:
        """The name under which a page may draw the picture."""
        name = f"P{len(self._numbers) + len(self._waiting) + 1}"
        self._waiting.append((name, raster))
        return name

    def put(self, file: PdfFile) -> None:
        """Write the pictures met since the last time, so that no more than one page of them is held."""
        for name, raster in self._waiting:
            self._numbers[name] = _added(file, raster)
        self._waiting.clear()

    def resources(self) -> str:
        """The entries that name the pictures for all pages; empty when there are none."""
        if not self._numbers:
            return ""
        return f"/XObject << {' '.join(f'/{name} {number} 0 R' for name, number in self._numbers.items())} >>"


def _added(file: PdfFile, raster: Raster) -> int:
    red = raster.rgb[0::3]
    grey = red == raster.rgb[1::3] == raster.rgb[2::3]
    space, data = ("/DeviceGray", red) if grey else ("/DeviceRGB", raster.rgb)
    return file.add_stream(
        data,
        f"/Type /XObject /Subtype /Image /Width {raster.width} /Height {raster.height} "
        f"/ColorSpace {space} /BitsPerComponent 8",
    )
