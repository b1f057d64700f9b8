"""The office's own words: added, removed, brought in from a file, and written out; numbers stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.services.listed_words import (
    add_words,
    export_words,
    import_words,
    preview_words,
    remove_words,
    word_keys,
    word_rows,
)
from tests.screening.files import xlsx
from tests.services.ends import Ends


def test_words_are_added_looked_up_and_removed(ends: Ends) -> None:
    with ends.at("lin") as desk:
        assert add_words(desk, ["青石工程", "黑水 专班", "青石 工程", "  "]) == 2
        assert add_words(desk, ["黑水专班", "蓝图小组"]) == 1
        keys = word_keys(desk)
        assert [one.word for one in sorted(word_rows(desk, keys), key=lambda one: -one.id)] == [
            "蓝图小组",
            "黑水 专班",
            "青石工程",
        ]
        assert [one.word for one in word_rows(desk, word_keys(desk, "专班"))] == ["黑水 专班"]
        assert word_keys(desk, "100%") == ()
        assert remove_words(desk, keys[:1]) == 1
        assert remove_words(desk, keys[:1]) == 0
        add_words(desk, ["又一个词"])
        assert word_keys(desk)[0] > keys[0], "the number of a removed word is not given again"


@pytest.mark.parametrize("words", [[], ["  "], ["市"], ["青石工程", "县 "], ["长" * 61]])
def test_what_cannot_be_searched_for_is_refused_whole(ends: Ends, words: list[str]) -> None:
    with ends.at("lin") as desk:
        with pytest.raises(UserError) as refused:
            add_words(desk, words)
        assert refused.value.code == "E-WORD"
        assert word_keys(desk) == ()


def test_a_file_is_previewed_then_added_or_put_in_place(ends: Ends, tmp_path: Path) -> None:
    text, book = tmp_path / "词表.txt", tmp_path / "词表.xlsx"
    text.write_text("# 说明\n青石工程\n青 石工程\n黑水专班\n市\n", encoding="gb18030")
    book.write_bytes(xlsx({"词": [["检查词", "备注"], ["黑水专班", "甲"], [None, "没有词"], ["蓝图小组", None]]}))
    with ends.at("lin") as desk:
        add_words(desk, ["黑水专班", "旧词"])
        kept = word_keys(desk, "黑水")
        seen = preview_words(desk, text)
        assert (seen.new, seen.present, len(seen.faults), seen.left_out) == (("青石工程",), 1, 1, 1)
        assert "“市”" in seen.faults[0]
        assert len(word_keys(desk)) == 2, "a preview changes nothing"
        assert import_words(desk, text) == 1
        assert len(word_keys(desk)) == 3
        assert import_words(desk, book, replace=True) == 1
        assert {one.word for one in word_rows(desk, word_keys(desk))} == {"黑水专班", "蓝图小组"}
        assert word_keys(desk, "黑水") == kept, "a word that stays keeps its number"
        assert export_words(desk, tmp_path / "导出.xlsx") == 2
        assert preview_words(desk, tmp_path / "导出.xlsx").present == 2


def test_too_many_words_and_files_without_words_are_refused(ends: Ends, tmp_path: Path) -> None:
    many, none, missing = tmp_path / "多.txt", tmp_path / "无.txt", tmp_path / "没有.txt"
    many.write_text("\n".join(f"词{number}" for number in range(100_001)), encoding="utf-8")
    none.write_text("# 只有说明\n", encoding="utf-8")
    with ends.at("lin") as desk:
        for path in (many, none, missing):
            for verb in (preview_words, import_words):
                with pytest.raises(UserError):
                    verb(desk, path)
        assert word_keys(desk) == ()


def test_ten_thousand_words_are_kept(ends: Ends, tmp_path: Path) -> None:
    path = tmp_path / "词表.txt"
    path.write_text("\n".join(f"第{number}号检查词" for number in range(10_000)), encoding="utf-8")
    with ends.at("lin") as desk:
        assert import_words(desk, path) == 10_000
        keys = word_keys(desk)
        assert len(keys) == 10_000
        assert len(word_rows(desk, keys[:128])) == 128
        assert remove_words(desk, keys) == 10_000


def test_only_the_information_administrator_keeps_the_list(ends: Ends) -> None:
    with ends.at("lin") as desk:
        add_words(desk, ["青石工程"])
    with ends.at("chen") as desk:
        assert len(word_keys(desk)) == 1
        with pytest.raises(UserError) as refused:
            add_words(desk, ["黑水专班"])
        assert refused.value.code == "E-PERMISSION"
        with pytest.raises(UserError) as refused:
            remove_words(desk, word_keys(desk))
        assert refused.value.code == "E-PERMISSION"
