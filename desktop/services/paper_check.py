"""Whose paper this is: the digest on a printed review form, looked up among all contents and their stages of signing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from desktop.labels import step_title, word
from desktop.models import Draft, Item, Revision, SetAside, SignOff
from desktop.rules.chains import DEFAULT_FORM, ReviewForm
from desktop.rules.plain import from_plain
from desktop.rules.review import SignOffStatement
from desktop.rules.roles import Permission
from desktop.rules.states import ItemState
from desktop.rules.typed_digests import form_digest_typed
from desktop.services.clock import civil_time
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.sign_offs import chain_up_to, plain_form_digest, read_statement
from desktop.services.signed_items import fault_of
from desktop.services.trusted_keys import own_people

_PAGE = 200
"""Revisions that are looked at between two answers to whether the user has cancelled."""


class PaperStanding(StrEnum):
    """What a paper is worth today."""

    PRESENT = "present"
    OTHER_STAGE = "other_stage"
    BEING_CHANGED = "being_changed"
    OLDER = "older"
    ENDED = "ended"
    DISPUTED = "disputed"
    SET_ASIDE = "set_aside"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class PaperFound:
    """The item, version and stage of signing that a paper shows; `last` is the sign-off it was printed after.

    `because` tells why its content was set aside, or what of the stored record does not verify. `inked_since` says that
    signatures on paper were recorded after that sign-off: then this may be the very sheet that bears them.
    """

    uuid: str
    form_number: str
    title: str
    state: ItemState
    standing: PaperStanding
    rev: int
    head_rev: int
    made_at: str
    last: SignOffStatement | None
    last_title: str
    voided_because: str
    because: str = ""
    inked_since: bool = False


@dataclass(frozen=True, slots=True)
class _Stage:
    """A stage of signing: the sign-offs that stood then, in order."""

    chain: tuple[SignOff, ...]
    present: bool
    voided_because: str


def check_paper(
    desk: Desk, typed: str, progress: Progress = no_progress, cancelled: CancelCheck = never
) -> PaperFound | None:
    """What the paper with this digest shows, None when it is no paper of this data folder.

    The newest versions are looked at first; of equal stages the present one counts. UserError (E-DIGEST) for what is
    no digest of a review form; Cancelled when the user stops it.
    """
    desk.require(Permission.READ)
    wanted = form_digest_typed(typed)
    with desk.store.reading() as session:
        total = session.scalar(select(func.count()).select_from(Revision)) or 0
        seen, before = 0, None
        while rows := _page(session, before):
            stop_if(cancelled)
            progress(seen, total)
            found = _in_page(session, rows, wanted)
            if found is not None:
                return found
            seen, before = seen + len(rows), rows[-1].id
    return None


def told(found: PaperFound | None) -> tuple[str, str]:
    """The answer in words: the fact, and what follows from it."""
    if found is None:
        return "没有找到这张纸的内容", "不是这里的审查表，或者内容摘要输错了。核对纸面上的每一组，再输一次。"
    match found.standing:
        case PaperStanding.PRESENT:
            return "与现在的内容一致", f"这张纸与电脑里的第 {found.rev} 版相同，{_stage_words(found)}。"
        case PaperStanding.OTHER_STAGE if found.inked_since:
            words = f"内容是现在的第 {found.rev} 版；印出时{_stage_words(found)}，后来登记了纸质签字。"
            return "内容一致，后来登记了纸质签字", f"{words}这张纸上有签名的，就是原件，存档备查；没有的，重新打印。"
        case PaperStanding.OTHER_STAGE:
            words = f"内容是现在的第 {found.rev} 版；印出时{_stage_words(found)}，后来签字有变化。"
            return "内容一致，签字不是现在的", f"{words}存档前重新打印。"
        case PaperStanding.BEING_CHANGED:
            words = f"这张纸是第 {found.rev} 版，印出时{_stage_words(found)}。"
            return "这条信息已经打开修改", f"{words}原有签字已作废，改好送审后重新打印。"
        case PaperStanding.ENDED:
            words = f"这张纸是第 {found.rev} 版，印出时{_stage_words(found)}。"
            return f"这条信息{word(found.state)}", f"{words}这张纸只作存查，不能据以公开。"
        case PaperStanding.DISPUTED:
            words = f"这张纸是其中一份，印出时{_stage_words(found)}。"
            after = "由两人决定采用哪一份；两份都退回的，等处室报来新的一版。"
            return f"第 {found.rev} 版收到两份不同的内容", f"{words}{after}"
        case PaperStanding.SET_ASIDE:
            words = f"这张纸是第 {found.rev} 版的一份，没有采用（{found.because}）。"
            return "这份内容没有采用", words
        case PaperStanding.INVALID:
            words = f"摘要是第 {found.rev} 版的，但是电脑里的内容或者签字验证不通过：{found.because}。"
            return "电脑里的记录验证不通过，不能用来核对这张纸", f"{words}留好这张纸，报告保密审查员。"
        case _:
            words = f"这张纸是第 {found.rev} 版（{civil_time(found.made_at)}），印出时{_stage_words(found)}。"
            return "这是以前的版本", f"{words}现在是第 {found.head_rev} 版，这张纸不能再用。"


def _stage_words(found: PaperFound) -> str:
    if found.last is None:
        return "还没有人签字"
    because = f"（这次签字后来作废：{found.voided_because}）" if found.voided_because else ""
    return f"已签到“{found.last_title}”：{found.last.person} {civil_time(found.last.signed_at)}{because}"


def _page(session: Session, before: int | None) -> Sequence[Row[Any]]:
    asked = (
        select(
            Revision.id,
            Revision.item_id,
            Revision.rev,
            Revision.digest,
            Revision.created_at,
            func.json_extract(Revision.content, "$.answers").label("answers"),
            func.json_extract(Revision.content, "$.notes").label("notes"),
            func.json_extract(Revision.content, "$.form").label("form"),
        )
        .order_by(Revision.id.desc())
        .limit(_PAGE)
    )
    return session.execute(asked if before is None else asked.where(Revision.id < before)).all()


def _in_page(session: Session, rows: Sequence[Row[Any]], wanted: str) -> PaperFound | None:
    signed: defaultdict[str, list[SignOff]] = defaultdict(list)
    asked = select(SignOff, SignOff.statement["revision_digest"].as_string()).order_by(SignOff.id)
    for one, digest in session.execute(asked.where(SignOff.item_id.in_({row.item_id for row in rows}))):
        signed[digest].append(one)
    for row in rows:
        answers, notes = json.loads(row.answers), json.loads(row.notes)
        stages = tuple(_stages(signed[row.digest]))
        for stage in stages:
            if _form_digest(row.digest, answers, notes, stage).startswith(wanted):
                return _found(session, row, stage, stages[0])
    return None


def _form_digest(revision: str, answers: Sequence[Any], notes: Sequence[Any], stage: _Stage) -> str:
    """What a paper of this stage bears; empty where what is stored of a sign-off is no record of ours."""
    try:
        return plain_form_digest(revision, answers, notes, [one.statement for one in stage.chain])
    except KeyError:
        return ""


def _stages(rows: Sequence[SignOff]) -> Iterator[_Stage]:
    """Every stage that a revision has been in: the present one first, then each sign-off with what it rested on."""
    standing = tuple(one for one in rows if one.voided_at is None)
    yield _Stage(standing, True, "")
    for row in reversed(rows):
        yield _Stage(chain_up_to(row, rows), False, row.voided_because)
    if standing:
        yield _Stage((), False, "")


def _found(session: Session, row: Row[Any], stage: _Stage, present: _Stage) -> PaperFound:
    item = session.get_one(Item, row.item_id)
    standing, because = _standing(session, item, row, stage, present)
    last = read_statement(stage.chain[-1].statement) if stage.chain else None
    form = from_plain(ReviewForm, json.loads(row.form)) if row.form else DEFAULT_FORM
    return PaperFound(
        item.uuid,
        item.form_number,
        item.title,
        ItemState(item.state),
        standing,
        row.rev,
        item.head_rev,
        row.created_at,
        last,
        step_title(form, last.step) if last else "",
        stage.voided_because,
        because,
        _inked_since(stage, present),
    )


def _inked_since(stage: _Stage, present: _Stage) -> bool:
    """Whether the sign-offs that stand now go on from this stage, and one of those that came after was made on paper."""
    made = len(stage.chain)
    return present.chain[:made] == stage.chain and any(one.statement.get("ink") for one in present.chain[made:])


def _standing(session: Session, item: Item, row: Row[Any], stage: _Stage, present: _Stage) -> tuple[PaperStanding, str]:
    """What a paper of this stage is worth, and why where that needs a reason."""
    revision, belongs = session.get_one(Revision, row.id), own_people(session)
    fault = next((why for one in (stage, present) if (why := fault_of(item.uuid, revision, one.chain, belongs))), "")
    if fault:
        return PaperStanding.INVALID, fault
    aside = session.get(SetAside, row.id)
    if aside is not None:
        return PaperStanding.SET_ASIDE, aside.because
    if item.state in (ItemState.WITHDRAWN.value, ItemState.DISCARDED.value):
        return PaperStanding.ENDED, ""
    if row.rev != item.head_rev:
        return PaperStanding.OLDER, ""
    if item.conflict:
        return PaperStanding.DISPUTED, ""
    if session.get(Draft, item.id) is not None:
        return PaperStanding.BEING_CHANGED, ""
    return (PaperStanding.PRESENT if stage.present else PaperStanding.OTHER_STAGE), ""


def state_words(found: PaperFound) -> str:
    """Where the item stands now."""
    return f"现在是“{word(found.state)}”"
