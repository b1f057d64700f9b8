"""Rendering pages in memory and finding the places of findings on them."""

from __future__ import annotations

import threading

import pytest

from desktop.errors import UserError
from desktop.screening.located import locate
from desktop.screening.pages import render_page
from desktop.screening.reading import read_document
from desktop.screening.records import Severity
from tests.screening.files import docx, pdf

PAGE = ("临江省司法厅通知", "联系人张某 13800138000", "身份证 11010519491231002X")


def test_a_page_is_as_wide_as_asked_and_its_marks_lie_on_the_ink() -> None:
    data = pdf(PAGE, ("第二页",))
    found = locate(read_document("通知.pdf", data))
    spans = [(one.start, one.end) for one in found]
    image = render_page(data, 1, 800, spans)
    assert (image.width, len(image.rgb)) == (800, image.stride * image.height)
    assert [len(boxes) for boxes in image.boxes] == [1] * len(spans)
    for boxes in image.boxes:
        x, y, width, height = boxes[0]
        assert 0 < x < x + width < 1
        assert 0 < y < y + height < 1
        row = round((y + height / 2) * image.height) * image.stride
        line = image.rgb[row + round(x * image.width) * 3 : row + round((x + width) * image.width) * 3]
        assert min(line) < 128, "there is ink under the mark"


def test_hits_are_located_in_the_text_as_it_was_read() -> None:
    document = read_document("说明.docx", docx("第一段", "电话１３８００１３８０００和13900139000。"))
    found = [one for one in locate(document) if one.rule == "personal.mobile"]
    words = [document.parts[one.part].text[one.start : one.end] for one in found]
    assert words == ["１３８００１３８０００", "13900139000"]
    assert {one.place for one in found} == {"正文第 2 段"}
    assert {one.severity for one in found} == {Severity.MUST}


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_page_that_is_not_there_is_told(number: int) -> None:
    with pytest.raises(UserError, match="没有第"):
        render_page(pdf(("一",), ("二",)), number, 300)


def test_a_broken_file_is_told() -> None:
    with pytest.raises(UserError):
        render_page(b"%PDF-1.4 nothing", 1, 300)


def test_threads_render_in_turns() -> None:
    data = pdf(PAGE)
    sizes: list[int] = []

    def work() -> None:
        sizes.append(len(render_page(data, 1, 400).rgb))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(set(sizes)) == 1
    assert len(sizes) == 4
