"""Every paper is PDF/A-2b as far as its structure can show: checked by taking the file apart (veraPDF is not at hand)."""

from __future__ import annotations

import re
import struct
import unicodedata
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import ImageCms
from reportlab.pdfbase.ttfonts import TTFontFile

from desktop.printing.archival import srgb_profile
from tests.printing.all_papers import PAPERS, paper
from tests.printing.pdf_objects import taken_apart
from tests.printing.reading import page_texts

EACH = pytest.mark.parametrize("name", sorted(PAPERS))


@EACH
def test_the_file_says_that_it_is_pdf_a_2b(name: str) -> None:
    parts = taken_apart(paper(name))
    packet = parts.objects[parts.catalog.reference("Metadata")]
    assert "/Filter" not in packet.entries
    assert packet.stream is not None
    tree = ElementTree.fromstring(packet.stream.decode("utf-8").split("?>", 1)[1].rsplit("<?", 1)[0])
    facts = {one.tag.rsplit("}", 1)[1]: (one.text or "").strip() for one in tree.iter()}
    assert (facts["part"], facts["conformance"]) == ("2", "B")
    info = parts.objects[int(re.findall(r"/Info (\d+) 0 R", parts.trailer)[0])].entries
    assert f"/Title <FEFF{facts['li'].encode('utf-16-be').hex().upper()}>" in info
    assert facts["CreatorTool"] == facts["Producer"] == "政务公开工作台"


@EACH
def test_colours_mean_srgb_and_nothing_is_transparent(name: str) -> None:
    parts = taken_apart(paper(name))
    intent = parts.objects[parts.catalog.reference("OutputIntents")]
    assert "/S /GTS_PDFA1" in intent.entries
    profile = parts.objects[intent.reference("DestOutputProfile")]
    assert profile.stream == srgb_profile()
    assert "/N 3" in profile.entries
    every = " ".join(one.entries for one in parts.objects.values())
    for forbidden in ("/SMask", "/CA ", "/ca ", "/BM ", "/Group", "/Encrypt", "/JavaScript", "/EmbeddedFiles", "/LZW"):
        assert forbidden not in every + parts.trailer


def test_each_file_has_an_id_of_its_own() -> None:
    marks = set()
    for name in PAPERS:
        (mark,) = re.findall(r"/ID \[<([0-9a-f]{32})> <\1>\]", taken_apart(paper(name)).trailer)
        marks.add(mark)
    assert len(marks) == len(PAPERS)


@EACH
def test_every_font_is_embedded_with_the_widths_that_are_told(name: str) -> None:
    parts = taken_apart(paper(name))
    fonts = [one for one in parts.of_type("Font") if "/Type0" in one.entries]
    assert len(fonts) >= 2
    assert len(parts.of_type("Font")) == 2 * len(fonts)  # each has its descendant, and there is no other
    for font in fonts:
        assert "/Encoding /Identity-H" in font.entries
        glyphs = parts.objects[font.reference("DescendantFonts")]
        assert "/CIDFontType2" in glyphs.entries
        assert "/CIDToGIDMap /Identity" in glyphs.entries
        program = parts.objects[parts.objects[glyphs.reference("FontDescriptor")].reference("FontFile2")].stream
        assert program is not None
        told = [float(width) for width in re.findall(r"/W \[0 \[([^\]]*)\]", glyphs.entries)[0].split()]
        assert told == pytest.approx(widths_of(program)[: len(told)], abs=1)


def widths_of(program: bytes) -> list[float]:
    """The advance widths in the embedded program, in thousandths of an em."""
    font = TTFontFile(BytesIO(program), charInfo=False)
    units = struct.unpack(">H", font.get_table("head")[18:20])[0]
    full = struct.unpack(">H", font.get_table("hhea")[34:36])[0]
    count = struct.unpack(">H", font.get_table("maxp")[4:6])[0]
    table = font.get_table("hmtx")
    widths = [struct.unpack(">H", table[4 * i : 4 * i + 2])[0] * 1000 / units for i in range(full)]
    return widths + [widths[-1]] * (count - full)


@EACH
def test_the_words_of_a_page_can_be_searched(name: str) -> None:
    text = "".join(page_texts(paper(name)))
    assert len(text) > 50
    assert not [c for c in text if unicodedata.category(c) in ("Co", "Cn", "Cs")]
    assert "\ufffd" not in text


def test_the_profile_is_read_by_others_as_srgb() -> None:
    """Judged by LittleCMS: our profile maps colours as its own sRGB does."""
    profile = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB IEC61966-2.1"
    assert profile.profile.xcolor_space.strip() == "RGB"
    own = ImageCms.createProfile("sRGB")
    colours = [(0, 0, 0), (255, 255, 255), (237, 237, 237), (255, 0, 0), (0, 128, 64), (12, 34, 200)]
    for colour in colours:
        assert converted(profile, own, colour) == pytest.approx(colour, abs=2)


def converted(source: object, target: object, colour: tuple[int, int, int]) -> tuple[int, ...]:
    from PIL import Image

    image = ImageCms.profileToProfile(Image.new("RGB", (1, 1), colour), source, target)  # type: ignore[arg-type]
    assert image is not None
    return tuple(image.getpixel((0, 0)))  # type: ignore[arg-type]
