"""The demo: what goes in is what is delivered, and starting it again changes nothing."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.demo import PASSWORD, Walk, run_demo
from desktop.rules.roles import End
from desktop.rules.states import ItemState
from desktop.services import batches, item_detail, items, ledger, sessions
from desktop.services.ledger import LedgerFilter
from desktop.trust.digests import sha256, sm3
from desktop.trust.kdf import CHEAP_KDF

CANARY = "金丝雀七九三一"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    root = tmp_path_factory.mktemp("demo")
    documents = []
    for name in ("关于公布检查结果的公告", "关于开展业务培训的通知"):
        path = root / f"{name}.txt"
        path.write_text(f"临江省司法厅{name}\n\n各市司法局：\n现将有关事项通知如下。\n", encoding="utf-8")
        documents.append(path)
    return run_demo(root / "out", documents, screens=False), documents


def test_what_went_in_is_what_was_delivered(walked: tuple[Path, list[Path]]) -> None:
    folder, documents = walked
    (delivery,) = [one for one in (folder / "stick").iterdir() if one.is_dir() and any((one / "data").glob("*.txt"))]
    delivered = {sm3(one.read_bytes()) for one in (delivery / "data").iterdir()}
    assert delivered == {sm3(one.read_bytes()) for one in documents}
    listed = (delivery / "manifest-sha256.txt").read_text(encoding="utf-8")
    assert all(sha256(one.read_bytes()) in listed for one in documents)


def test_titles_in_the_ledgers_are_the_documents_own(walked: tuple[Path, list[Path]]) -> None:
    folder, documents = walked
    for end, login in ((End.OFFICE, "lin"), (End.CENTRE, "wang")):
        desk = sessions.sign_in(Walk(folder).folder(end), login, PASSWORD, kdf=CHEAP_KDF)
        rows = ledger.ledger_rows(desk, ledger.ledger_keys(desk, LedgerFilter(states=(ItemState.CLOSED,))))
        desk.close()
        assert {row.title for row in rows} == {f"临江省司法厅{one.stem}" for one in documents}
        assert len(rows) == len(documents)


def test_starting_again_changes_nothing(walked: tuple[Path, list[Path]], capsys: pytest.CaptureFixture[str]) -> None:
    folder, documents = walked
    papers = {one.name for one in (folder / "papers").iterdir()}
    run_demo(folder, documents, screens=False)
    assert "已经办过" in capsys.readouterr().out
    assert papers <= {one.name for one in (folder / "papers").iterdir()}


def test_a_word_of_an_unreviewed_item_is_in_no_file_that_leaves(
    walked: tuple[Path, list[Path]], tmp_path: Path
) -> None:
    folder = shutil.copytree(walked[0], tmp_path / "walk")
    desk = sessions.sign_in(Walk(folder).folder(End.OFFICE), "lin", PASSWORD, kdf=CHEAP_KDF)
    try:
        uuid = items.create_draft(desk)
        detail = item_detail.detail(desk, uuid)
        content = replace(
            detail.content,
            title=CANARY,
            summary=CANARY,
            drafter=CANARY,
            issuing_body=CANARY,
            keywords=CANARY,
            reason=CANARY,
            column=CANARY,
        )
        items.save_draft(desk, uuid, content, 0, "test")
        written = batches.write(desk, batches.assemble(desk, (), "再下一期"), tmp_path)
        items.discard_draft(desk, uuid, "演示")
    finally:
        desk.close()
    with zipfile.ZipFile(written.path) as package:
        for name in package.namelist():
            assert CANARY.encode() not in package.read(name)
    for path in Walk(folder).folder(End.OFFICE).root.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path
