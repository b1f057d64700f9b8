"""The catalogue of a desk: previewed, taken in as versions, searched, chosen from, covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from desktop.errors import Cancelled, UserError
from desktop.rules.catalogue import CatalogueEntry
from desktop.rules.items import Audience, Channel, ItemContent, TimeLimit
from desktop.rules.states import ItemState
from desktop.services import catalogue, catalogue_import, item_detail, items, publication
from desktop.services.catalogue import CatalogueVersion
from desktop.services.coverage import Gap, coverage
from desktop.services.desk import Desk
from desktop.services.publication import Published
from tests.services.catalogues import HEAD, ROWS, catalogue_file, workbook
from tests.services.ends import Ends, found_ends, register, review_at_office
from tests.views.exchange import approved, sent, taken_in


@pytest.fixture
def ends(tmp_path: Path) -> Ends:
    return found_ends(tmp_path)


def imported(desk: Desk, folder: Path, *rows: tuple[object, ...], year: int = 2026) -> CatalogueVersion:
    return catalogue_import.take_in(desk, catalogue_import.preview(desk, catalogue_file(folder, *rows)), year)


def test_a_catalogue_is_previewed_taken_in_and_never_changed(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        assert catalogue.versions(desk) == ()
        assert catalogue.current(desk) is None
        seen = catalogue_import.preview(desk, catalogue_file(tmp_path))
        assert (seen.source, seen.year, len(seen.entries)) == ("基本目录2026年.xlsx", 2026, 4)
        assert [len(one) for one in _parts(desk, seen, 2026)] == [4, 0, 0]
        first = catalogue_import.take_in(desk, seen, 2026)
        assert (first.name, first.rows, first.imported_by) == ("2026 年第 1 版", 4, "林倩")
        with pytest.raises(UserError, match="完全相同"):
            catalogue_import.take_in(desk, seen, 2026)
        changed = (ROWS[0], (*ROWS[1][:3], "任职文件", *ROWS[1][4:]), (9, *ROWS[2][1:]))
        again = catalogue_import.preview(desk, catalogue_file(tmp_path, *changed))
        new, altered, removed = _parts(desk, again, 2026)
        assert ([one.code for one in new], [one.code for one in altered], [one.code for one in removed]) == (
            ["009"],
            ["002"],
            ["003", "004"],
        )
        second = catalogue_import.take_in(desk, again, 2026)
        assert [one.name for one in catalogue.versions(desk)] == ["2026 年第 2 版", "2026 年第 1 版"]
        assert [one.code for one in catalogue.entries_of(desk, first)] == ["001", "002", "003", "004"]
        assert catalogue.current(desk) == second
        assert catalogue_import.take_in(desk, seen, 2027).version == 1
        assert catalogue.current(desk) == second  # next year's is not chosen from yet


def _parts(desk: Desk, seen: catalogue_import.CataloguePreview, year: int) -> tuple[tuple[CatalogueEntry, ...], ...]:
    found = catalogue_import.compare(desk, seen, year)
    assert found.same + len(found.new) + len(found.changed) == len(seen.entries)
    return found.new, found.changed, found.removed


def test_bad_catalogues_leave_nothing_behind(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        for name, data in (("a.xlsx", b"not a table"), ("b.xlsx", workbook(("文号", "标题")))):
            (tmp_path / name).write_bytes(data)
            with pytest.raises(UserError):
                catalogue_import.preview(desk, tmp_path / name)
        with pytest.raises(UserError, match="读不到"):
            catalogue_import.preview(desk, tmp_path / "没有.xlsx")
        marked = catalogue_file(tmp_path, (1, "许可", "甲", "机密★1年", "", "长期", "", "网站", "全社会", "主动"))
        with pytest.raises(UserError) as refused:
            catalogue_import.preview(desk, marked)
        assert refused.value.code == "E-SECRET"
        empty = catalogue_import.preview(desk, catalogue_file(tmp_path, (1, "许可", "甲", "", "", "", "", "", "", "")))
        with pytest.raises(UserError, match="没有可以导入的行"):
            catalogue_import.take_in(desk, empty, 2026)
        good = catalogue_import.preview(desk, catalogue_file(tmp_path))
        for year in (1999, 2101):
            with pytest.raises(UserError, match="年度"):
                catalogue_import.take_in(desk, good, year)
        with pytest.raises(Cancelled):
            catalogue_import.take_in(desk, good, 2026, cancelled=lambda: True)
        assert catalogue.versions(desk) == ()
    with ends.at("chen") as desk, pytest.raises(UserError, match="角色"):
        catalogue_import.take_in(desk, good, 2026)


def test_papers_of_the_catalogue_are_written(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        seen = catalogue_import.preview(desk, catalogue_file(tmp_path, ROWS[0], ROWS[0]))
        assert catalogue_import.save_problems(desk, seen, tmp_path / "问题.xlsx") == 1
        catalogue_import.save_template(desk, tmp_path / "模板.xlsx")
        version = catalogue_import.take_in(desk, seen, seen.year)
        assert catalogue_import.export_catalogue(desk, version, tmp_path / "导出.xlsx") == 1
        again = catalogue_import.preview(desk, tmp_path / "导出.xlsx")
        assert again.entries == seen.entries


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("xzxk", ["001", "002"]),
        ("XZXK", ["001", "002"]),
        ("行政许可", ["001", "002"]),
        ("lszyxk", ["001"]),
        ("gzy", ["002"]),
        ("预算", ["003"]),
        ("003", ["003"]),
        ("律师 考核", ["004"]),
        ("律师", ["004", "001"]),
        ("%", []),
        ("没有这一项", []),
    ],
)
def test_rows_are_found_by_words_codes_and_initials(ends: Ends, tmp_path: Path, words: str, codes: list[str]) -> None:
    with ends.at("lin") as desk:
        imported(desk, tmp_path)
        found = catalogue.find_rows(desk, words)
        assert sorted(one.entry.code for one in found) == sorted(codes)
        assert len(catalogue.find_rows(desk, "", limit=3)) == 3
        if words == "行政许可":
            assert found[0].entry.responsible == "律师工作处"  # the own office's rows come first


def test_a_row_is_found_again_by_its_reference(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        assert catalogue.row(desk, "2026-001 行政许可 / 律师执业许可") is None
        imported(desk, tmp_path)
        imported(desk, tmp_path, (5, *ROWS[0][1:]), (1, *ROWS[1][1:]))
        found = catalogue.row(desk, "2026-001 行政许可 / 律师执业许可")
        assert found is not None
        assert found.number == "2026-005"  # renumbered in the second version
        old = catalogue.row(desk, "2026-003 财政信息 / 部门预算")
        assert old is not None  # only the first version has it
        assert old.entry.content == "预算报告"
        bare = catalogue.row(desk, "2026-001")
        assert bare is not None
        assert bare.entry.second_level == "公证员任职"
        for ref in ("", "人事信息", "2025-001 行政许可 / 律师执业许可", "2026-777 没有"):
            assert catalogue.row(desk, ref) is None


def test_an_item_takes_over_what_it_had_not_been_given(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        imported(desk, tmp_path)
        licence, appointment = (catalogue.find_rows(desk, code)[0] for code in ("001", "002"))
        new = ItemContent(responsible_office="律师工作处")
        taken = catalogue.take_over(desk, new, licence)
        assert taken.kept == ()
        assert taken.values == {
            "time_limit": TimeLimit.LIMITED,
            "channels": (Channel.WEBSITE, Channel.NOTICE_BOARD),
        }
        chosen = replace(new, catalogue_row=licence.ref, **taken.values)
        # Another row replaces what the first had brought, but not what she has written since.
        again = catalogue.take_over(desk, replace(chosen, audience=Audience.SPECIFIC), appointment)
        assert again.values == {
            "time_limit": TimeLimit.PERIODIC,
            "channels": (Channel.WEBSITE,),
            "responsible_office": "公证工作处",
        }
        assert again.kept == ("audience",)


def test_coverage_counts_every_published_item_once(ends: Ends, tmp_path: Path) -> None:
    documents = []
    for number in range(3):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"临江省司法厅关于事项{number}的通知\n临司〔2026〕{60 + number}号\n\n内容{number}。\n", "utf-8")
        documents.append(path)
    with ends.at("lin") as desk:
        version = imported(desk, tmp_path)
        refs = [one.ref for one in catalogue.find_rows(desk, "")]
        published = register(desk, documents[0], catalogue_row=refs[0])
        stray = register(desk, documents[1], catalogue_row="人事信息")
        register(desk, documents[2], catalogue_row=refs[1])
    for uuid in (published, stray):
        review_at_office(ends, uuid)
    taken_in(ends, sent(ends, published, stray))
    approved(ends, published, stray)
    with ends.at("wang") as desk:
        # The centre has no catalogue yet: the item says in words what it belongs to.
        assert item_detail.detail(desk, published).content.catalogue_row == "2026-001 行政许可 / 律师执业许可"
        imported(desk, tmp_path)
        for uuid in (published, stray):
            done = Published(date(2026, 11, 20), Channel.WEBSITE, f"https://example.gov.cn/{uuid}.html")
            publication.record_publication(desk, uuid, done)
        (at_centre,) = catalogue.versions(desk)
        found = coverage(desk, at_centre)
        assert (found.published, found.outside) == (2, 1)
        assert [(one.published, one.last, one.gap) for one in found.rows] == [
            (1, date(2026, 11, 20), Gap.NONE),
            (0, None, Gap.EMPTY),
            (0, None, Gap.EMPTY),
            (0, None, Gap.NONE),  # on request
        ]
        assert found.gaps == 2
        renumbered = imported(desk, tmp_path, (7, *ROWS[0][1:5], "每月", *ROWS[0][6:]), year=2027)
        ends.clock.moment = ends.clock.moment.replace(year=2027)
        (later,) = coverage(desk, renumbered).rows
        assert (later.published, later.last, later.gap) == (0, date(2026, 11, 20), Gap.LATE)
    with ends.at("lin") as desk:
        mine = coverage(desk, version)
        assert [one.under_way for one in mine.rows] == [1, 1, 0, 0]
        # An office knows nothing of what others disclose and does not call their rows empty.
        assert [(one.ours, one.gap) for one in mine.rows] == [
            (True, Gap.EMPTY),
            (False, Gap.NONE),
            (False, Gap.NONE),
            (True, Gap.NONE),
        ]


def test_what_is_discarded_does_not_cover_anything(ends: Ends, tmp_path: Path) -> None:
    with ends.at("lin") as desk:
        version = imported(desk, tmp_path)
        uuid = items.create_draft(desk, ItemContent(title="甲", catalogue_row=catalogue.find_rows(desk, "003")[0].ref))
        assert [one.under_way for one in coverage(desk, version).rows] == [0, 0, 1, 0]
        items.discard_draft(desk, uuid, "重复")
        assert item_detail.detail(desk, uuid).state is ItemState.DISCARDED
        assert [one.under_way for one in coverage(desk, version).rows] == [0, 0, 0, 0]


def test_five_hundred_rows_are_found_at_once(ends: Ends, tmp_path: Path) -> None:
    rows = [(n, "行政许可", f"事项{n}", f"内容{n}", "", "长期", "", "网站", "全社会", "主动") for n in range(1, 601)]
    with ends.at("lin") as desk:
        assert imported(desk, tmp_path, *rows).rows == 600
        assert [one.entry.code for one in catalogue.find_rows(desk, "xzxk 事项599")] == ["599"]
        assert len(HEAD) == len(rows[0])
