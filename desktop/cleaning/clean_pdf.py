"""Writes the clean copy of a PDF: every page as a picture, painted over where it is masked, no text, no properties."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pypdfium2
from PIL import Image, ImageDraw

from desktop.cleaning.plan import Plan
from desktop.cleaning.records import Written, refused
from desktop.screening.pages import Box, PageImage, render_page
from desktop.screening.read_pdf import PDFIUM, open_pdf
from desktop.screening.records import DocumentText, Role, TraceKind

Step = Callable[[int, int], None]
"""Told of each page that is done, of how many; it may raise to end the work."""

MAX_PAGES = 300
_DOTS_PER_POINT = 200 / 72
_QUALITY = 85
_INK = 24
"""How far apart the darkest and the lightest point of a place must be for something to be written there."""
_UNSEEN = frozenset({TraceKind.WHITE_TEXT, TraceKind.COVERED_TEXT})
FACT = "各页已转为图像，原有的文字层、批注和属性没有留下；页面上的字不能再查找"


def clean_pdf(data: bytes, document: DocumentText, planned: Plan, step: Step) -> Written:
    """Write the copy. Pages without hits become pictures too: what pages share cannot be told apart with certainty.

    Raises UserError where the place of a hit on the page is not certain.
    """
    sizes = page_sizes(data)
    if len(sizes) > MAX_PAGES:
        raise refused(
            f"文件共 {len(sizes)} 页，超过 {MAX_PAGES} 页", "拆分成几个文件，或者遮盖原 Word 文档后重新转成 pdf"
        )
    _refuse_uncertain(document, planned)
    pictures = []
    for number, (width, _height) in enumerate(sizes, 1):
        pictures.append(_jpeg(painted_page(data, document, planned, number, width)))
        step(number, len(sizes))
    return Written(_bound(sizes, pictures), facts=(FACT,))


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points, as it is turned."""
    document = open_pdf(data)
    with PDFIUM:
        try:
            return [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()


def _refuse_uncertain(document: DocumentText, planned: Plan) -> None:
    hit = {document.parts[one.part].place for one in planned.stretches}
    kinds: dict[str, set[TraceKind]] = {}
    for trace in document.traces:
        kinds.setdefault(trace.place, set()).add(trace.kind)
    for place, found in kinds.items():
        if place in hit and TraceKind.INVISIBLE_TEXT in found:
            raise refused(
                f"{place}是扫描件，识别文字的位置不准，不能按它遮盖", "在扫描的图像上人工遮盖，另存为 pdf 后放入新文件"
            )
        if {TraceKind.ANNOTATION, TraceKind.FORM_FIELD} <= found:
            raise refused(f"{place}既有批注又有表单域", "在原程序中删除批注，另存后放入新文件")
        if TraceKind.FORM_FIELD in found and f"{place}批注和表单" in hit:
            raise refused(f"{place}的表单域里有要遮盖的内容", "在原程序中改好，另存后放入新文件")


def painted_page(data: bytes, document: DocumentText, planned: Plan, number: int, points: float) -> Image.Image:
    """Page `number` of the original (from 1), `points` wide, as a picture with its masks painted over.

    Raises UserError when a mask finds nothing to cover.
    """
    place = f"第 {number} 页"
    kinds = {trace.kind for trace in document.traces if trace.place == place}
    part = next((at for at, one in enumerate(document.parts) if one.place == place and one.role is Role.BODY), None)
    spans = _runs(sorted(planned.hidden_in(part))) if part is not None else []
    width = round(points * _DOTS_PER_POINT)
    image = render_page(data, number, width, spans, annotations=TraceKind.ANNOTATION not in kinds)
    picture = as_picture(image)
    painter = ImageDraw.Draw(picture)
    boxes = [_pixels(box, image) for found in _found(image, len(spans), place) for box in found]
    for box in boxes:
        if not (kinds & _UNSEEN) and not _has_ink(picture, box):
            raise refused(f"{place}上找不到要遮盖的内容的位置", "遮盖原 Word 文档后重新转成 pdf，放入新文件")
    for box in boxes:
        painter.rectangle(box, fill=(0, 0, 0))
    return picture


def as_picture(image: PageImage) -> Image.Image:
    """A rendered page as a picture to paint on."""
    size = (image.width, image.height)
    return Image.frombuffer("RGB", size, image.rgb, "raw", "RGB", image.stride, 1).copy()


def _jpeg(picture: Image.Image) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY)
    return stream.getvalue()


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _found(image: PageImage, wanted: int, place: str) -> Sequence[tuple[Box, ...]]:
    if len(image.boxes) != wanted or not all(image.boxes):
        raise refused(f"{place}上找不到要遮盖的内容的位置", "遮盖原 Word 文档后重新转成 pdf，放入新文件")
    return image.boxes


def _pixels(box: Box, image: PageImage) -> tuple[int, int, int, int]:
    left, top, width, height = box
    pad = round(height * image.height * 0.12)
    return (
        max(0, int(left * image.width)),
        max(0, int(top * image.height) - pad),
        min(image.width - 1, int((left + width) * image.width) + 1),
        min(image.height - 1, int((top + height) * image.height) + pad),
    )


def _has_ink(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    left, top, right, bottom = box
    low, high = picture.crop((left, top, right + 1, bottom + 1)).convert("L").getextrema()
    return bool(high - low >= _INK)  # type: ignore[operator]


def _bound(sizes: Sequence[tuple[float, float]], pictures: Sequence[bytes]) -> bytes:
    """A fresh PDF with one picture for each page and nothing else."""
    stream = io.BytesIO()
    with PDFIUM:
        made = pypdfium2.PdfDocument.new()
        for (width, height), picture in zip(sizes, pictures, strict=True):
            page = made.new_page(width, height)
            image = pypdfium2.PdfImage.new(made)
            image.load_jpeg(io.BytesIO(picture), inline=True)
            image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
            page.insert_obj(image)
            page.gen_content()
            page.close()
        made.save(stream)
        made.close()
    return stream.getvalue()
