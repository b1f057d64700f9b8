"""Rules of the scan: positives, look-alike negatives, and that no finding keeps what it hit."""

from __future__ import annotations

import pytest

from desktop.screening.checksums import is_credit_code, is_identity_card, is_luhn
from desktop.screening.findings import RULES, scan
from desktop.screening.reading import read_document
from desktop.screening.records import Finding
from tests.screening.files import docx, docx_body, xlsx

ID_CARD = "11010519491231002X"


def found(text: str) -> dict[str, Finding]:
    return {finding.rule: finding for finding in scan(read_document("a.txt", text.encode()))}


def test_checksums_of_the_standards() -> None:
    assert is_identity_card(ID_CARD)
    assert not is_identity_card("110105194912310021")
    assert not is_identity_card("110105194902310021")
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")
    assert is_luhn("4111111111111111")
    assert not is_luhn("4111111111111112")


@pytest.mark.parametrize(
    "text",
    [
        f"身份证号：{ID_CARD}。",
        "身份证号１１０１０５１９４９１２３１００２Ｘ",
        "证号 110105 19491231 002x",
        "证号 1101051949\n1231002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        f"3 {ID_CARD}",
    ],
)
def test_identity_cards_are_found_and_masked(text: str) -> None:
    finding = found(text)["personal.identity-card"]
    assert finding.excerpt.upper() == "11*************02X"
    assert finding.count == 1


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码：91350100M000100Y43",
        "110105194912310021",
        "990105194912310029",
        f"编号1{ID_CARD}",
        "1101051949\t1231002X",
        "流水号 20180402130511010519491231",
    ],
)
def test_public_codes_and_wrong_numbers_are_not_personal(text: str) -> None:
    assert not [rule for rule in found(text) if rule.startswith("personal.")]


@pytest.mark.parametrize(
    "text",
    ["手机13812345678", "１３８１２３４５６７８", "+86 138-1234-5678", "138 1234 5678", "联系电话：1381234\n5678"],
)
def test_mobiles_are_found_and_masked(text: str) -> None:
    finding = found(text)["personal.mobile"]
    assert finding.excerpt.endswith("****5678")
    assert finding.count == 1


@pytest.mark.parametrize(
    "text",
    [
        "13812345678元",
        "总额 13812345678.50",
        "2013812345678",
        "12812345678",
        "1800\n2300450",
        "第1381234567号",
        "0531-82923160",
    ],
)
def test_look_alikes_of_mobiles(text: str) -> None:
    assert "personal.mobile" not in found(text)


def test_bank_cards_need_context_and_checksum() -> None:
    assert found("卡号：4111 1111 1111 1111")["personal.bank-card"].excerpt == "************1111"
    assert "personal.bank-card" in found("开户银行账号4111111111111111")
    assert "personal.bank-card" not in found("4111111111111111")
    assert "personal.bank-card" not in found("账号：4111111111111112")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("内部资料  注意保存", "word.内部资料"),
        ("本件不得\n外传", "word.不得外传"),
        ("（内部）", "word.内部"),
        ("内部★", "word.内部"),
        ("办法（征求意见稿）", "word.征求意见稿"),
        ("第三次局长办公会议纪要", "word.会议纪要"),
        ("关于增加编制的请示\n市委编办：", "word.请示"),
    ],
)
def test_words_to_confirm(text: str, rule: str) -> None:
    assert rule in found(text)


@pytest.mark.parametrize(
    "text", ["加强内部控制和内部审计。", "内部机构设置", "遇事及时向上级请示汇报", "保管好个人物品"]
)
def test_ordinary_words(text: str) -> None:
    assert found(text) == {}


def test_one_finding_a_rule_and_part_with_its_count() -> None:
    row: list[object] = ["甲", "13812345678"]
    document = read_document("a.xlsx", xlsx({"名单": [["姓名", "手机"], *[row] * 40]}))
    mobile = next(finding for finding in scan(document) if finding.rule == "personal.mobile")
    assert (mobile.count, mobile.place) == (40, "工作表“名单”第 2 行")


def test_what_is_carried_unseen_is_told() -> None:
    changed = docx_body("<w:p><w:t>字</w:t><w:ins><w:t>新</w:t></w:ins><w:del><w:delText>旧</w:delText></w:del></w:p>")
    findings = {finding.rule: finding for finding in scan(read_document("a.docx", changed))}
    assert findings["hidden.tracked-change"].count == 2
    book = xlsx({"表": [["字"]], "底稿": [["字"]]}, hidden=("底稿",), comment="核实")
    findings = {finding.rule: finding for finding in scan(read_document("a.xlsx", book))}
    assert findings["hidden.hidden-sheet"].place == "工作表“底稿”"
    assert "hidden.comment" in findings
    assert scan(read_document("a.docx", docx("字"))) == ()


def test_the_gravest_stands_first_and_no_raw_hit_is_kept() -> None:
    findings = scan(read_document("a.txt", f"会议纪要 13812345678 {ID_CARD} 卡号4111111111111111 机密★10年".encode()))
    assert [finding.severity.name for finding in findings] == ["BLOCK", "MUST", "MUST", "MUST", "CHECK"]
    for raw in ("13812345678", ID_CARD, "4111111111111111", "机密★10年"):
        assert raw not in repr(findings)


def test_rule_names_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
