"""Commands on clean copies: what would be masked, masking it, and going back to the original."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from desktop.cli.answers import Answer, say
from desktop.errors import UserError
from desktop.services import item_detail, ledger, masking
from desktop.services.desk import Desk
from desktop.services.item_detail import DocumentView


def mask(desk: Desk, given: Namespace) -> Answer:
    """Put clean copies in the place of a draft's documents, tell what they would be, or go back to the originals."""
    uuid = ledger.find_uuid(desk, given.item)
    documents = _chosen(desk, uuid, given.document)
    if given.undo:
        return _undo(desk, uuid, documents)
    chosen = dict(given.preset)
    previews = [masking.preview(desk, uuid, one.sm3) for one in documents]
    if given.dry_run:
        return _told(previews)
    lines, data = [], []
    for one in previews:
        if one.why_no_copy and given.document is not None:
            raise UserError(one.why_no_copy, "", "E-CLEAN")
        if one.why_no_copy or (one.empty and given.document is None):
            continue
        presets = {each.rule: chosen.get(each.rule, each.looks[0].key) for each in one.offers if each.looks}
        done = masking.mask(desk, uuid, one.sm3, {rule: key for rule, key in presets.items() if key != "keep"})
        lines += [f"{done.name}：{done.words}", *(f"    {fact}" for fact in done.facts)]
        data.append(asdict(done))
    if not data:
        raise UserError("没有要遮盖或清除的内容", "不带 --document 时看全部文件；处理方式见 resolve", "E-CLEAN")
    return Answer(tuple(lines), {"copies": data})


def _chosen(desk: Desk, uuid: str, number: int | None) -> tuple[DocumentView, ...]:
    documents = item_detail.detail(desk, uuid).documents
    if number is None:
        return documents
    if not 1 <= number <= len(documents):
        raise UserError(f"没有第 {number} 个文件", f"这条信息有 {len(documents)} 个文件", "E-OBJECT")
    return (documents[number - 1],)


def _undo(desk: Desk, uuid: str, documents: tuple[DocumentView, ...]) -> Answer:
    copies = {one.sm3 for one in item_detail.detail(desk, uuid).clean_copies}
    back = [masking.undo_mask(desk, uuid, one.sm3).name for one in documents if one.sm3 in copies]
    if not back:
        raise UserError("没有净化副本", "不带 --undo 生成净化副本", "E-ITEM")
    return say("已恢复原件：" + "、".join(back), originals=back)


def _told(previews: list[masking.MaskPreview]) -> Answer:
    lines = []
    for one in previews:
        lines.append(f"{one.name}{'：' + one.why_no_copy if one.why_no_copy else ''}")
        for each in one.offers:
            looks = "，".join(f"{look.key} {look.words} {look.after}" for look in each.looks)
            lines.append(f"    {each.rule}  {each.count} 处：{looks or each.why_not}")
        lines += [f"    清除：{words}" for words in one.cleared]
    return Answer(tuple(lines), {"documents": [asdict(one) for one in previews]})
