"""`matters`, `decide` and `import` on real stores: a repeated number, a disputed content, a missing batch."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import USER_ERROR, main
from desktop.errors import PackageRefused
from desktop.rules.states import ItemState
from desktop.services import inspection, item_detail
from desktop.services.imports import Decision
from tests.cli.signing_in import commands_sign_in
from tests.services.conftest import sent, sent_once  # noqa: F401 - fixtures
from tests.services.ends import DOCUMENT, PASSWORD, register, review_at_office, send
from tests.services.sent import Sent, take, twin_of

Ask = Callable[..., Any]


@pytest.fixture
def ask(
    sent: Sent,  # noqa: F811
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Ask:
    """Run a command at the centre; returns what it answers as JSON."""
    commands_sign_in(sent.ends, monkeypatch)

    def run(login: str, *words: str, code: int = 0) -> Any:
        given = ["--data", str(sent.ends.root / "centre"), "--login", login, "--json", *words]
        assert main(given) == code
        return json.loads(capsys.readouterr().out)

    return run


def second(sent: Sent, password: str = PASSWORD) -> tuple[str, ...]:  # noqa: F811
    file = sent.ends.root / "second.txt"
    file.write_text(password, encoding="utf-8")
    return ("--second", "li", "--second-password-file", str(file))


def test_a_fork_is_decided_by_two_people_at_one_desk(sent: Sent, ask: Ask) -> None:  # noqa: F811
    assert ask("wang", "matters") == []
    take(sent.ends, sent.package)
    other = twin_of(sent, seq=1)
    with sent.ends.at("wang") as desk, pytest.raises(PackageRefused):
        inspection.inspect(desk, other)
    (fork,) = ask("wang", "matters")
    assert (fork["kind"], fork["verdicts"], fork["proposal"]) == ("fork", ["first", "later", "both", "return"], None)
    assert [one["name"] for one in fork["batches"]] == ["先收的", "后到的"]
    assert fork["batches"][1]["与先收的比"] == "1 件内容不同"
    number = fork["id"]
    assert ask("wang", "decide", "00000000", "first", "--reason", "核对过", code=USER_ERROR)["error"] == "E-DECISION"
    assert ask("wang", "decide", number, code=USER_ERROR)["error"] == "E-DECISION"
    assert ask("wang", "decide", number, "first", code=USER_ERROR)["error"] == "E-REASON"
    assert ask("wang", "decide", number, "waive", "--reason", "核对过", code=USER_ERROR)["error"] == "E-DECISION"
    wrong = second(sent, "不是这个口令")
    assert ask("wang", "decide", number, "first", "--reason", "核对过", *wrong, code=USER_ERROR)["error"]
    (fork,) = ask("wang", "matters")  # the first one's signature stands, the second one's is still wanted
    assert fork["proposal"] == {"verdict": "first", "reason": "核对过", "by": "王晓彤"}
    assert ask("wang", "decide", number, code=USER_ERROR)["error"] == "E-TWO-OFFICERS"
    assert ask("wang", "decide", number, "--drop")["state"] == "dropped"
    assert ask("wang", "decide", number, "both", "--reason", "核对过", *second(sent))["state"] == "confirmed"
    assert ask("wang", "decide", number, "first", "--reason", "核对过", *second(sent))["state"] == "confirmed"
    assert ask("wang", "matters") == []


def test_a_conflict_is_proposed_and_confirmed_by_their_own_sessions(sent: Sent, ask: Ask) -> None:  # noqa: F811
    take(sent.ends, sent.package)
    take(sent.ends, twin_of(sent, seq=2), {sent.uuid: Decision(False, "两份内容不同")})
    (conflict,) = ask("wang", "matters")
    number, keep = conflict["id"], ("keep", "--reason", "后一份是定稿")
    assert len(conflict["contents"]) == 2
    assert ask("wang", "decide", number, *keep, "--content", "3", code=USER_ERROR)["error"] == "E-DECISION"
    assert ask("wang", "decide", number, *keep, "--content", "2")["state"] == "proposed"
    assert ask("wang", "decide", number, *keep, "--content", "1", code=USER_ERROR)["error"] == "E-DECISION"
    assert ask("li", "decide", number)["state"] == "confirmed"
    with sent.ends.at("wang") as desk:
        shown = item_detail.detail(desk, sent.uuid)
        assert (shown.content.summary, shown.conflict) == ("另一份内容", False)


def test_a_missing_batch_is_waived(sent: Sent, ask: Ask, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    take(sent.ends, twin_of(sent, seq=2))
    (gap,) = ask("wang", "matters")
    assert ask("wang", "decide", gap["id"], "waive", "--reason", "处室来函作废", *second(sent))["state"] == "confirmed"
    assert ask("wang", "matters")[0]["settled"] == "已豁免：处室来函作废"
    assert main(["--data", str(Path(sent.ends.root, "centre")), "--login", "wang", "matters"]) == 0
    assert f"{gap['id']}  缺批  律师工作处  第 1 批没有到  已豁免：处室来函作废" in capsys.readouterr().out


def test_a_short_number_of_two_years_returns_neither(sent: Sent, ask: Ask) -> None:  # noqa: F811
    ends = sent.ends
    other = ends.root / "另一份.txt"
    other.write_text(DOCUMENT.replace("47号", "48号"), encoding="utf-8")
    uuids = []
    for year in (2027, 2028):
        ends.clock.moment = datetime(year, 1, 5, 1, tzinfo=UTC)
        with ends.at("lin") as desk:
            uuids.append(register(desk, other))
        review_at_office(ends, uuids[-1])
    package = str(send(ends, *uuids))
    returned = ("--return", "LSGZ-0001=概述太短")
    assert ask("wang", "import", package, *returned, code=USER_ERROR)["error"] == "E-ITEM"
    assert ask("wang", "import", package, "--return", "LSGZ-0009=没有", code=USER_ERROR)["error"] == "E-ITEM"
    told = ask("wang", "import", package, "--return", "保审〔2027〕LSGZ-0001=概述太短")
    assert (told["accepted"], told["returned"]) == (1, 1)
    with ends.at("wang") as desk:
        assert item_detail.detail(desk, uuids[0]).state is ItemState.RETURNED
