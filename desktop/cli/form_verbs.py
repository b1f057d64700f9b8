"""Commands on review forms and on standing in for a signer."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.answers import Answer, say
from desktop.labels import chain_words, word
from desktop.rules.plain import to_plain
from desktop.services import form_files, forms, stand_ins
from desktop.services.desk import Desk


def forms_verb(desk: Desk, given: Namespace) -> Answer:
    """List the forms, or choose the one that new items are reviewed under."""
    if given.do == "default":
        forms.set_default_form(desk, given.code)
        return say(f"新登记的信息用：{forms.default_form(desk).name}", default=given.code)
    if given.do == "export":
        count = form_files.export_form(desk, given.code, given.file)
        return say(f"已写出 {count} 个版本：{given.file}", versions=count)
    if given.do == "import":
        return _import(desk, given)
    found = forms.forms(desk)
    lines = [
        f"{one.form.code}  {one.form.name}（第 {one.form.version} 版{'，默认' if one.is_default else ''}）  "
        f"{word(one.form.layout)}  {chain_words(one.form)}"
        for one in found
    ]
    return Answer(tuple(lines), [to_plain(one) for one in found])


def _import(desk: Desk, given: Namespace) -> Answer:
    act = form_files.preview_import if given.dry_run else form_files.import_form
    brought = act(desk, given.file)
    verb = "会导入" if given.dry_run else "已导入"
    lines = [f"{brought.newest.name}：{verb} {len(brought.new)} 个版本", chain_words(brought.newest)]
    if brought.becomes_newest:
        lines.append(f"以后选这种审查表的，用第 {brought.newest.version} 版")
    return say(*lines, code=brought.newest.code, versions=[one.version for one in brought.new])


def stand_in(desk: Desk, given: Namespace) -> Answer:
    """List the authorities to sign in another's place, record one or end one."""
    if given.do == "add":
        first = given.first or desk.today()
        stand_ins.record_stand_in(desk, given.role, given.principal, given.account, given.authority, first, given.last)
        number = stand_ins.stand_ins(desk)[0].id
        return say(f"已登记代签授权，序号 {number}", number=number)
    if given.do == "revoke":
        stand_ins.revoke_stand_in(desk, given.number)
        return say("已收回代签授权", number=given.number)
    today = desk.today()
    found = stand_ins.stand_ins(desk)
    lines = [
        f"{one.id}. {one.name}代{one.principal}（{word(one.role)}）  {word(one.state(today))}  "
        f"{one.first_day} 至 {one.last_day}  {one.authority}"
        for one in found
    ]
    facts = [{**to_plain(one), "state": one.state(today).value} for one in found]
    return Answer(tuple(lines) or ("没有代签授权",), facts)
