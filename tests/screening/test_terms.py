"""Long word lists: found in every spelling, told by number, never by the word."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.screening.reading import read_document
from desktop.screening.records import Severity
from desktop.screening.terms import Terms, find_terms, read_terms
from tests.screening.files import xlsx


def found(text: str, *words: str) -> list[tuple[str, int]]:
    document = read_document("a.txt", text.encode())
    return [(one.rule, one.count) for one in find_terms(document, Terms(words, "office", "单位词表"))]


@pytest.mark.parametrize(
    "text", ["启用青石工程方案", "青 石 工\n程", "青石\u3000工程", "青石\u200b工程", "见“青石工程”"]
)
def test_a_word_is_found_in_every_spelling(text: str) -> None:
    assert found(text, "别的词", "青石工程") == [("term.office.2", 1)]


@pytest.mark.parametrize("text", ["ＡＢ－１２", "ab-12", "AB-1 2", "型号Ab-12。"])
def test_case_and_width_do_not_matter(text: str) -> None:
    assert found(text, "AB-12") == [("term.office.1", 1)]


@pytest.mark.parametrize("text", ["青石\t工程", "青石路工程", "CAB-12", "AB-123", "donation"])
def test_what_only_looks_like_a_word(text: str) -> None:
    assert found(text, "青石工程", "AB-12", "NATO") == []


def test_count_place_offset_and_mask() -> None:
    document = read_document("a.txt", "一\n二 青石\n工程\n三青石工程".encode())
    (finding,) = find_terms(document, Terms(["青石工程"], "negative", "负面清单", Severity.CHECK))
    assert (finding.count, finding.place, finding.offset) == (2, "正文第 2 行", 4)
    assert (finding.excerpt, finding.severity) == ("青***", Severity.CHECK)
    assert "负面清单" in finding.message
    assert "青石工程" not in repr(finding)


def test_the_file_name_is_searched_too() -> None:
    document = read_document("青石工程.txt", "正文".encode())
    assert [one.place for one in find_terms(document, Terms(["青石工程"], "office", "单位词表"))] == ["文件名"]


def test_lists_are_read_from_text_and_workbook() -> None:
    assert read_terms("词表.txt", "# 说明\n青石工程\n\n黑水\t备注\n青石工程".encode("gb18030")) == ("青石工程", "黑水")
    assert read_terms("词表.xlsx", xlsx({"词": [["青石工程", "备注"], ["黑水", None]]})) == ("青石工程", "黑水")
    with pytest.raises(UserError, match="词表里没有词"):
        read_terms("词表.txt", b"# x")


def test_single_characters_and_doubles_are_passed_over() -> None:
    terms = Terms(["市", "青石", "青 石", ""], "office", "单位词表")
    assert len(terms) == 1
    assert [number for number, _ in terms.search("市青石")] == [2]
    assert list(Terms([], "office", "单位词表").search("青石")) == []


def test_too_many_words_are_refused() -> None:
    with pytest.raises(UserError, match="超过"):
        Terms((f"词{number}" for number in range(100_001)), "office", "单位词表")
