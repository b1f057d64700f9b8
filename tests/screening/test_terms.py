"""Long word lists: found in every spelling, told by number, never by the word."""

from __future__ import annotations

import pytest

from desktop.errors import UserError
from desktop.screening.findings import scan
from desktop.screening.intake import examine
from desktop.screening.located import locate
from desktop.screening.reading import read_document
from desktop.screening.records import Severity
from desktop.screening.terms import Terms, find_terms, plain_word, read_terms
from tests.screening.files import xlsx


def found(text: str, *words: str) -> list[tuple[str, int]]:
    document = read_document("a.txt", text.encode())
    return [(one.rule, one.count) for one in find_terms(document, Terms(enumerate(words, 1), "office", "检查词表"))]


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
    (finding,) = find_terms(document, Terms([(7, "青石工程")], "negative", "负面清单", Severity.CHECK))
    assert (finding.count, finding.place, finding.offset) == (2, "正文第 2 行", 4)
    assert (finding.excerpt, finding.severity) == ("青***", Severity.CHECK)
    assert "负面清单" in finding.message
    assert "青石工程" not in repr(finding)


def test_the_file_name_is_searched_too() -> None:
    document = read_document("青石工程.txt", "正文".encode())
    assert [one.place for one in find_terms(document, Terms([(1, "青石工程")], "office", "检查词表"))] == ["文件名"]


def test_lists_are_read_from_text_and_workbook() -> None:
    assert read_terms("词表.txt", "# 说明\n青石工程\n\n黑水\t备注\n青石工程".encode("gb18030")) == ("青石工程", "黑水")
    assert read_terms("词表.xlsx", xlsx({"词": [["青石工程", "备注"], ["黑水", None]]})) == ("青石工程", "黑水")
    assert read_terms("词表.xlsx", xlsx({"词": [["检查词"], ["黑水"]]})) == ("黑水",)
    with pytest.raises(UserError, match="词表里没有词"):
        read_terms("词表.txt", b"# x")


def test_single_characters_and_doubles_are_passed_over() -> None:
    terms = Terms(enumerate(["市", "青石", "青 石", ""], 1), "office", "检查词表")
    assert len(terms) == 1
    assert list(Terms([], "office", "检查词表").search("青石")) == []


def test_too_many_words_are_refused() -> None:
    with pytest.raises(UserError, match="超过"):
        Terms(((number, f"词{number}") for number in range(100_001)), "office", "检查词表")


def test_numbers_are_those_given_and_may_be_shared() -> None:
    """A finding leads back to the row of the list, whatever was added or removed before it."""
    terms = Terms([(40, "征地方案"), (7, "拆迁底价"), (40, "征地补偿"), (9, "拆 迁底价")], "negative", "负面清单")
    document = read_document("a.txt", "征地方案和征地补偿，含拆迁底价".encode())
    assert [(one.rule, one.count) for one in find_terms(document, terms)] == [
        ("term.negative.40", 2),
        ("term.negative.7", 1),
        ("term.negative.9", 1),
    ]


def test_a_list_graded_anew_shares_what_was_built() -> None:
    terms = Terms([(1, "青石工程")], "office", "检查词表")
    hints = terms.graded(Severity.CHECK)
    document = read_document("a.txt", "青石工程".encode())
    assert [one.severity for one in find_terms(document, hints)] == [Severity.CHECK]
    assert [one.severity for one in find_terms(document, terms)] == [Severity.MUST]
    assert hints._automaton is terms._automaton


def test_plain_words_tell_what_is_one_word() -> None:
    assert plain_word("ＡＢ－１２ 号") == plain_word("ab-12号")


def test_every_finding_of_a_list_is_located() -> None:
    document = read_document("青石工程.txt", "一\n青 石工程\n再说青石工程".encode())
    terms = (Terms([(5, "青石工程")], "office", "检查词表"),)
    found = {(one.rule, one.place) for one in scan(document, (), terms)}
    hits = [one for one in locate(document, (), terms) if one.rule == "term.office.5"]
    assert {(one.rule, one.place) for one in hits} == found
    body = [document.parts[one.part].text[one.start : one.end] for one in hits if one.place != "文件名"]
    assert body == ["青 石工程", "青石工程"]


def test_lists_are_searched_on_the_way_in_and_kept_out_of_the_summary() -> None:
    text = "关于推进青石工程的通知\n各科室：\n青石工程下周启动。请各科室按照分工抓好落实，确保任务按期完成。\n"
    terms = (Terms([(5, "青石工程")], "office", "检查词表"),)
    seen = examine("a.txt", text.encode(), lists=terms)
    assert [one.rule for one in seen.findings] == ["term.office.5"]
    assert seen.proposals.summary is not None
    assert "青石工程" not in seen.proposals.summary.value
    stopped = examine("a.txt", f"机密★5年\n{text}".encode(), lists=terms)
    assert {one.rule for one in stopped.findings} == {"classification.mark"}


@pytest.mark.parametrize(
    ("text", "found", "familiar"),
    [
        ("值班手机13812345678", 1, 1),
        ("值班手机138-1234-5678", 1, 1),
        ("值班手机13812345678，家里13900001111", 1, 0),
        ("电话0531-82923160", 0, 0),
        ("手机13900001111，电话0531-82923160", 1, 0),
    ],
)
def test_mobile_numbers_of_the_office_are_found_and_known(text: str, found: int, familiar: int) -> None:
    seen = examine("a.txt", text.encode(), office_phones=("053182923160", "13812345678"))
    assert (len(seen.findings), len(seen.familiar)) == (found, familiar)
    assert set(seen.familiar) <= set(seen.findings)
