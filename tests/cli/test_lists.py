"""The lists on the command line: words, telephones, the negative list, and checking drafts again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import DONE, USAGE, USER_ERROR, main
from tests.cli.test_cli import TODAY, Line, document, line, office
from tests.screening.files import xlsx

__all__ = ["document", "line", "office"]

HEADINGS: list[object] = ["序号", "事项", "检查词", "理由", "依据条款"]


def refused(line: Line, *given: object) -> str:
    code, out, _err = line.run("--data", line.root / "office", "--login", "lin", "--json", *given)
    assert code == USER_ERROR
    return str(json.loads(out)["error"])


def test_words_on_the_command_line(office: Line, document: Path, tmp_path: Path) -> None:
    file = tmp_path / "词表.txt"
    file.write_text("规范化建设\n市\n黑水专班\n", encoding="utf-8")
    (taken,) = office.ask("office", "lin", "register", document)
    assert taken["findings"] == []
    assert office.ask("office", "lin", "words", "add", "青石工程", "黑水专班")["added"] == 2
    seen = office.ask("office", "lin", "words", "import", file, "--dry-run")
    assert (seen["new"], seen["present"], len(seen["faults"]), seen["imported"]) == (1, 1, 1, 0)
    done = office.ask("office", "lin", "words", "import", file, "--replace")
    assert (done["imported"], done["removed"]) == (1, 1)
    listed = office.ask("office", "lin", "words", "list", "--find", "规范")
    assert (listed["count"], listed["words"][0]["word"]) == (1, "规范化建设")
    assert office.ask("office", "lin", "recheck")["changed"] == 1
    (found,) = office.ask("office", "lin", "read", document)["findings"]
    assert "规范化建设" in found["what"]
    (again,) = office.ask("office", "lin", "register", document)
    assert "规范化建设" in again["findings"][0]["what"]
    code, out, _err = office.run("read", document, "--json")
    assert (code, json.loads(out)["findings"]) == (DONE, [])
    edited = office.ask("office", "lin", "edit", taken["form_number"], "--set", "title=规范化建设的通知")
    assert "信息标题出现检查词表所列的“规范化建设”" in edited["hints"][0]
    assert office.ask("office", "lin", "words", "export", tmp_path / "词.xlsx")["words"] == 2
    assert office.ask("office", "lin", "words", "remove", "黑水专班")["removed"] == 1
    assert refused(office, "words", "remove", "没有的词") == "E-WORD"
    assert refused(office, "words", "add", "市") == "E-WORD"


def test_telephones_on_the_command_line(office: Line, document: Path, tmp_path: Path) -> None:
    document.write_text(document.read_text("utf-8") + "联系电话 0531-82923160\n", "utf-8")
    assert len(office.ask("office", "lin", "read", document)["findings"]) == 1
    office.ask("office", "lin", "phones", "add", "0531-82923160", "--holder", "律师处")
    assert office.ask("office", "lin", "read", document)["findings"] == []
    file = tmp_path / "电话.txt"
    file.write_text("0531-82923161\t公证处\n", encoding="utf-8")
    assert office.ask("office", "lin", "phones", "import", file, "--dry-run")["imported"] == 0
    assert office.ask("office", "lin", "phones", "import", file)["imported"] == 1
    assert office.ask("office", "lin", "phones", "list")["count"] == 2
    assert office.ask("office", "lin", "phones", "export", tmp_path / "电话.xlsx")["phones"] == 2
    assert office.ask("office", "lin", "phones", "remove", "0531-82923160")["removed"] == 1
    assert refused(office, "phones", "add", "没有号码") == "E-PHONE"


def test_the_negative_list_on_the_command_line(office: Line, document: Path, tmp_path: Path) -> None:
    file, faults = tmp_path / "清单.xlsx", tmp_path / "出错.xlsx"
    rows: list[list[object]] = [
        ["1", "省级抽查名单", "省级抽查", "过程性信息", "条例第十六条"],
        ["2", "没有词", "", "理由", "依据"],
    ]
    file.write_bytes(xlsx({"清单": [HEADINGS, *rows]}))
    seen = office.ask("office", "lin", "negative", "import", file, "--dry-run", "--faults-to", faults)
    assert (seen["new"], len(seen["faults"]), seen["imported"], faults.exists()) == (1, 1, 0, True)
    assert office.ask("office", "lin", "negative", "import", file)["imported"] == 1
    given = ("--data", office.root / "office", "--login", "lin", "read", document)
    code, out, _err = office.run(*given)
    assert code == DONE
    assert "负面清单第 1 项：省级抽查名单" in out
    assert "理由：过程性信息；依据：条例第十六条" in out
    late = TODAY.replace(year=TODAY.year + 2, day=1)
    assert refused(office, "negative", "review", "1", "--next", late) == "E-ENTRY"
    assert refused(office, "negative", "remove", "7", "--reason", "没有") == "E-ENTRY"
    assert office.ask("office", "lin", "negative", "export", tmp_path / "清单2.xlsx")["entries"] == 1
    office.ask("office", "lin", "negative", "remove", "1", "--reason", "已经公布")
    assert office.ask("office", "lin", "negative", "list")["count"] == 0
    (gone,) = office.ask("office", "lin", "negative", "list", "--all")["entries"]
    assert gone["removed_because"] == "已经公布"


@pytest.mark.parametrize(
    "given", [["words"], ["words", "add"], ["negative", "review", "1", "--next", "明年"], ["phones", "drop"]]
)
def test_wrong_usage_is_two(line: Line, given: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(line.root / "office"), "--login", "lin", *given])
    assert ended.value.code == USAGE
