"""Commands on items: register, edit, look up, submit, sign, print."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from desktop.cli.answers import Answer, progress, say
from desktop.errors import UserError
from desktop.labels import FIELDS, step_title, unknown_form_words, word
from desktop.rules.chains import ReviewForm
from desktop.rules.findings import resolution_of
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.review import Delegation
from desktop.rules.states import ItemState
from desktop.services import amending, intake, item_detail, items, ledger, resolving, reviews, taking_in
from desktop.services.against_lists import field_hints, hint_words
from desktop.services.desk import Desk
from desktop.services.differences import settled_words
from desktop.services.forms import forms
from desktop.services.ledger import LedgerFilter
from desktop.services.reviews import Ink, Verdict
from desktop.services.taking_in import Outcome, TakenFile
from desktop.services.twins import twins

_LISTS = ("channels",)
_NUMBERS = ("pages",)
_OWN_VERBS = ("attachments", "answers", "notes", "resolutions", "bases", "referrals", "natures", "form")
"""Fields that are not set by name: each has its own command or argument."""


def register(desk: Desk, given: Namespace) -> Answer:
    """Register documents, one item each; what is stopped, passed over or refused does not keep the others back.

    When nothing at all could be registered, the first refusal is the answer.
    """
    told = taking_in.take_in(desk, given.files, progress(), even_twins=not given.skip_registered)
    refused = [one.problem for one in told if one.problem is not None]
    if refused and len(refused) == len(told):
        raise refused[0]
    lines: list[str] = []
    data: list[dict[str, Any]] = []
    for one in told:
        lines.append(
            f"{one.number or '没有编号'}  {one.title if one.outcome is Outcome.DRAFT else _outcome_words(one)}"
        )
        alike = twins(desk, one.uuid) if one.outcome is Outcome.DRAFT else ()
        lines += [f"    {twin.why}：{twin.number} {twin.title}（{word(twin.state)}），重复的作废" for twin in alike]
        data.append(
            {
                "file": one.name,
                "outcome": one.outcome.name.lower(),
                "uuid": one.uuid,
                "form_number": one.number,
                "stopped": one.outcome is Outcome.STOPPED,
                "title": one.title,
                "findings": _findings_of(desk, one),
                "twins": [{"number": twin.number, "uuid": twin.uuid, "why": twin.why} for twin in alike],
                "error": one.problem.code if one.problem else "",
                "message": one.note,
            }
        )
    return Answer(tuple(lines), data)


def _findings_of(desk: Desk, one: TakenFile) -> list[dict[str, Any]]:
    """What was found in a registered document, listed words told by name; of a stopped one only that it bears a mark."""
    if one.outcome is Outcome.DRAFT:
        return list(item_detail.detail(desk, one.uuid).documents[0].findings)
    return list(one.taken.findings) if one.taken else []


def _outcome_words(one: TakenFile) -> str:
    return f"{one.name}：{one.outcome.value}，{one.note}"


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
    for name, value in plain_values(given.set).items():
        if name not in plain or name in _OWN_VERBS:
            raise UserError(f"没有“{name}”这个字段", f"字段有：{'、'.join(sorted(FIELDS))}", "E-FIELD")
        plain[name] = value
    if given.answers:
        plain["answers"] = to_plain(given.answers)
    if given.natures is not None:
        plain["natures"] = [one.value for one in given.natures]
    if given.form:
        plain["form"] = to_plain(_form_named(desk, given.form))
    content = from_plain(ItemContent, plain)
    items.save_draft(desk, detail.uuid, content, detail.draft_version, "command-line")
    saved, hints = show_detail(desk, detail.uuid), hint_words(field_hints(desk, content))
    return Answer((*saved.lines, *(f"提示：{hint}" for hint in hints)), saved.data | {"hints": list(hints)})


def plain_values(assignments: list[str]) -> dict[str, Any]:
    """The plain values that `字段=值` arguments give."""
    pairs = (one.partition("=") for one in assignments)
    return {name: _value(name, value) for name, _, value in pairs}


def _form_named(desk: Desk, code: str) -> ReviewForm:
    known = {one.form.code: one.form for one in forms(desk)}
    if code not in known:
        raise UserError(f"没有代号为“{code}”的审查表", f"审查表有：{'、'.join(known)}", "E-FORM")
    return known[code]


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
    if not one.form_known:
        lines.append(unknown_form_words(one.content.form))
    lines += [f"文件：{document.name}  {document.sm3}" for document in one.documents]
    for sign_off in one.sign_offs:
        statement = sign_off.checked.statement
        verdict = sign_off.voided_because or sign_off.checked.fault or "有效"
        stand_in = f"（代{statement.delegation.principal}）" if statement.delegation else ""
        step = step_title(one.content.form, statement.step)
        lines.append(f"{step}：{statement.person}{stand_in} {word(statement.opinion)}（{verdict}）")
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
            "form_known": one.form_known,
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
    delegation = None
    if given.principal or given.authority:
        first, last = given.first_day or given.date, given.last_day or given.date
        delegation = Delegation(given.principal, given.authority, first, last)
    scan = None
    if given.scan is not None:
        from desktop.services.scan_files import read_scan  # the picture library is loaded for a scan alone

        scan = read_scan(given.scan)
    return _moved(reviews.record_ink(desk, uuid, _verdict(given), Ink(given.name, given.date, scan, delegation)))


def withdraw(desk: Desk, given: Namespace) -> Answer:
    """Withdraw an item."""
    items.withdraw(desk, ledger.find_uuid(desk, given.item), given.reason)
    return _moved(ItemState.WITHDRAWN)


def take_back(desk: Desk, given: Namespace) -> Answer:
    """Undo a withdrawal that no batch has told."""
    return _moved(amending.take_back_withdrawal(desk, ledger.find_uuid(desk, given.item)))


def correct(desk: Desk, given: Namespace) -> Answer:
    """Open what was sent for correction."""
    amending.correct(desk, ledger.find_uuid(desk, given.item), given.reason)
    return _moved(ItemState.DRAFT)


def give_up(desk: Desk, given: Namespace) -> Answer:
    """Drop the draft of a correction."""
    return _moved(amending.give_up(desk, ledger.find_uuid(desk, given.item)))


def _verdict(given: Namespace) -> Verdict:
    return Verdict(given.opinion, given.text, given.answers, given.conclusion, given.return_to)


def _moved(state: ItemState) -> Answer:
    return say(f"现在是：{word(state)}", state=state.value)


def _value(name: str, text: str) -> Any:
    if name in _LISTS:
        return [one for one in text.split(",") if one]
    if name in _NUMBERS:
        return int(text) if text.isdigit() else text
    return text or (None if name.endswith("_on") or name in ("genre", "ground") else "")
