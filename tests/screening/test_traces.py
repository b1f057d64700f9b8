"""What a page does not show: each thing is told where a file carries it, and not where it does not."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable

import openpyxl
import pypdfium2
import pytest
from docx import Document
from openpyxl.styles import Font, PatternFill
from reportlab.lib.colors import Color, black, white, yellow
from reportlab.pdfgen.canvas import Canvas

from desktop.errors import UserError
from desktop.screening.exif import has_location
from desktop.screening.findings import scan
from desktop.screening.reading import read_document
from desktop.screening.records import Finding, Role, Severity, Trace, TraceKind
from desktop.screening.traces import from_trace
from tests.screening.files import docx, docx_body, pdf, repacked, xlsx

SHEET: dict[str, list[list[object]]] = {"表": [["姓名", "数量"], ["甲", 3]]}


def told(name: str, data: bytes) -> dict[str, Finding]:
    """The findings about what is carried unseen, by kind."""
    findings = scan(read_document(name, data))
    return {one.rule.removeprefix("hidden."): one for one in findings if one.rule.startswith("hidden.")}


def run(text: str, looks: str = "") -> str:
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t>{text}</w:t></w:r>"


def workbook(change: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "表"
    for row in (["姓名", "数量"], ["甲", 3], ["乙", 4]):
        book.worksheets[0].append(row)
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def drawn(draw: Callable[[Canvas], None]) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_hidden_text_of_word_is_read_apart_and_told() -> None:
    body = f"<w:p>{run('看得见')}</w:p><w:p>{run('13812345678', '<w:vanish/>')}{run('也看得见')}</w:p>"
    document = read_document("a.docx", docx_body(body))
    assert [part.text for part in document.parts if part.role is Role.HIDDEN] == ["13812345678"]
    assert "13812345678" not in "".join(part.text for part in document.parts if part.role is Role.BODY)
    finding = told("a.docx", docx_body(body))["hidden-text"]
    assert (finding.place, finding.count, finding.severity) == ("正文第 2 段", 1, Severity.MUST)
    assert "personal.mobile" in {one.rule for one in scan(document)}


@pytest.mark.parametrize(
    "looks",
    [
        '<w:vanish w:val="0"/>',
        '<w:vanish w:val="false"/>',
        "<w:webHidden/>",
        "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
    ],
)
def test_text_that_is_not_hidden_stays_in_the_body(looks: str) -> None:
    assert told("a.docx", docx_body(f"<w:p>{run('字', looks)}</w:p>")) == {}


def test_a_hidden_paragraph_mark_hides_no_text() -> None:
    assert told("a.docx", docx_body(f"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{run('字')}</w:p>")) == {}


def test_hidden_and_white_styles_and_their_heirs() -> None:
    styles = (
        '<s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="character" w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="d"><w:rPr><w:vanish/></w:rPr></w:style></s>'
    )
    body = (
        "<w:p>" + run("字") + run("藏", '<w:rStyle w:val="b"/>') + run("见", '<w:rStyle w:val="d"/>') + "</w:p>"
        '<w:p><w:pPr><w:pStyle w:val="c"/></w:pPr>' + run("白") + run("黑", '<w:color w:val="000000"/>') + "</w:p>"
    )
    found = told("a.docx", docx_body(body, {"word/styles.xml": styles}))
    assert {kind: one.count for kind, one in found.items()} == {"hidden-text": 1, "white-text": 1}


WHITE = '<w:color w:val="FFFFFF"/>'


def test_white_text_counts_only_where_nothing_dark_is_behind_it() -> None:
    assert told("a.docx", docx_body(f"<w:p>{run('字')}</w:p><w:p>{run('白', WHITE)}</w:p>"))["white-text"].place == (
        "正文第 2 段"
    )
    dark = '<w:shd w:val="clear" w:fill="1F4E79"/>'
    cell = f"<w:tbl><w:tr><w:tc><w:tcPr>{dark}</w:tcPr><w:p>{run('表头', WHITE)}</w:p></w:tc></w:tr></w:tbl>"
    for body in (
        f"<w:p>{run('字', WHITE + dark)}</w:p>",
        f"<w:p><w:pPr>{dark}</w:pPr>{run('字', WHITE)}</w:p>",
        "<w:p>" + run("字", WHITE + '<w:highlight w:val="black"/>') + "</w:p>",
        cell,
    ):
        assert told("a.docx", docx_body(body)) == {}
    assert "white-text" in told("a.docx", docx_body(cell.replace("1F4E79", "FFFFFF")))


def test_embedded_files_links_programs_and_people_of_a_package() -> None:
    links = (
        '<Relationships><Relationship Id="1" TargetMode="External" Type="x/attachedTemplate" Target="\\\\srv\\a.dotx"/>'
        '<Relationship Id="2" TargetMode="External" Type="x/hyperlink" Target="http://10.1.2.3/oa"/></Relationships>'
    )
    data = docx_body(
        f"<w:p>{run('字')}</w:p>",
        {
            "word/embeddings/sheet.xlsx": "x",
            "word/vbaProject.bin": "x",
            "word/_rels/document.xml.rels": links,
            "docProps/core.xml": "<p><creator>王某某</creator><lastModifiedBy>李某某</lastModifiedBy></p>",
            "docProps/app.xml": "<p><Company>某公司</Company></p>",
        },
    )
    found = told("a.docx", data)
    assert {kind: one.count for kind, one in found.items()} == {
        "embedded": 1,
        "program": 1,
        "external-link": 1,
        "metadata": 3,
    }
    assert found["metadata"].excerpt == "作者、最后修改人、单位"
    assert "王某某" not in repr(found)
    assert "network.intranet-address" in {one.rule for one in scan(read_document("a.docx", data))}
    plain = docx("字", "看 http://example.com")
    assert told("a.docx", plain) == {}


def test_a_photo_that_knows_its_place() -> None:
    def photo(tag: int) -> bytes:
        entry = struct.pack("<HHII", tag, 4, 1, 26)
        return b"\xff\xd8\xff\xe1\x00\x40Exif\0\0II*\0" + struct.pack("<IH", 8, 1) + entry + b"\0" * 40

    assert has_location(photo(0x8825))
    assert not has_location(photo(0x0112))
    assert not has_location(photo(0x8825)[:20])
    assert not has_location(b"\xff\xd8\xff\xe0JFIF" + b"\0" * 100)
    data = docx_body(f"<w:p>{run('字')}</w:p>")
    data = repacked(data, {"word/media/1.jpeg": photo(0x8825), "word/media/2.jpg": photo(0x0112)})
    assert told("a.docx", data)["location"].count == 1


@pytest.mark.parametrize("styles", ['<cellXfs><xf fontId=""/></cellXfs>', "<fonts><color rgb='FFFFFFFF'/></fonts>"])
def test_a_workbook_of_damaged_styles_is_refused(styles: str) -> None:
    sheet = f'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{styles}</styleSheet>'
    with pytest.raises(UserError) as refused:
        read_document("a.xlsx", repacked(xlsx(SHEET), {"xl/styles.xml": sheet.encode()}))
    assert "重新" in refused.value.hint or "另存" in refused.value.hint


def test_hidden_rows_columns_and_pale_cells() -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["A2"].font = Font(color="FFFFFFFF")
        sheet["B2"].number_format = ";;;"
        sheet["A1"].font = Font(color="FFFFFFFF")
        sheet["A1"].fill = PatternFill("solid", fgColor="FF1F4E79")

    found = told("a.xlsx", workbook(change))
    assert (found["hidden-rows"].place, found["hidden-rows"].excerpt) == ("工作表“表”", "第 3 行")
    assert found["hidden-columns"].excerpt == "第 B 列"
    assert found["white-text"].count == 2
    assert told("a.xlsx", workbook(lambda _: None)) == {}
    assert told("a.xlsx", xlsx(SHEET)) == {}


def test_caches_links_and_names_of_a_workbook() -> None:
    extra: dict[str, str | bytes] = {
        "xl/pivotCache/pivotCacheRecords1.xml": '<r><s v="王某"/><s v="13812345678"/></r>',
        "xl/externalLinks/externalLink1.xml": "<e><cell><v>13912345678</v></cell></e>",
        "xl/connections.xml": '<c><dbPr connection="Server=10.1.2.3;User=sa"/></c>',
    }
    data = repacked(xlsx({"表": [["字"]], "底稿": [["字"]]}, hidden=("底稿",)), extra)
    document = read_document("a.xlsx", data)
    kinds = [trace.kind for trace in document.traces]
    assert kinds.count(TraceKind.PIVOT_CACHE) == 1
    assert kinds.count(TraceKind.EXTERNAL_LINK) == 2
    places = {one.place for one in scan(document) if one.rule == "personal.mobile"}
    assert places == {"透视表缓存", "外部链接的缓存"}
    assert "network.intranet-address" in {one.rule for one in scan(document)}

    def named(book: openpyxl.Workbook) -> None:
        book.create_sheet("底稿").sheet_state = "hidden"
        names = openpyxl.workbook.defined_name
        book.defined_names["a"] = names.DefinedName("a", attr_text="'底稿'!$A$1")
        book.defined_names["b"] = names.DefinedName("b", attr_text="表!$A$1")
        book.defined_names["c"] = names.DefinedName("c", attr_text="表!$A$2", hidden=True)

    assert told("a.xlsx", workbook(named))["hidden-name"].count == 2


def test_text_of_a_pdf_that_no_eye_can_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "plain")
        canvas.drawString(72, 650, "SECRET")
        canvas.setFillColor(black)
        canvas.rect(70, 645, 80, 15, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 600, "pale")
        text = canvas.beginText(72, 550)
        text.setTextRenderMode(3)
        text.textOut("ghost")
        canvas.drawText(text)

    found = told("a.pdf", drawn(draw))
    counts = {kind: one.count for kind, one in found.items() if kind != "metadata"}
    assert counts == {"covered-text": 6, "white-text": 4, "invisible-text": 5}
    assert found["covered-text"].place == "第 1 页"


def test_boxes_that_hide_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(Color(0.1, 0.2, 0.4))
        canvas.rect(70, 695, 200, 20, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(72, 700, "white on blue")
        canvas.setFillColor(black)
        canvas.drawString(72, 650, "marked")
        canvas.setFillColor(yellow, alpha=0.4)
        canvas.rect(70, 645, 80, 15, stroke=0, fill=1)
        canvas.rect(70, 500, 80, 15, stroke=1, fill=0)

    assert set(told("a.pdf", drawn(draw))) <= {"metadata"}


def test_annotations_forms_files_and_author_of_a_pdf() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setAuthor("王某某")
        canvas.drawString(72, 700, "text")
        canvas.textAnnotation("13812345678", Rect=[72, 600, 90, 620])
        canvas.linkURL("http://example.com", (72, 500, 90, 520))
        canvas.acroForm.textfield(name="n", value="filled", x=72, y=400)

    document = pypdfium2.PdfDocument(drawn(draw))
    document.new_attachment("a.txt").set_data(b"x")
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    found = told("a.pdf", stream.getvalue())
    assert {kind: one.count for kind, one in found.items()} == {
        "annotation": 1,
        "form-field": 1,
        "embedded": 1,
        "metadata": 1,
    }
    findings = scan(read_document("a.pdf", stream.getvalue()))
    assert "第 1 页批注和表单" in {one.place for one in findings if one.rule == "personal.mobile"}
    assert "王某某" not in repr(findings)


def test_ordinary_files_carry_nothing() -> None:
    stream = io.BytesIO()
    Document().save(stream)
    assert told("a.docx", repacked(docx("字"), {})) == {}
    assert set(told("a.pdf", pdf(("字",)))) <= {"metadata"}


def test_every_trace_has_its_words() -> None:
    for kind in TraceKind:
        assert from_trace(Trace(kind, "文件内", 1)).message
