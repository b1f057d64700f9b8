"""What makes a PDF one for the archive (PDF/A-2b): its own statement of that, and the colours that its numbers mean."""

from __future__ import annotations

import struct
from functools import cache
from html import escape

from desktop.printing.pdf import PdfFile, pdf_text

PRODUCER = "政务公开工作台"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{producer}</xmp:CreatorTool>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

_CURVE_POINTS = 1024
# sRGB (IEC 61966-2-1) seen under D50: what each primary adds to X, Y and Z, and the white of the page.
_PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
    b"wtpt": (0.96420, 1.00000, 0.82491),
}


def add_info(file: PdfFile, title: str) -> int:
    """The document information: the name of the form, nothing of its content, no date."""
    producer = pdf_text(PRODUCER)
    return file.add(f"<< /Title {pdf_text(title)} /Creator {producer} /Producer {producer} >>")


def add_metadata(file: PdfFile, title: str) -> int:
    """The XMP packet that says the same as the information, and that this is PDF/A-2b."""
    packet = _XMP.format(title=escape(title), producer=PRODUCER).encode("utf-8")
    return file.add_stream(packet, "/Type /Metadata /Subtype /XML", compressed=False)


def add_output_intent(file: PdfFile) -> int:
    """The intent by which grey and colour mean sRGB."""
    profile = file.add_stream(srgb_profile(), "/N 3")
    named = "/OutputConditionIdentifier (sRGB) /Info (sRGB IEC61966-2.1)"
    return file.add(f"<< /Type /OutputIntent /S /GTS_PDFA1 {named} /DestOutputProfile {profile} 0 R >>")


@cache
def srgb_profile() -> bytes:
    """An ICC profile (version 2.1, three primaries and one curve) of the sRGB colours; the same bytes each time."""
    curve = b"curv" + struct.pack(">4xI", _CURVE_POINTS)
    curve += struct.pack(f">{_CURVE_POINTS}H", *(round(65535 * _linear(i / (_CURVE_POINTS - 1))) for i in range(1024)))
    tags = {
        b"desc": _description(b"sRGB IEC61966-2.1"),
        b"cprt": b"text" + bytes(4) + b"No copyright, use freely\0",
        **{name: b"XYZ " + bytes(4) + _fixed(*values) for name, values in _PRIMARIES.items()},
        b"rTRC": curve,
    }
    return _assembled(tags, {b"gTRC": b"rTRC", b"bTRC": b"rTRC"})


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _description(name: bytes) -> bytes:
    text = name + b"\0"
    return b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(4 + 4 + 2 + 1 + 67)


def _assembled(tags: dict[bytes, bytes], alike: dict[bytes, bytes]) -> bytes:
    """Header, table and tags, each tag on a multiple of four; `alike` tags share the place of another."""
    place = 128 + 4 + 12 * (len(tags) + len(alike))
    places: dict[bytes, tuple[int, int]] = {}
    body = b""
    for name, data in tags.items():
        places[name] = (place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    places.update({name: places[other] for name, other in alike.items()})
    table = struct.pack(">I", len(places)) + b"".join(name + struct.pack(">II", *at) for name, at in places.items())
    day = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    head = struct.pack(">I4s4s4s4s4s", place + len(body), bytes(4), b"\x02\x10\0\0", b"mntr", b"RGB ", b"XYZ ")
    head += day + b"acsp" + bytes(28) + _fixed(*_PRIMARIES[b"wtpt"])
    return head + bytes(128 - len(head)) + table + body
