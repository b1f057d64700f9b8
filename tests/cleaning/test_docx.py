"""Word documents: masked wherever they show something, emptied of what they carry unseen, refused when in doubt."""

from __future__ import annotations

import io

import pytest
from docx import Document

from desktop.errors import UserError
from desktop.screening.exif import has_location
from desktop.screening.records import Role
from tests.cleaning.copies import ADDRESS, IDENTITY, MAIL, MOBILE, cleaned, holds, inside, text_of
from tests.cleaning.word_files import field, jpeg_with_place, paragraph, picture, png_with_remark, run, word
from tests.screening.files import docx, repacked


def test_a_number_that_is_split_over_runs_is_masked_and_their_looks_stay() -> None:
    bold = "<w:b/>"
    body = paragraph(run("联系手机 138"), run("1234", bold), run("55"), run("21，其余不变", bold))
    copy = cleaned(word(body))
    assert text_of(copy) == "联系手机 138****5521，其余不变\n"
    xml = inside(copy.data)["word/document.xml"].decode()
    assert xml.count("<w:b/>") == 2
    assert ">****<" in xml


def test_tables_headers_boxes_and_notes_are_masked() -> None:
    inner = f"<w:txbxContent>{paragraph('手机 ' + MOBILE)}</w:txbxContent>"
    box = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    row = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("王某", IDENTITY, ADDRESS))
    head = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("姓名", "身份证号", "家庭住址"))
    body = (
        f"<w:tbl><w:tr>{head}</w:tr><w:tr>{row}</w:tr></w:tbl>"
        + paragraph(run("见文本框"), f"<w:r>{box}</w:r>", '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/></w:sectPr>'
    )
    parts = {
        "header": paragraph(f"经办 {MOBILE}"),
        "footnotes": f'<w:footnote w:id="2">{paragraph("邮箱 " + MAIL)}</w:footnote>',
    }
    copy = cleaned(word(body, parts))
    assert text_of(copy).startswith("姓名 \t身份证号 \t家庭住址 \t\n王某 \t11*************02X \t福建省永安市燕西街道*")
    assert text_of(copy, Role.TEXT_BOX) == "手机 138****5521\n"
    assert text_of(copy, Role.MARGIN) == "经办 138****5521\n"
    assert text_of(copy, Role.NOTE) == "邮箱 z********@example.com\n"
    assert holds(copy.data, IDENTITY, MOBILE, MAIL, "402") == []


def test_the_same_value_elsewhere_is_masked_though_no_rule_would_know_it_there() -> None:
    account = "6222021001116245702"
    copy = cleaned(
        word(
            paragraph(f"银行账号：{account}") + paragraph(f"另见 {account} 一笔") + paragraph("6222 0210 0111 6245 702")
        )
    )
    assert text_of(copy).count("5702") == 2
    assert holds(copy.data, account, "62220210") == []
    assert [(one.rule, one.count) for one in copy.masks] == [("personal.bank-card", 3)]


def test_comments_changes_and_hidden_words_are_gone_and_the_final_text_stays() -> None:
    who = 'w:id="1" w:author="张三" w:date="2026-01-01T00:00:00Z"'
    body = (
        paragraph(
            run("保留"),
            f"<w:ins {who}>{run('新增')}</w:ins>",
            f"<w:del {who}><w:r><w:delText>删去 {IDENTITY}</w:delText></w:r></w:del>",
            '<w:commentRangeStart w:id="3"/>',
            run("正文", f"<w:rPrChange {who}><w:rPr><w:b/></w:rPr></w:rPrChange>"),
            '<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>',
            run(f"藏着 {MOBILE}", "<w:vanish/>"),
            run("白字", '<w:color w:val="FFFFFF"/>'),
        )
        + paragraph(run("上段"), looks=f"<w:rPr><w:del {who}/></w:rPr>")
        + paragraph("下段")
        + f"<w:tbl><w:tr><w:trPr><w:del {who}/></w:trPr>"
        f"<w:tc><w:p><w:del {who}><w:r><w:delText>删行</w:delText></w:r></w:del></w:p></w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('留行')}</w:tc></w:tr></w:tbl>"
    )
    parts = {"comments": f'<w:comment w:id="3" w:author="张三">{paragraph("批注 " + MOBILE)}</w:comment>'}
    people = '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"/>'
    data = word(body, parts, links={"rIdp": ("people", "people.xml")}, more={"word/people.xml": people})
    copy = cleaned(data)
    assert text_of(copy).split() == ["保留新增正文", "上段下段", "留行"]
    assert copy.document.traces == ()
    assert copy.cleared >= 4
    assert holds(copy.data, "张三", IDENTITY, MOBILE, "批注", "白字", "藏着", "删", "rPrChange", "w:ins") == []
    assert set(inside(copy.data)) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}


def test_properties_and_settings_keep_nothing_but_the_number_of_pages() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>张三</dc:creator><dc:title>内部底稿</dc:title></cp:coreProperties>'
    )
    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Company>某公司</Company><Pages>7</Pages><Template>C:\\张三\\模板.dotx</Template></Properties>"
    )
    data = docx(f"手机 {MOBILE}")
    data = repacked(data, {"docProps/core.xml": core, "docProps/app.xml": app})
    copy = cleaned(data)
    assert copy.document.pages == 7
    assert holds(copy.data, "张三", "内部底稿", "某公司", "rsid", "python-docx") == []
    assert {name for name in inside(copy.data) if name.startswith("docProps")} == {"docProps/app.xml"}
    reopened = Document(io.BytesIO(copy.data))
    assert reopened.paragraphs[0].text == "手机 138****5521"
    assert reopened.core_properties.author == ""


def test_pictures_keep_their_points_and_lose_place_author_and_words() -> None:
    body = paragraph(run(f"手机 {MOBILE}"), picture("rIdone"), picture("rIdtwo"))
    photo, drawing = jpeg_with_place(), png_with_remark()
    copy = cleaned(word(body, media={"one.jpg": photo, "two.png": drawing}))
    media = inside(copy.data)
    assert has_location(photo)
    assert not has_location(media["word/media/one.jpg"])
    assert holds(copy.data, "ZHANG SAN", "张三", "张三在家", MOBILE) == []
    from PIL import Image

    for before, name in ((photo, "word/media/one.jpg"), (drawing, "word/media/two.png")):
        old, new = Image.open(io.BytesIO(before)), Image.open(io.BytesIO(media[name]))
        assert list(old.convert("RGB").tobytes()) == list(new.convert("RGB").tobytes())
    assert Image.open(io.BytesIO(media["word/media/one.jpg"])).getexif()[0x0112] == 6


def test_fields_and_links_become_words_unless_they_are_harmless() -> None:
    body = paragraph(
        run(f"手机 {MOBILE} "),
        field('HYPERLINK "mailto:zhang.san@example.com"', "写信"),
        field("PAGE", "3"),
        field(" AUTHOR ", "作者名"),
        '<w:hyperlink r:id="rIdweb" w:tooltip="张三">' + run("网站") + "</w:hyperlink>",
        '<w:hyperlink r:id="rIdmail">' + run("邮件") + "</w:hyperlink>",
        f'<w:sdt><w:sdtPr><w:alias w:val="张三"/></w:sdtPr><w:sdtContent>{run("控件")}</w:sdtContent></w:sdt>',
    )
    links = {"rIdweb": ("hyperlink", "https://www.example.gov.cn/"), "rIdmail": ("hyperlink", f"mailto:{MAIL}")}
    copy = cleaned(word(body, links=links))
    assert text_of(copy) == "手机 138****5521 写信3作者名网站邮件控件\n"
    assert holds(copy.data, MAIL, "mailto", "AUTHOR", "张三") == []
    assert holds(copy.data, "https://www.example.gov.cn/", "PAGE") == ["https://www.example.gov.cn/", "PAGE"]
    assert copy.facts


def test_a_document_without_hits_is_only_emptied() -> None:
    copy = cleaned(word(paragraph(run("公开"), run("藏", "<w:vanish/>"))), presets={})
    assert (text_of(copy), copy.masks, copy.cleared) == ("公开\n", (), 1)


def test_what_is_kept_by_decision_stays() -> None:
    body = paragraph(f"手机 {MOBILE}") + '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/></w:sectPr>'
    copy = cleaned(word(body, {"header": paragraph("电话 13900001111")}), kept=frozenset({("personal.mobile", "页眉")}))
    assert text_of(copy, Role.MARGIN) == "电话 13900001111\n"
    assert text_of(copy) == "手机 138****5521\n"


def test_embedded_files_are_taken_out() -> None:
    body = paragraph(
        run(f"手机 {MOBILE}"),
        '<w:r><w:object><v:shape/><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rIdole"/></w:object></w:r>',
    )
    links = {"rIdole": ("oleObject", "embeddings/oleObject1.bin")}
    copy = cleaned(word(body, links=links, more={"word/embeddings/oleObject1.bin": b"secret 11010519491231002X"}))
    assert not [name for name in inside(copy.data) if "embeddings" in name]
    assert text_of(copy) == "手机 138****5521\n"


HIT = run(f"手机 {MOBILE}")
REFUSED = {
    "formula": ('<w:r><w:object><o:OLEObject ProgID="Equation.3" r:id="x"/></w:object></w:r>', "旧式公式"),
    "chart": (
        '<w:r><w:drawing><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
        "</a:graphic></w:drawing></w:r>",
        "图表",
    ),
    "control": ("<w:r><w:object><w:control/></w:object></w:r>", "控件"),
    "chunk": ('<w:altChunk r:id="x"/>', "另一份文件"),
    "unknown": ('<x:thing xmlns:x="http://example.com/unknown">字</x:thing>', "不认识"),
    "crop": (picture("rIdone", crop='<a:srcRect l="30000"/>'), "裁剪"),
    "form": (field("FORMDROPDOWN", ""), "窗体域"),
    "nested": (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + field("PAGE", "1")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "嵌套",
    ),
    "open field": ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "嵌套"),
    "command": (field(f"EQ \\o({IDENTITY},1)", "圈"), "域的代码"),
    "linked": ('<w:r><w:pict><v:shape><v:imagedata r:id="rIdout"/></v:shape></w:pict></w:r>', "外部"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_known_to_be_harmless_is_refused_with_the_way_out(name: str) -> None:
    inner, told = REFUSED[name]
    data = word(
        paragraph(HIT, inner),
        media={"one.jpg": jpeg_with_place()},
        links={"rIdout": ("image", "https://example.com/a.png")},
    )
    with pytest.raises(UserError, match=told) as caught:
        cleaned(data)
    assert caught.value.code == "E-CLEAN"
    assert caught.value.message.startswith("没有生成净化副本")
    assert caught.value.hint


def test_a_hidden_row_is_refused() -> None:
    row = f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph('藏行')}</w:tc></w:tr>"
    with pytest.raises(UserError, match="隐藏的行"):
        cleaned(word(paragraph(HIT) + f"<w:tbl>{row}</w:tbl>"))


@pytest.mark.parametrize("name", ["one.emf", "one.tiff", "one.svg"])
def test_pictures_of_unknown_making_are_refused(name: str) -> None:
    with pytest.raises(UserError, match="图片"):
        cleaned(word(paragraph(HIT, picture("rIdone")), media={name: b"\x01\0\0\0 anything"}))


def test_a_broken_picture_is_refused() -> None:
    with pytest.raises(UserError, match="已损坏"):
        cleaned(word(paragraph(HIT, picture("rIdone")), media={"one.jpg": jpeg_with_place()[:90]}))


def test_macros_are_refused() -> None:
    data = word(paragraph(HIT))
    types = inside(data)["[Content_Types].xml"].decode()
    macro = types.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with pytest.raises(UserError, match="宏"):
        cleaned(repacked(data, {"[Content_Types].xml": macro}))


def test_a_hit_in_a_header_that_is_never_shown_does_not_travel() -> None:
    data = word(paragraph(HIT), {"header": paragraph(f"身份证 {IDENTITY}")})  # no section refers to it
    copy = cleaned(data)
    assert holds(copy.data, IDENTITY) == []
    assert not [name for name in inside(copy.data) if "header" in name]


def test_a_fallback_drawing_does_not_keep_the_raw_words() -> None:
    inner = f"<w:txbxContent>{paragraph('手机 ' + MOBILE)}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    copy = cleaned(word(paragraph(run("见框"), both)))
    assert text_of(copy, Role.TEXT_BOX) == "手机 138****5521\n"
    assert holds(copy.data, MOBILE, "Fallback") == []


def test_the_file_name_is_masked_too() -> None:
    assert cleaned(word(paragraph(HIT)), f"名单{MOBILE}.docx").name == "名单138＊＊＊＊5521（去标识化）.docx"
