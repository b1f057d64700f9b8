"""Commands on the catalogue: take in, find, choose, cover, write out; and the pattern of index numbers."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from desktop.cli.answers import Answer, progress, say
from desktop.errors import UserError
from desktop.labels import FIELDS
from desktop.rules.plain import to_plain
from desktop.services import catalogue, catalogue_import, coverage, index_numbers, item_detail, items, ledger
from desktop.services.catalogue import CatalogueVersion
from desktop.services.desk import Desk


def take_in(desk: Desk, given: Namespace) -> Answer:
    """Read a catalogue, tell what is wrong with it and what changes, and take it in unless it is a dry run."""
    seen = catalogue_import.preview(desk, given.file)
    year = given.year or seen.year
    changes = catalogue_import.compare(desk, seen, year)
    counts = {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "removed": len(changes.removed),
        "same": changes.same,
        "left_out": len(seen.sheet.left_out),
    }
    words = ("新增", "修改", "取消", "不变", "有错不导入")
    lines = [
        f"{year} 年：" + "，".join(f"{name} {count}" for name, count in zip(words, counts.values(), strict=True)),
        *(f"第 {one.row} 行“{one.column}”：{one.words}" for one in seen.problems),
    ]
    if given.errors:
        catalogue_import.save_problems(desk, seen, given.errors)
        lines.append(f"错误表已写出：{given.errors}")
    version = None if given.dry_run else catalogue_import.take_in(desk, seen, year, progress())
    if version is not None:
        lines.append(f"已导入 {version.name}，{version.rows} 项")
    data = {
        **counts,
        "year": year,
        "version": version.version if version else None,
        "problems": [to_plain(one) for one in seen.problems],
    }
    return Answer(tuple(lines), data)


def find(desk: Desk, given: Namespace) -> Answer:
    """Rows of the current catalogue by words, code or pinyin initials."""
    rows = catalogue.find_rows(desk, " ".join(given.words), given.limit)
    lines = [f"{one.ref}  {' '.join(one.entry.content.split())}  {one.entry.limit_text}" for one in rows]
    return Answer(tuple(lines) or ("没有找到",), [{"ref": one.ref, **to_plain(one.entry)} for one in rows])


def choose(desk: Desk, given: Namespace) -> Answer:
    """Choose the row of a draft; what it rules is taken over, what was filled in stays."""
    row = catalogue.row(desk, given.row)
    if row is None:
        raise UserError(f"目录里没有“{given.row}”", "用 catalogue find 查找，编号写作 2026-001", "E-ROW")
    detail = item_detail.detail(desk, ledger.find_uuid(desk, given.item))
    if detail.draft_version is None:
        raise UserError("这条信息不在草稿状态", "退回补正的信息先修改", "E-STATE")
    taken = catalogue.take_over(desk, detail.content, row)
    content = replace(detail.content, catalogue_row=row.ref, **taken.values)
    items.save_draft(desk, detail.uuid, content, detail.draft_version, "command-line")
    lines = [row.ref]
    lines += [f"已带出：{'、'.join(FIELDS[name] for name in taken.values)}"] if taken.values else []
    lines += [f"保留原填：{'、'.join(FIELDS[name] for name in taken.kept)}"] if taken.kept else []
    return Answer(tuple(lines), {"ref": row.ref, "taken": sorted(taken.values), "kept": list(taken.kept)})


def cover(desk: Desk, given: Namespace) -> Answer:
    """How far the published items cover a year's catalogue."""
    found = coverage.coverage(desk, _version(desk, given.year))
    lines = [
        f"{one.ref}  本年公开 {one.published}  最近 {one.last or '没有'}{_GAPS[one.gap]}"
        for one in found.rows
        if one.gap is not coverage.Gap.NONE or not given.gaps
    ]
    data = {
        "published": found.published,
        "outside": found.outside,
        "rows": [
            {"ref": one.ref, "under_way": one.under_way, "published": one.published, "last": to_plain(one.last),
             "gap": one.gap.value}
            for one in found.rows
        ],
    }  # fmt: skip
    return Answer((*lines, f"共 {len(found.rows)} 项，没有公开或该更新 {found.gaps} 项"), data)


def export(desk: Desk, given: Namespace) -> Answer:
    """Write the catalogue of a year, or an empty one to fill in."""
    if given.template:
        catalogue_import.save_template(desk, given.file)
        return say(f"已写出：{given.file}", path=str(given.file))
    count = catalogue_import.export_catalogue(desk, _version(desk, given.year), given.file)
    return say(f"已写出 {count} 项：{given.file}", path=str(given.file), rows=count)


def index_pattern(desk: Desk, given: Namespace) -> Answer:
    """The pattern of index numbers, or another one from now on."""
    if given.pattern:
        index_numbers.set_index_pattern(desk, given.pattern)
    pattern = index_numbers.index_pattern(desk)
    sample = index_numbers.sample_number(desk, pattern)
    return say(f"索引号样式：{pattern}", f"示例：{sample}", pattern=pattern, sample=sample)


_GAPS = {coverage.Gap.NONE: "", coverage.Gap.EMPTY: "  没有公开", coverage.Gap.LATE: "  该更新"}


def _version(desk: Desk, year: int | None) -> CatalogueVersion:
    """The newest version of a year; the current one when no year is given."""
    of_year = (one for one in catalogue.versions(desk) if one.year == year)
    found = catalogue.current(desk) if year is None else next(of_year, None)
    if found is None:
        raise UserError("没有这一年的公开目录", "先用 catalogue import 导入", "E-CATALOGUE")
    return found
