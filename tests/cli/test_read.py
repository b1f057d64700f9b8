"""`read`: what a file would propose and what was found in it, without a data folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.cli import DONE, USER_ERROR, main
from tests.screening.files import blank_pdf
from tests.services.test_bad_files import BAD

NOTICE = """临川县司法局
关于开展法律援助宣传的通知
临司发〔2026〕12号
各司法所：
为做好法律援助宣传，根据县政府2026年1月3日要求，现将有关事项通知如下。联系电话13812345678。
请各司法所组织律师、人民调解员参加法律援助活动。
临川县司法局
二〇二六年四月二日
"""


@pytest.fixture
def notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.mark.parametrize("before", [True, False])
def test_a_machine_gets_value_place_and_confidence(
    notice: Path, before: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--json", "read", str(notice)] if before else ["read", str(notice), "--json"]
    assert main(given) == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["title"] == {
        "value": "临川县司法局关于开展法律援助宣传的通知",
        "place": "正文第 1 行",
        "confidence": "高",
    }
    assert told["document_number"]["value"] == "临司发〔2026〕12号"
    assert told["signed_date"] == {"value": "2026-04-02", "place": "正文第 8 行", "confidence": "高"}
    assert told["issuing_body"]["value"] == "临川县司法局"
    assert told["document_type"]["value"] == "通知"
    assert told["theme"]["value"] == "公安、安全、司法"
    assert told["summary"]["value"].startswith("为做好法律援助宣传")
    assert (told["page_count"], told["source"], told["issued_date"]) == (None, None, None)
    assert [(one["rule"], one["excerpt"]) for one in told["findings"]] == [("personal.mobile", "138****5678")]
    assert told["blocked"] is False
    assert list(notice.parent.iterdir()) == [notice], "nothing is written"


def test_a_person_gets_plain_lines(notice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(notice)]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert "文号：临司发〔2026〕12号（正文第 3 行，把握高）" in lines
    assert any(line.startswith("[必须处理] 含手机号码") for line in lines)


def test_a_marked_file_proposes_nothing(notice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notice.write_text("机密★5年\n" + NOTICE, encoding="utf-8")
    assert main(["read", str(notice), "--json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["blocked"] is True
    assert told["title"] is None
    assert "法律援助" not in json.dumps(told, ensure_ascii=False)


def test_what_cannot_be_read_is_a_user_error(notice: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = notice.with_name("坏.pdf")
    broken.write_bytes(b"%PDF-1.7 nothing")
    for path, code in ((broken, "S-BROKEN"), (notice.with_name("没有.txt"), "E-READ")):
        assert main(["read", str(path), "--json"]) == USER_ERROR
        assert json.loads(capsys.readouterr().out)["error"] == code


@pytest.mark.parametrize("kind", list(BAD))
def test_each_kind_of_bad_file_has_its_code(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    name, data, code = BAD[kind]
    (tmp_path / name).write_bytes(data)
    assert main(["read", str(tmp_path / name), "--json"]) == USER_ERROR
    told = json.loads(capsys.readouterr().out)
    assert (told["error"], bool(told["hint"])) == (code, True)


def test_what_could_not_be_read_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "扫描件.pdf"
    path.write_bytes(blank_pdf())
    assert main(["read", str(path)]) == DONE
    told = [line for line in capsys.readouterr().out.splitlines() if "图像页" in line]
    assert len(told) == 1
    assert told[0].startswith("[请核对] 各页都没有文字")
