"""The line breaker: nothing lost, nothing too wide, no mark at the wrong end of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.fonts import Face
from desktop.printing.text import NO_END, NO_START, break_lines
from tests.printing.specimens import NOTO_ONLY

ADVANCES = NOTO_ONLY.advances(Face.BODY)
EM = 10.5 * 25.4 / 72
HALF = EM / 2

# Sentences as people write them: words, numbers, and marks that stand between characters, not in heaps.
_WORD = st.sampled_from(["政府", "信息", "公开", "条例", "2026", "BGS-0012", "附件1", "省", "https://a.gov.cn/b"])
_CLOSED = st.builds(lambda a, b: a[0] + b + a[1], st.sampled_from(["（）", "《》", "“”", "〔〕", "「」"]), _WORD)
_PIECE = st.one_of(_WORD, _CLOSED)
_MARK = st.sampled_from(["", "，", "。", "、", "；", "：", "……", "——", "）", "》"])
_TEXT = st.lists(st.builds(lambda piece, mark: piece + mark, _PIECE, _MARK), max_size=40).map("".join)


@given(_TEXT, st.floats(min_value=12 * EM, max_value=45 * EM))
def test_no_line_begins_or_ends_with_the_wrong_mark(text: str, width: float) -> None:
    lines = [line.text for line in break_lines(text, ADVANCES, EM, width)]
    assert "".join(lines) == text
    for line in lines[1:]:
        assert line[0] not in NO_START
    for line in lines[:-1]:
        assert line[-1] not in NO_END


@given(_TEXT, st.floats(min_value=3 * EM, max_value=45 * EM))
def test_no_line_is_wider_than_the_column_and_half_a_mark(text: str, width: float) -> None:
    for line in break_lines(text, ADVANCES, EM, width):
        natural = sum(ADVANCES[c] for c in line.text) * EM
        assert natural <= width + HALF + 1e-3
        assert natural - HALF <= natural + line.slack <= width + HALF + 1e-3


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200), st.floats(min_value=EM, max_value=60))
def test_nothing_but_spaces_at_a_line_end_is_lost(text: str, width: float) -> None:
    joined = "".join(line.text for line in break_lines(text, ADVANCES, EM, width))
    assert "".join(joined.split()) == "".join(text.split())


def test_a_closing_mark_may_hang_by_half() -> None:
    text = "一二三四五六七八九，下一行"
    first, second = break_lines(text, ADVANCES, EM, 9.6 * EM)
    assert (first.text, second.text) == ("一二三四五六七八九，", "下一行")


def test_running_lines_carry_the_slack_that_justifies_them_and_the_last_does_not() -> None:
    first, last = break_lines("政府信息公开2026年度工作要点通知", ADVANCES, EM, 10 * EM)
    natural = sum(ADVANCES[c] for c in first.text) * EM
    assert natural + first.slack == pytest.approx(10 * EM, abs=1e-3)
    assert last.slack == 0


def test_a_document_number_breaks_only_before_its_bracket() -> None:
    lines = [line.text for line in break_lines("临司罚决字〔2026〕9号", ADVANCES, EM, 7 * EM)]
    assert lines == ["临司罚决字", "〔2026〕9号"]


def test_a_long_address_breaks_after_its_separators() -> None:
    address = "https://sft.linjiang.gov.cn/art/2026/9/28/art_10023_4418210.html"
    lines = [line.text for line in break_lines(address, ADVANCES, EM, 12 * EM)]
    assert "".join(lines) == address
    assert all(line[-1] in "/._" for line in lines[:-1])


def test_each_newline_begins_a_line_and_empty_lines_stay() -> None:
    assert [line.text for line in break_lines("甲\n\n乙", ADVANCES, EM, 50)] == ["甲", "", "乙"]
