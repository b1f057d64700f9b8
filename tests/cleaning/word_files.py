"""Builds Word packages in memory, part by part, with what a clean copy must take out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.screening.files import W

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KINDS = {
    "document": f"{_WORD}.document.main+xml",
    "styles": f"{_WORD}.styles+xml",
    "settings": f"{_WORD}.settings+xml",
    "comments": f"{_WORD}.comments+xml",
    "footnotes": f"{_WORD}.footnotes+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
}
_SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "w": W,
        "r": R,
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    }.items()
)


def run(text: str, looks: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, looks: str = "") -> str:
    """A paragraph of runs; plain words become one."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p>{f'<w:pPr>{looks}</w:pPr>' if looks else ''}{inner}</w:p>"


def field(command: str, shown: str) -> str:
    """A complex field with its result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{command}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def word(
    body: str,
    parts: dict[str, str] | None = None,
    links: dict[str, tuple[str, str]] | None = None,
    media: dict[str, bytes] | None = None,
    more: dict[str, str | bytes] | None = None,
) -> bytes:
    """A Word package. `parts` by kind (header, comments ...) with their inner XML, `links` by id: (kind, target)."""
    entries: dict[str, str | bytes] = {
        "word/document.xml": f'<?xml version="1.0"?><w:document {_SPACES}><w:body>{body}</w:body></w:document>'
    }
    relations = {name: (kind, target) for name, (kind, target) in (links or {}).items()}
    types = {"word/document.xml": _KINDS["document"]}
    roots = {"header": "hdr", "footer": "ftr"}
    for kind, inner in (parts or {}).items():
        name = f"word/{kind}{'1' if kind in roots else ''}.xml"
        root = roots.get(kind, kind)
        entries[name] = f'<?xml version="1.0"?><w:{root} {_SPACES}>{inner}</w:{root}>'
        types[name] = _KINDS.get(kind, "application/xml")
        relations[f"rId{kind}"] = (kind, name.removeprefix("word/"))
    for name, data in (media or {}).items():
        entries[f"word/media/{name}"] = data
        types[f"word/media/{name}"] = "image/jpeg" if name.endswith("jpg") else "image/png"
        relations[f"rId{name.partition('.')[0]}"] = ("image", f"media/{name}")
    entries |= more or {}
    entries["word/_rels/document.xml.rels"] = _relations(relations)
    entries["_rels/.rels"] = _relations({"rId1": ("officeDocument", "word/document.xml")})
    entries["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/>'
        + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types.items())
        + "</Types>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return stream.getvalue()


def _relations(relations: dict[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target or target.startswith(("mailto:", "file:", "\\")) else "/>")
        for name, (kind, target) in relations.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def picture(relation: str, extra: str = "", crop: str = "") -> str:
    """A run with an embedded picture."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="1000" cy="1000"/>'
        f'<wp:docPr id="1" name="张三的照片" descr="张三在家" {extra}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="1" name="张三.jpg"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>{crop}'
        "</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def jpeg_with_place() -> bytes:
    """A JPEG of the tiniest kind whose EXIF says where and by whom it was taken, and how it is turned."""
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 30, 30)).save(stream, "JPEG", comment=b"13812345521")
    plain = stream.getvalue()
    body = b"II*\0" + struct.pack("<IH", 8, 2)
    body += struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    body += struct.pack("<HHII", 0x8825, 4, 1, 8) + struct.pack("<I", 0) + b"ZHANG SAN"
    segment = b"\xff\xe1" + struct.pack(">H", len(body) + 8) + b"Exif\0\0" + body
    return plain[:2] + segment + plain[2:] + b"ZHANG SAN BEHIND THE END"


def png_with_remark() -> bytes:
    """A PNG with a remark of its author."""
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (4, 4), (10, 20, 30)).save(stream, "PNG")
    data = stream.getvalue()
    chunk = b"tEXtAuthor\0ZHANG SAN"
    remark = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return data[:33] + remark + data[33:]
