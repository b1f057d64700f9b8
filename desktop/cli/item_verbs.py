"""Commands on items: register, edit, look up, submit, sign, print."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from desktop.cli.answers import Answer, say
from desktop.errors import UserError
from desktop.labels import FIELDS, word
from desktop.rules.findings import resolution_of
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.states import ItemState
from desktop.services import intake, item_detail, items, ledger, resolving, reviews
from desktop.services.desk import Desk
from desktop.services.differences import settled_words
from desktop.services.ledger import LedgerFilter
from desktop.services.reviews import Ink, Verdict
from desktop.services.twins import twins

_LISTS = ("channels",)
_NUMBERS = ("pages",)


def register(desk: Desk, given: Namespace) -> Answer:
    """Register documents, one item each; a stopped one does not keep the others back."""
    lines: list[str] = []
    data: list[dict[str, Any]] = []
    for path in given.files:
        taken = intake.register_document(desk, path)
        title = "" if taken.stopped else item_detail.detail(desk, taken.uuid).content.title
        lines.append(f"{taken.form_number}  {'停止登记：文件带密级标志，没有保存任何内容' if taken.stopped else title}")
        alike = () if taken.stopped else twins(desk, taken.uuid)
        lines += [f"    {one.why}：{one.number} {one.title}（{word(one.state)}），重复的作废" for one in alike]
        data.append(
            {
                "uuid": taken.uuid,
                "form_number": taken.form_number,
                "stopped": taken.stopped,
                "title": title,
                "findings": list(taken.findings),
                "twins": [{"number": one.number, "uuid": one.uuid, "why": one.why} for one in alike],
            }
        )
    return Answer(tuple(lines), data)


def attach(desk: Desk, given: Namespace) -> Answer:
    """Attach documents to a draft."""
    uuid = ledger.find_uuid(desk, given.item)
    taken = [intake.attach_document(desk, uuid, path) for path in given.files]
    stopped = sum(one.stopped for one in taken)
    words = f"已添加 {len(taken) - stopped} 个附件" + (f"，{stopped} 个带密级标志，没有保存" if stopped else "")
    return say(words, attached=len(taken) - stopped, stopped=stopped)


def edit(desk: Desk, given: Namespace) -> Answer:
    """Change fields of a draft."""
    detail = item_detail.detail(desk, ledger.find_uuid(desk, given.item))
    if detail.draft_version is None:
        raise UserError("这条信息不在草稿状态", "退回补正的信息先修改", "E-STATE")
    plain = to_plain(detail.content)
    for assignment in given.set:
        name, _, value = assignment.partition("=")
        if name not in plain or name in ("attachments", "answers", "notes", "resolutions"):
            raise UserError(f"没有“{name}”这个字段", f"字段有：{'、'.join(sorted(FIELDS))}", "E-FIELD")
        plain[name] = _value(name, value)
    if given.answers:
        plain["answers"] = to_plain(given.answers)
    items.save_draft(desk, detail.uuid, from_plain(ItemContent, plain), detail.draft_version, "command-line")
    return show_detail(desk, detail.uuid)


def resolve(desk: Desk, given: Namespace) -> Answer:
    """Resolve a finding of a draft by its number, or take the decision back; without a number list the findings."""
    uuid = ledger.find_uuid(desk, given.item)
    seen = _findings(desk, uuid)
    if given.finding is None:
        lines = [
            f"{n}. {one['severity']}：{one['what']}（{one['name']}，{one['place']}）{one['decided']}"
            for n, one in enumerate(seen, 1)
        ]
        return Answer(tuple(lines) or ("没有发现",), {"findings": seen})
    if not 1 <= given.finding <= len(seen):
        raise UserError(f"没有第 {given.finding} 处发现", "不带 --finding 列出全部发现", "E-FINDING")
    chosen = seen[given.finding - 1]
    key = resolving.FindingKey(chosen["sm3"], chosen["rule"], chosen["place"])
    if given.undo:
        resolving.reopen(desk, uuid, key)
    else:
        resolving.resolve(desk, uuid, key, given.verdict, given.reason)
    detail = item_detail.detail(desk, uuid)
    left = len(resolving.open_findings(detail.documents, detail.content))
    return say(f"还有 {left} 项没有处理" if left else "全部处理完", open=left)


def _findings(desk: Desk, uuid: str) -> list[dict[str, Any]]:
    detail = item_detail.detail(desk, uuid)
    rows: list[dict[str, Any]] = []
    for document in detail.documents:
        for finding, one in zip(document.findings, resolving.raised(document.sm3, document.findings), strict=True):
            made = resolution_of(one, detail.content.resolutions)
            decided = f"：{settled_words(made)}" if made else ""
            rows.append({**finding, "sm3": document.sm3, "name": document.name, "decided": decided})
    return rows


def ledger_list(desk: Desk, given: Namespace) -> Answer:
    """The ledger."""
    keys = ledger.ledger_keys(desk, LedgerFilter(text=given.find, states=tuple(given.state or ())))
    rows = ledger.ledger_rows(desk, keys[: given.limit])
    lines = [f"{one.number}  {word(one.state)}  {one.title or '按保密规定另行处理'}" for one in rows]
    return Answer((*lines, f"共 {len(keys)} 件"), {"count": len(keys), "items": [to_plain(one) for one in rows]})


def show(desk: Desk, given: Namespace) -> Answer:
    """One item."""
    return show_detail(desk, ledger.find_uuid(desk, given.item))


def show_detail(desk: Desk, uuid: str) -> Answer:
    """An item's fields and sign-offs."""
    one = item_detail.detail(desk, uuid)
    plain = to_plain(one.content)
    lines = [f"{one.form_number}  {word(one.state)}"]
    lines += [f"{FIELDS[name]}：{value}" for name, value in plain.items() if value and isinstance(value, str)]
    lines += [f"文件：{document.name}  {document.sm3}" for document in one.documents]
    for sign_off in one.sign_offs:
        statement = sign_off.checked.statement
        verdict = sign_off.voided_because or sign_off.checked.fault or "有效"
        lines.append(f"{word(statement.step)}：{statement.person} {word(statement.opinion)}（{verdict}）")
    return Answer(
        tuple(lines),
        {
            "uuid": one.uuid,
            "form_number": one.form_number,
            "state": one.state.value,
            "content": plain,
            "rev": one.head_rev,
            "digest": one.head_digest,
            "index_number": one.index_number,
            "returned_reason": one.returned_reason,
            "sign_offs": [
                {"step": s.checked.statement.step.value, "person": s.checked.statement.person, "valid": s.standing}
                for s in one.sign_offs
            ],
        },
    )


def submit(desk: Desk, given: Namespace) -> Answer:
    """Submit for review, signing as the handler."""
    return _moved(reviews.submit(desk, ledger.find_uuid(desk, given.item), given.text))


def sign(desk: Desk, given: Namespace) -> Answer:
    """Sign the step that is due."""
    return _moved(reviews.sign(desk, ledger.find_uuid(desk, given.item), _verdict(given)))


def ink(desk: Desk, given: Namespace) -> Answer:
    """Record a signature made on paper."""
    uuid = ledger.find_uuid(desk, given.item)
    return _moved(reviews.record_ink(desk, uuid, _verdict(given), Ink(given.name, given.date)))


def withdraw(desk: Desk, given: Namespace) -> Answer:
    """Withdraw an item."""
    items.withdraw(desk, ledger.find_uuid(desk, given.item), given.reason)
    return _moved(ItemState.WITHDRAWN)


def _verdict(given: Namespace) -> Verdict:
    return Verdict(given.opinion, given.text, given.answers, given.conclusion)


def _moved(state: ItemState) -> Answer:
    return say(f"现在是：{word(state)}", state=state.value)


def _value(name: str, text: str) -> Any:
    if name in _LISTS:
        return [one for one in text.split(",") if one]
    if name in _NUMBERS:
        return int(text) if text.isdigit() else text
    return text or (None if name.endswith("_on") or name in ("genre", "ground") else "")
