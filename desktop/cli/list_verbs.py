"""Commands on the lists that documents are checked against: words, the negative list, office telephones."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.answers import Answer, progress, say
from desktop.errors import UserError
from desktop.labels import word
from desktop.rules.checklists import Standing, office_phone, phone_words
from desktop.rules.plain import to_plain
from desktop.services import listed_words, negative_import, negative_list, office_phones, rechecking
from desktop.services.desk import Desk

_SHOWN = 20
_AGAIN = "已有的草稿按新的清单检查：recheck"


def words(desk: Desk, given: Namespace) -> Answer:
    """List, add, remove, import or export the office's own words."""
    if given.do == "add":
        count = listed_words.add_words(desk, given.words)
        return say(f"新加 {count} 个词", _AGAIN, added=count)
    if given.do == "remove":
        count = listed_words.remove_words(desk, _numbers_of(desk, given.words))
        return say(f"移除 {count} 个词", removed=count)
    if given.do == "import":
        return _import_words(desk, given)
    if given.do == "export":
        count = listed_words.export_words(desk, given.target)
        return say(f"已写出 {count} 个词：{given.target}", words=count, path=str(given.target))
    keys = listed_words.word_keys(desk, given.find)
    rows = {one.id: one.word for one in listed_words.word_rows(desk, keys[: given.limit])}
    found = [(key, rows[key]) for key in keys[: given.limit] if key in rows]
    lines = (*(f"{key}  {one}" for key, one in found), f"共 {len(keys)} 个词")
    return Answer(lines, {"count": len(keys), "words": [{"number": key, "word": one} for key, one in found]})


def _import_words(desk: Desk, given: Namespace) -> Answer:
    found = listed_words.preview_words(desk, given.file)
    facts = {"new": len(found.new), "present": found.present, "faults": list(found.faults)}
    removed = found.left_out if given.replace else 0
    lines = [f"新词 {len(found.new)} 个，已有 {found.present} 个，不能用 {len(found.faults)} 个"]
    lines += [f"    {fault}" for fault in found.faults[:_SHOWN]]
    lines += [f"表里没有的 {removed} 个词移除"] if given.replace else []
    if given.dry_run:
        return Answer((*lines, "没有导入"), facts | {"removed": removed, "imported": 0})
    count = listed_words.import_words(desk, given.file, given.replace)
    return Answer((*lines, f"已导入 {count} 个词", _AGAIN), facts | {"removed": removed, "imported": count})


def _numbers_of(desk: Desk, given: list[str]) -> list[int]:
    numbers = []
    for one in given:
        found = [row.id for row in listed_words.word_rows(desk, listed_words.word_keys(desk, one)) if row.word == one]
        if not found:
            raise UserError(f"检查词表里没有“{one}”", "用 words list --find 查找", "E-WORD")
        numbers += found
    return numbers


def phones(desk: Desk, given: Namespace) -> Answer:
    """List, add, remove, import or export office telephones."""
    if given.do == "add":
        row = office_phones.add_phone(desk, given.number, given.holder)
        return say(f"已加入 {phone_words(row.number)}", number=row.number)
    if given.do == "remove":
        count = office_phones.remove_phones(desk, [office_phone(one) for one in given.numbers])
        return say(f"移除 {count} 个号码", removed=count)
    if given.do == "import":
        found = office_phones.preview_phones(desk, given.file)
        count = 0 if given.dry_run else office_phones.import_phones(desk, found.new)
        lines = [f"新号码 {len(found.new)} 个，已有 {found.present} 个，没有号码的行 {len(found.faults)} 个"]
        lines += [f"    {fault}" for fault in found.faults[:_SHOWN]]
        lines.append("没有导入" if given.dry_run else f"已导入 {count} 个号码")
        facts = {"new": len(found.new), "present": found.present, "faults": list(found.faults), "imported": count}
        return Answer(tuple(lines), facts)
    if given.do == "export":
        count = office_phones.export_phones(desk, given.target)
        return say(f"已写出 {count} 个号码：{given.target}", phones=count, path=str(given.target))
    rows = office_phones.phones(desk, given.find)
    lines = [f"{phone_words(one.number)}  {one.holder}".rstrip() for one in rows]
    return Answer((*lines, f"共 {len(rows)} 个号码"), {"count": len(rows), "phones": [to_plain(one) for one in rows]})


def negative(desk: Desk, given: Namespace) -> Answer:
    """List, import or export the negative list, review or remove an entry."""
    if given.do == "import":
        return _import_entries(desk, given)
    if given.do == "export":
        count = negative_list.export_entries(desk, given.target)
        return say(f"已写出 {count} 项：{given.target}", entries=count, path=str(given.target))
    if given.do == "review":
        negative_list.review_entry(desk, _entry_of(desk, given.number), given.next)
        return say(f"第 {given.number} 项已复核，下次复核 {given.next}", review_on=given.next.isoformat())
    if given.do == "remove":
        negative_list.remove_entry(desk, _entry_of(desk, given.number), given.reason)
        return say(f"第 {given.number} 项已移出", _AGAIN, removed=given.number)
    listed = [one for one in negative_list.entries(desk) if given.all or one.standing is not Standing.REMOVED]
    lines = [
        f"第 {one.fields.number} 项  {word(one.standing)}，{one.fields.review_on} 复核  {one.fields.matter}"
        for one in listed
    ]
    return Answer(
        (*lines, f"共 {len(listed)} 项"), {"count": len(listed), "entries": [to_plain(one) for one in listed]}
    )


def _entry_of(desk: Desk, number: str) -> int:
    for one in negative_list.entries(desk):
        if one.fields.number == number and one.standing is not Standing.REMOVED:
            return one.id
    raise UserError(f"负面清单里没有第 {number} 项", "用 negative list 查找", "E-ENTRY")


def _import_entries(desk: Desk, given: Namespace) -> Answer:
    found = negative_import.preview_entries(desk, given.file)
    if given.faults_to and found.faults:
        negative_import.export_faults(found, given.faults_to)
    lines = [f"新事项 {len(found.new)} 项，已有 {len(found.present)} 项，出错 {len(found.faults)} 行"]
    lines += [f"    第 {one.row} 行：{one.words}" for one in found.faults[:_SHOWN]]
    count = 0 if given.dry_run else negative_list.add_entries(desk, found.new)
    lines += ["没有导入"] if given.dry_run else [f"已导入 {count} 项", _AGAIN]
    faults = [to_plain(one) for one in found.faults]
    facts = {"new": len(found.new), "present": list(found.present), "faults": faults, "imported": count}
    return Answer(tuple(lines), facts)


def recheck(desk: Desk, _given: Namespace) -> Answer:
    """Check the documents of all drafts against the lists as they are now."""
    done = rechecking.recheck_drafts(desk, progress())
    lines = [f"{done.drafts} 件草稿，{done.documents} 个文件，{done.changed} 个文件的检查结果有变化"]
    lines += [f"没有读出：{name}" for name in done.unread]
    return Answer(tuple(lines), to_plain(done))
