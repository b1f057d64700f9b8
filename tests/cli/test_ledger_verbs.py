"""Many items at once on the command line: import a ledger, look first, undo it, change many drafts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import DONE, USER_ERROR, main
from desktop.services import item_detail, ledger
from tests.services.ends import PASSWORD, Ends, found_ends
from tests.services.sheets import saved, workbook


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ends:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)
    return found_ends(tmp_path)


def run(ends: Ends, *given: object) -> int:
    return main(["--data", str(ends.root / "office"), "--login", "lin", *map(str, given)])


def ask(ends: Ends, capsys: pytest.CaptureFixture[str], *given: object) -> Any:
    assert run(ends, "--json", *given) == DONE
    return json.loads(capsys.readouterr().out)


def test_a_ledger_is_looked_at_imported_and_undone(office: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = saved(workbook(), office.root / "台账.xlsx")
    wrong = office.root / "待改.xlsx"
    seen = ask(office, capsys, "import-ledger", sheet, "--dry-run", "--problems", wrong)
    assert seen["counts"] == {"ready": 3, "twin": 0, "problem": 2, "secret": 0}
    assert seen["mapping"]["C"] == "title"
    assert wrong.is_file()
    assert ask(office, capsys, "undo-import") == []
    made = ask(office, capsys, "import-ledger", sheet, "--map", "经办人=", "--map", "J=关键词")
    assert (made["first"], made["last"], made["mapping"]["J"]) == ("LSGZ-0001", "LSGZ-0003", "keywords")
    assert "I" not in made["mapping"]
    assert run(office, "import-ledger", sheet) == USER_ERROR  # every row is there already
    assert "没有选择" in capsys.readouterr().err
    done = ask(office, capsys, "edit-many", "LSGZ-0001", "LSGZ-0002", "--set", "column=通知公告")
    assert done["changed"] == 2
    undone = ask(office, capsys, "undo-import", made["import"])
    assert (undone["discarded"], len(undone["kept"])) == (1, 2)
    with office.at("lin") as desk:
        one = item_detail.detail(desk, ledger.find_uuid(desk, "LSGZ-0001"))
        assert (one.content.column, one.content.keywords) == ("通知公告", "律师处")


def test_plain_answers_and_refusals(office: Ends, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = saved(workbook(), office.root / "台账.xlsx")
    assert run(office, "import-ledger", sheet, "--dry-run") == DONE
    out = capsys.readouterr().out
    assert "C 文件名称 -> 信息标题" in out
    assert "第 7 行  没有标题" in out
    assert "可以导入 3 行" in out
    plain = office.root / "台账.csv"
    plain.write_text("标题\n甲\n", "utf-8")
    for given, said in (
        (("import-ledger", plain), "不是 Excel"),
        (("import-ledger", sheet, "--sheet", "没有"), "没有名为"),
        (("import-ledger", sheet, "--map", "Z=信息标题"), "没有“Z”这一列"),
        (("import-ledger", sheet, "--map", "A=没有"), "没有“没有”这个栏目"),
        (("import-ledger", sheet, "--map", "D=信息标题"), "有两列都对应"),
        (("undo-import", "nothing"), "没有找到"),
    ):
        assert run(office, *given) == USER_ERROR
        assert said in capsys.readouterr().err
    assert run(office, "import-ledger", sheet) == DONE
    assert "undo-import" in capsys.readouterr().out
    assert run(office, "edit-many", "LSGZ-0001", "--set", "nothing=1") == USER_ERROR
    assert run(office, "edit-many", "LSGZ-0001", "--set", "title=甲") == USER_ERROR
    assert run(office, "edit-many", "LSGZ-0001", "--set", "channels=gazette", "--dry-run") == DONE
    assert "将修改 1 件" in capsys.readouterr().out
