"""The command line: exit codes, answers for machines, passwords, the lock, and the whole way by commands."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import DONE, REFUSED, USAGE, USER_ERROR, main
from desktop.paths import DataFolder
from desktop.rules.calendar import CIVIL_TIME
from desktop.rules.periods import Quarter
from desktop.services import sessions
from desktop.services.clock import utc_now
from desktop.trust.kdf import CHEAP_KDF, KdfParameters
from desktop.trust.sealing import seal
from tests.services.ends import DOCUMENT, PASSWORD

TODAY = utc_now().astimezone(CIVIL_TIME).date()
AGENCY = ("--agency", "临江省司法厅", "--code", "014236727")
OFFICE = ("lin:林倩:信息公开管理员,系统管理员", "chen:陈志远:office_head", "zhou:周敏:保密审查员")
CENTRE = (
    "wang:王晓彤:信息公开管理员,发布人",
    "li:李建国:办公室负责人",
    "sun:孙永平:分管领导",
    "he:何明川:系统管理员",
    "wei:魏知微:安全保密管理员",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A command line with its captured answer."""

    capture: pytest.CaptureFixture[str]
    root: Path

    def run(self, *given: object) -> tuple[int, str, str]:
        code = main([str(one) for one in given])
        told = self.capture.readouterr()
        return code, told.out, told.err

    def ask(self, end: str, login: str, *given: object) -> Any:
        """The JSON answer of a command that must be done."""
        code, out, err = self.run("--data", self.root / end, "--login", login, "--json", *given)
        assert (code, err) == (DONE, ""), out
        return json.loads(out)


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Line:
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)

    def cheap(payload: bytes, password: str, _kdf: KdfParameters) -> dict[str, object]:
        return seal(payload, password, CHEAP_KDF)

    monkeypatch.setattr("desktop.store.slots.seal", cheap)
    return Line(capsys, tmp_path)


def found(line: Line, end: str, *people: str, **more: str) -> Any:
    persons = [part for one in people for part in ("--person", one)]
    code, office = ("LSGZ", "律师工作处") if end == "office" else ("BGS", "办公室")
    given = ["found", "--end", end, *AGENCY, "--office-code", code, "--office", office, *persons]
    given += [part for name, value in more.items() for part in (f"--{name.replace('_', '-')}", value)]
    status, out, _err = line.run("--data", line.root / end, "--json", *given)
    assert status == DONE
    return json.loads(out)


@pytest.fixture
def office(line: Line, tmp_path_factory: pytest.TempPathFactory) -> Line:
    """A founded office: a copy of the first one that was founded by command, since founding costs more than most tests."""
    kept = tmp_path_factory.getbasetemp() / "founded-office"
    if not kept.exists():
        found(line, "office", *OFFICE)
        shutil.copytree(line.root / "office", kept)
    else:
        shutil.copytree(kept, line.root / "office")
    return line


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(DOCUMENT.replace("2026年11月10日", f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"), encoding="utf-8")
    return path


def print_every_paper(line: Line, item: str, folder: Path) -> None:
    """Forms in a layout, blank or filled, the month, a spot check; what cannot be printed is refused."""

    def refused(*given: object) -> str:
        code, out, _err = line.run("--data", line.root / "office", "--login", "lin", "--json", *given)
        assert code == USER_ERROR
        return str(json.loads(out)["error"])

    target = folder / "纸.pdf"
    for given in (
        ("form", item, "--layout", "opinions"),
        ("form", "--blank", "--form", "register"),
        ("form", "--blank"),
    ):
        assert line.ask("office", "lin", *given, "--output", target)["missing"] == []
        assert target.read_bytes().startswith(b"%PDF-1.7")
    line.ask("office", "lin", "summary", f"{TODAY.year}-{TODAY.month}", "--output", target)
    made = line.ask("office", "lin", "spot-check", 3, "--seed", "7F", "--output", target)
    assert (made["seed"], made["population"], len(made["items"])) == ("7F", 1, 1)
    assert refused("return-slip", item, "--output", target) == "E-STATE"
    assert refused("form", item, "--blank", "--output", target) == "E-USAGE"
    assert refused("form", "--form", "none", "--output", target) == "E-FORM"
    assert refused("summary", f"{TODAY.year + 1}-1", "--output", target) == "E-DATE"
    assert refused("summary", "2026-1", "--office", "无此处", "--output", target) == "E-OFFICE"
    assert refused("spot-check", 0, "--output", target) == "E-COUNT"


def test_the_whole_way_by_commands(line: Line, document: Path, tmp_path: Path) -> None:
    centre = found(line, "centre", *CENTRE)
    office = found(line, "office", *OFFICE, centre_fingerprint=centre["fingerprint"])
    second = tmp_path / "second.txt"
    second.write_text(PASSWORD + "\n", encoding="utf-8")
    line.ask(
        "centre", "wang", "enrol", "--office-code", "LSGZ", "--office", "律师工作处",
        "--fingerprint", office["fingerprint"], "--second", "wei", "--second-password-file", second,
    )  # fmt: skip
    (taken,) = line.ask("office", "lin", "register", document)
    item = taken["form_number"]
    fields = (
        "--set",
        "phone=0591-55501204",
        "--set",
        f"signed_on={TODAY}",
        "--set",
        "genre=通知",
        "--answers",
        "n" * 16,
    )
    line.ask("office", "lin", "edit", item, *fields)
    assert line.ask("office", "lin", "submit", item)["state"] == "in_review"
    assert line.ask("office", "chen", "sign", item)["state"] == "in_review"
    assert (
        line.ask("office", "zhou", "sign", item, "--answers", "n" * 16, "--conclusion", "disclose")["state"]
        == "to_submit"
    )
    form = tmp_path / "表.pdf"
    line.ask("office", "lin", "form", item, "--output", form)
    assert form.read_bytes().startswith(b"%PDF")
    print_every_paper(line, item, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    listed = tmp_path / "清单.pdf"
    sent = line.ask("office", "lin", "export", "--to", stick, "--period", "本期", "--list", listed)
    assert (sent["items"], sent["left_over"], listed.stat().st_size > 1000) == (1, False, True)
    code, out, _err = line.run("--json", "verify", sent["path"])
    assert (code, json.loads(out)["identity"]) == (DONE, sent["manifest"])
    assert line.ask("centre", "wang", "import", sent["path"], "--dry-run")["items"][0]["novelty"] == "new"
    for number in ("", "1", "0001"):  # the end of a number is not a number
        given = ("--data", line.root / "centre", "--login", "wang", "import", sent["path"], "--return", f"{number}=退")
        assert line.run(*given)[0] == USER_ERROR
    (scanned,) = line.ask("centre", "wang", "scan", stick, "--take-in")["packages"]
    assert (scanned["standing"], scanned["seq"]) == ("taken", 1)
    undone = line.ask("centre", "wang", "undo-receive", scanned["received_batch"], "--reason", "插错了 U 盘")
    assert (undone["gone"], undone["restored"]) == (1, 0)
    assert line.ask("centre", "wang", "scan", stick)["packages"][0]["standing"] == "clean"
    given = ("--data", line.root / "centre", "--login", "wang", "undo-receive", "1", "--reason", "再来")
    assert line.run(*given)[0] == USER_ERROR
    imported = line.ask("centre", "wang", "import", sent["path"], "--receipt-to", stick)
    assert (imported["accepted"], imported["returned"], imported["duplicate"]) == (1, 0, False)
    again = line.run("--data", line.root / "centre", "--login", "wang", "import", sent["path"])
    assert "：重复，没有改动；以前接收 1 件，退回 0 件" in again[1]
    line.ask("centre", "li", "sign", item)
    line.ask("centre", "sun", "sign", item)
    address = ("--date", TODAY, "--address", "https://sft.example.gov.cn/1.html")
    number = line.ask("centre", "wang", "publish", item, *address)["index_number"]
    (came,) = line.ask("centre", "wang", "batches")
    assert (came["id"], came["outcome"], came["receipt_due"]) == (imported["id"], "ACCEPTED", True)
    receipt = line.ask("centre", "wang", "receipt", imported["id"], "--to", stick)
    assert line.ask("office", "lin", "read-receipt", receipt["path"])["state"] == "accepted"
    assert line.ask("office", "lin", "show", item)["index_number"] == number
    assert line.ask("office", "lin", "ledger", "--find", number)["count"] == 1
    quarter = Quarter.of(TODAY)
    named = f"{quarter.year}-{quarter.number}"
    delivered = line.ask("centre", "wang", "deliver", named, "--to", stick, "--papers", tmp_path)
    assert (delivered["items"], (tmp_path / "交接文据_档案馆.pdf").exists()) == (1, True)
    for receiver in ("档案馆", "图书馆"):
        line.ask("centre", "wang", "hand-over", named, receiver, "--date", TODAY)
        signed = line.ask("centre", "wang", "delivery-receipt", named, receiver, "--date", TODAY, "--by", "吴建平")
    assert signed["state"] == "closed"
    assert line.ask("centre", "he", "audit")["ok"]


def test_a_user_error_is_one_with_the_remedy(office: Line, tmp_path: Path) -> None:
    given = ("--data", tmp_path / "office", "--login", "lin")
    code, out, err = office.run(*given, "register", tmp_path / "没有.txt")
    assert (code, out) == (USER_ERROR, "")
    assert "E-READ" in err
    code, out, err = office.run(*given, "--json", "show", "没有")
    assert (code, err) == (USER_ERROR, "")
    assert set(json.loads(out)) == {"error", "message", "hint"}


@pytest.mark.parametrize(
    "given",
    [
        ["--login", "lin", "edit", "1", "--answers", "nn"],
        ["--login", "lin", "deliver", "2026-5", "--to", "."],
        ["--login", "lin", "publish", "1", "--date", "20.11.2026", "--address", "x"],
        ["--login", "lin", "nothing"],
        ["ledger"],
        ["found", "--end", "middle"],
    ],
)
def test_wrong_usage_is_two(line: Line, given: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(line.root / "office"), *given])
    assert ended.value.code == USAGE


def test_a_refused_package_is_three(line: Line, tmp_path: Path) -> None:
    found(line, "centre", *CENTRE)
    broken = tmp_path / "包.zip"
    broken.write_bytes(b"PK\x03\x04 not a package")
    for given in (("verify", broken), ("--login", "wang", "import", broken)):
        code, out, _err = line.run("--data", tmp_path / "centre", "--json", *given)
        assert code == REFUSED
        assert json.loads(out)["error"].startswith("E-")


def test_the_password_comes_from_a_file_or_the_environment(office: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    given = ("--data", office.root / "office", "--login", "lin")
    monkeypatch.delenv("DESK_PASSWORD")
    assert office.run(*given, "ledger")[0] == USER_ERROR
    file = office.root / "password.txt"
    for written, code in ((PASSWORD + "\r\n", DONE), ("wrong wrong", USER_ERROR)):
        file.write_text(written, encoding="utf-8", newline="")
        assert office.run(*given, "--password-file", file, "ledger")[0] == code
    assert office.run(*given, "--password-file", office.root / "none", "ledger")[0] == USER_ERROR


def test_a_second_process_respects_the_lock(office: Line) -> None:
    desk = sessions.sign_in(DataFolder(office.root / "office"), "lin", PASSWORD, holder="窗口")
    try:
        again = subprocess.run(
            [sys.executable, "-m", "desktop", "--data", str(office.root / "office"), "--login", "chen", "ledger"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    finally:
        desk.close()
    assert again.returncode == USER_ERROR
    assert "“窗口”" in again.stderr
    assert office.ask("office", "chen", "ledger")["count"] == 0


def test_recovery_by_key_file(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    made = found(line, "office", *OFFICE)
    key = line.root / "应急.txt"
    key.write_text(made["recovery_key"], encoding="utf-8")
    monkeypatch.setenv("DESK_PASSWORD", "another horse")
    assert line.run("--data", line.root / "office", "recover", "zhou", "--key-file", key)[0] == DONE
    assert line.ask("office", "zhou", "ledger")["count"] == 0


def test_json_may_stand_before_or_after_the_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nothing.zip"
    for arguments in (["--json", "verify", str(missing)], ["verify", str(missing), "--json"]):
        assert main(arguments) == USER_ERROR
        assert json.loads(capsys.readouterr().out)["error"]


def test_findings_are_listed_resolved_and_taken_back(office: Line, document: Path) -> None:
    document.write_text(document.read_text("utf-8") + "联系人手机 13812345521\n", "utf-8")
    (taken,) = office.ask("office", "lin", "register", document)
    item = taken["form_number"]
    (found,) = office.ask("office", "lin", "resolve", item)["findings"]
    assert (found["rule"], found["decided"]) == ("personal.mobile", "")
    base = ("--data", office.root / "office", "--login", "lin", "resolve", item, "--finding")
    for wrong in (("1",), ("2", "--reason", "办公电话"), ("0", "--reason", "办公电话")):
        assert office.run(*base, *wrong)[0] == USER_ERROR
    assert office.ask("office", "lin", "resolve", item, "--finding", "1", "--reason", "办公电话")["open"] == 0
    assert "办公电话" in office.ask("office", "lin", "resolve", item)["findings"][0]["decided"]
    assert office.ask("office", "lin", "resolve", item, "--finding", "1", "--undo")["open"] == 1
    status, _out, err = office.run("--data", office.root / "office", "--login", "lin", "submit", item)
    assert status == USER_ERROR
    assert err
    (again,) = office.ask("office", "lin", "register", document)
    assert [one["why"] for one in again["twins"]] == ["同一份文件"]
