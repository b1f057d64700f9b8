"""Many files at once: each has its own outcome, in every mixture, and what is done stays done."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.errors import UserError
from desktop.rules.states import ItemState
from desktop.services import taking_in
from desktop.services.ledger import state_counts
from desktop.services.taking_in import HEADERS, Outcome, TakenFile, save_report, take_in
from tests.screening.files import archive, docx
from tests.services.ends import DOCUMENT, Ends, found_ends

D, S, T, R, L = Outcome


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Ends:
    return found_ends(tmp_path_factory.mktemp("taking-in"))


class Files:
    """Makes files of each kind, no two notices alike."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.made = 0

    def of(self, outcome: Outcome) -> Path:
        self.made += 1
        path = self.folder / f"{self.made:03d}.txt"
        text = DOCUMENT.replace("47号", f"{self.folder.name}{self.made}号")
        path.write_text("机密★10年\n" + text if outcome is S else text, "utf-8")
        if outcome is R:
            path.write_bytes(b"MZ\x90\0\x03\0\0\0")
        return path


def outcomes(told: tuple[TakenFile, ...]) -> list[Outcome]:
    return [one.outcome for one in told]


def test_each_file_has_its_own_outcome(ends: Ends, tmp_path: Path) -> None:
    files = Files(tmp_path)
    draft, marked, refused = files.of(D), files.of(S), files.of(R)
    bundle = tmp_path / "一批.zip"
    bundle.write_bytes(archive({"内.txt": "文字"}))
    touchy = tmp_path / "联系.docx"
    touchy.write_bytes(docx("关于联系人的通知", "手机 13812345678，邮箱 a@example.com。", "附送审稿。"))
    with ends.at("lin") as desk:
        before = state_counts(desk)
        told = take_in(desk, [draft, marked, refused, draft, bundle, touchy, tmp_path / "没有.txt"])
        assert outcomes(told) == [D, S, R, T, R, D, R]
        after = state_counts(desk)
        assert after[ItemState.DRAFT] - before.get(ItemState.DRAFT, 0) == 2
        assert after[ItemState.STOPPED] - before.get(ItemState.STOPPED, 0) == 1
        assert told[0].title == "临江省司法厅关于开展律师事务所规范化建设检查的通知"
        assert (told[0].number, told[0].note) == (told[0].taken.form_number, "没有发现问题")  # type: ignore[union-attr]
        assert (told[3].uuid, told[3].title) == (told[0].uuid, told[0].title), "a twin names the one that is there"
        assert (told[5].must, told[5].check, told[5].note) == (2, 1, "2 项必须处理、1 项请核对")
        assert (told[1].title, told[1].taken.stopped) == ("", True)  # type: ignore[union-attr]
        codes = [one.problem.code for one in told if one.problem]
        assert codes == ["S-PROGRAM", "E-BUNDLE", "E-READ"]
        assert "先登记正文，再添加为附件" in told[4].note
        assert "没有存入本机" in told[1].note
        again = take_in(desk, [draft], even_twins=True)
        assert outcomes(again) == [D]


def test_cancelling_keeps_what_is_done_and_tells_what_is_not(ends: Ends, tmp_path: Path) -> None:
    files = Files(tmp_path)
    paths = [files.of(D) for _ in range(5)]
    steps: list[tuple[int, int]] = []
    with ends.at("lin") as desk:
        before = state_counts(desk).get(ItemState.DRAFT, 0)
        told = take_in(desk, paths, lambda done, total: steps.append((done, total)), lambda: len(steps) > 2)
        assert outcomes(told) == [D, D, L, L, L]
        assert [one.path for one in told] == paths
        assert steps == [(0, 5), (1, 5), (2, 5), (5, 5)]
        assert state_counts(desk)[ItemState.DRAFT] == before + 2
        assert outcomes(take_in(desk, paths)) == [T, T, D, D, D], "dropped once more, only the rest is taken"


def test_a_folder_stands_for_its_files_and_tells_of_folders_in_it(ends: Ends, tmp_path: Path) -> None:
    files = Files(tmp_path / "一批")
    first, second = files.of(D), files.of(D)
    for litter in ("~$001.docx", ".DS_Store", "Thumbs.db", "desktop.ini"):
        (files.folder / litter).write_bytes(b"x")
    deeper = files.folder / "更早"
    deeper.mkdir()
    Files(deeper).of(D)
    with ends.at("lin") as desk:
        told = take_in(desk, [files.folder])
        assert [(one.path, one.outcome) for one in told] == [(first, D), (second, D), (deeper, R)]
        assert told[2].problem is not None
        assert told[2].problem.code == "E-FOLDER"
        (tmp_path / "空").mkdir()
        assert take_in(desk, [tmp_path / "空"]) == ()


def test_too_many_files_are_refused_before_the_first(
    ends: Ends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "MOST", 3)
    files = Files(tmp_path)
    paths = [files.of(D) for _ in range(4)]
    with ends.at("lin") as desk:
        before = state_counts(desk)
        with pytest.raises(UserError, match="放入了 4 个文件，一次最多 3 个"):
            take_in(desk, paths)
        assert state_counts(desk) == before
    with ends.at("zhou") as desk, pytest.raises(UserError) as refusal:
        take_in(desk, paths[:1])
    assert refusal.value.code == "E-PERMISSION"


def test_the_report_holds_every_line_and_no_misleading_name(ends: Ends, tmp_path: Path) -> None:
    files = Files(tmp_path)
    odd = tmp_path / "报\u202etxt.exe"
    odd.write_bytes(b"MZ\x90\0")
    with ends.at("lin") as desk:
        told = take_in(desk, [files.of(D), odd])
    assert save_report(tmp_path / "结果.xlsx", told) == 2
    sheet = load_workbook(tmp_path / "结果.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == HEADERS
    assert [row[1] for row in rows[1:]] == ["草稿", "没有登记"]
    assert rows[2][0] == "报[U+202E]txt.exe"


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.sampled_from((D, S, R)), max_size=6), copied=st.booleans())
def test_any_mixture_adds_up(
    ends: Ends, tmp_path_factory: pytest.TempPathFactory, wanted: list[Outcome], copied: bool
) -> None:
    files = Files(tmp_path_factory.mktemp("mixed"))
    paths = [files.of(one) for one in wanted]
    with ends.at("lin") as desk:
        before = state_counts(desk)
        told = take_in(desk, paths * 2 if copied else paths)
        expected = [*wanted, *(T if one is D else one for one in wanted)] if copied else wanted
        assert outcomes(told) == expected
        after = state_counts(desk)
        for outcome, state in ((D, ItemState.DRAFT), (S, ItemState.STOPPED)):
            assert after.get(state, 0) - before.get(state, 0) == expected.count(outcome)
