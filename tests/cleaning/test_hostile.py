"""Packages with anything at all in their markup: a message or a copy without a masked value, never a crash."""

from __future__ import annotations

import io
import re
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.drawing.image import Image as SheetImage

from desktop.errors import UserError
from tests.cleaning.copies import IDENTITY, MOBILE, cleaned, holds, inside
from tests.cleaning.word_files import field, jpeg_with_place, paragraph, picture, run, word
from tests.screening.files import archive, repacked

VALUE = re.compile(r'"[^"]*"')
ODD = st.sampled_from(["", "-1", "99999999999", "abc", "1:2", "A1:", "é", "$", "0", "../../x", "https://e.cn/"])


@cache
def documents() -> dict[str, bytes]:
    """A document and a workbook with something of every kind in them."""
    body = paragraph(run(f"手机 {MOBILE}。"), picture("rIdone"), field("PAGE", "1"), run("藏", "<w:vanish/>"))
    body += '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader"/></w:sectPr>'
    parts = {"header": paragraph("页眉"), "settings": "<w:zoom/>"}
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in range(4):
        sheet.append([f"a{row}", MOBILE, "x", 3.5, IDENTITY])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("D3:E3")
    sheet.print_area = "A1:E3"
    sheet.add_image(SheetImage(io.BytesIO(jpeg_with_place())), "C4")
    stream = io.BytesIO()
    book.save(stream)
    return {
        "名单.docx": word(body, parts, media={"one.jpg": jpeg_with_place()}),
        "名单.xlsx": stream.getvalue(),
    }


def told_or_clean(data: bytes, name: str) -> bool:
    """Whether a file is refused with a way out, or its copy holds no masked value."""
    try:
        copy = cleaned(data, name)
    except UserError as problem:
        return bool(problem.hint)
    return holds(copy.data, MOBILE, IDENTITY) == []


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_attribute_may_hold_anything(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(documents())))
    parts = inside(documents()[name])
    part = data.draw(st.sampled_from(sorted(one for one in parts if one.endswith((".xml", ".rels")))))
    text = parts[part].decode("utf-8")
    places = [match.span() for match in VALUE.finditer(text)]
    start, end = data.draw(st.sampled_from(places))
    spoilt = f'{text[:start]}"{data.draw(ODD)}"{text[end:]}'
    assert told_or_clean(repacked(documents()[name], {part: spoilt}), name)


@pytest.mark.parametrize("name", sorted(documents()))
def test_any_part_may_be_missing(name: str) -> None:
    parts = inside(documents()[name])
    for missing in parts:
        left: dict[str, str | bytes] = {one: content for one, content in parts.items() if one != missing}
        assert told_or_clean(archive(left), name)


@pytest.mark.parametrize("entity", ["<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/settings.xml", "[Content_Types].xml"])
def test_entities_are_refused(part: str, entity: str) -> None:
    data = documents()["名单.docx"]
    text = inside(data)[part].decode("utf-8")
    head, end = (text[: text.index("?>") + 2], text.index("?>") + 2) if text.startswith("<?xml") else ("", 0)
    with pytest.raises(UserError):
        cleaned(repacked(data, {part: head + entity + text[end:]}))
