"""The review forms of items, filled or blank, from the store to PDF bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

from desktop.cleaning.presets import name_of
from desktop.errors import UserError
from desktop.labels import choices, title_of, word
from desktop.printing.cells import Option
from desktop.printing.review_form import review_forms
from desktop.printing.review_sheet import Publication, ReviewFormSheet, SignBlock
from desktop.rules.chains import ChainStep, Layout, ReviewForm, Step
from desktop.rules.findings import Raised, Resolution, masked_away, resolution_of
from desktop.rules.items import Attribute, Carrier, Channel, DocumentRole, ItemContent, Source
from desktop.rules.review import QUESTIONS, Conclusion, SignOffStatement
from desktop.screening.records import Severity
from desktop.services.clock import civil_date
from desktop.services.desk import CancelCheck, Desk, Progress, never, no_progress, stop_if
from desktop.services.differences import settled_words
from desktop.services.forms import default_form, forms
from desktop.services.papers.notes import notes_words
from desktop.services.papers.saving import save_pdf
from desktop.services.resolving import raised
from desktop.services.sign_offs import CheckedSignOff, form_digest
from desktop.services.signed_items import DocumentView, SignedItem, signed_items

INVALID_MARK = "（签名验证不通过，此签字无效）"
_MARK_LIMIT = 300
"""Characters of how a step was signed that have room below the name; the spot check prints all of them."""


def form_sheets(
    desk: Desk,
    uuids: Sequence[str],
    layout: Layout | None = None,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> tuple[ReviewFormSheet, ...]:
    """What the review forms of items show as they stand now, in their own layout or in another one."""
    sheets = []
    for number, one in enumerate(signed_items(desk, uuids)):
        stop_if(cancelled)
        progress(number, len(uuids))
        made = form_sheet(desk, one)
        sheets.append(replace(made, layout=layout) if layout else made)
    return tuple(sheets)


def review_form_pdf(
    desk: Desk,
    *uuids: str,
    layout: Layout | None = None,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> bytes:
    """The review forms of items, filled as they stand now, one after the other; Cancelled when the user stops it."""
    return review_forms(form_sheets(desk, uuids, layout, progress, cancelled))


def save_review_forms(
    desk: Desk,
    uuids: Sequence[str],
    target: Path,
    progress: Progress = no_progress,
    cancelled: CancelCheck = never,
) -> None:
    """Write the review forms of items into one PDF, in their order; cancelling leaves no file."""
    save_pdf(target, review_form_pdf(desk, *uuids, progress=progress, cancelled=cancelled))


def blank_form_pdf(desk: Desk, code: str = "", layout: Layout | None = None) -> bytes:
    """A blank review form for ink: the form of this code, else the one of this layout, else the default one."""
    return review_forms([blank_sheet_of(desk, code, layout)])


def blank_sheet_of(desk: Desk, code: str = "", layout: Layout | None = None) -> ReviewFormSheet:
    """What a blank form shows; UserError (E-FORM) when there is no such form."""
    form = _chosen(desk, code, layout)
    blocks = tuple(SignBlock(title_of(one), step=one.step) for one in form.steps)
    made = _sheet(ItemContent(form=form), desk.agency.office_name, desk.agency.name, blocks=blocks, blank=True)
    return replace(made, layout=layout) if layout else made


def _chosen(desk: Desk, code: str, layout: Layout | None) -> ReviewForm:
    if not code and layout is None:
        return default_form(desk)
    known = [one.form for one in forms(desk) if one.form.code == code or (not code and one.form.layout is layout)]
    if not known and code:
        raise UserError("没有这种审查表，或者已停用", "另选一种审查表", "E-FORM")
    return known[0] if known else default_form(desk)


def current_form_digest(one: SignedItem) -> str:
    """The digest of an item's form as it stands now, in hex; empty before it was submitted."""
    if not one.head_rev or one.draft_version is not None:
        return ""
    return form_digest(one.head_digest, one.content, one.statements)


def precheck_words(documents: Iterable[DocumentView], resolutions: Sequence[Resolution] = ()) -> str:
    """What the screening found and what somebody decided about it, in one sentence for the form (系统预检)."""
    listed = tuple(documents)
    if not listed:
        return ""
    found = [
        f"{finding['what']}（{one.name}，{finding['place']}）{_settled(seen, resolutions)}"
        for one in listed
        for finding, seen in zip(one.findings, raised(one.sm3, one.findings), strict=True)
    ]
    found += [
        f"{name_of(made.rule)}（{one.name}，{made.place}，{made.count} 处）：{settled_words(made)}"
        for one in listed
        for made in masked_away(one.sm3, raised(one.sm3, one.findings), resolutions)
    ]
    marks = sum(finding["count"] for one in listed for finding in one.findings if finding["severity"] == Severity.BLOCK)
    head = f"已检查 {len(listed)} 个文件。密级标志 {marks} 处{'，已由保密审查员放行' if marks else ''}"
    return f"{head}；{'；'.join(found)}。" if found else f"{head}；未发现其他问题。"


def _settled(seen: Raised, resolutions: Sequence[Resolution]) -> str:
    made = resolution_of(seen, resolutions)
    return f"：{settled_words(made)}" if made else ""


def form_sheet(desk: Desk, one: SignedItem) -> ReviewFormSheet:
    """What the review form of an item shows as it stands now."""
    signed = {statement.step: statement for statement in one.statements}
    forged = {each.checked.statement.step: each.checked for each in one.invalid if each.rev == one.head_rev}
    handler = signed.get(Step.HANDLER)
    published = one.publication
    made = _sheet(
        one.content,
        one.office_name,
        desk.agency.name,
        blocks=tuple(_block(step, signed.get(step.step), forged.get(step.step)) for step in one.content.form.steps),
        form_number=one.form_number,
        conclusion=next((item.conclusion for item in signed.values() if item.conclusion), None),
        answers=signed.get(Step.CONFIDENTIALITY_REVIEWER),
        precheck=precheck_words(one.documents, one.content.resolutions),
        digest=current_form_digest(one),
        version=max(one.head_rev, 1),
    )
    if handler:
        made = replace(made, submitted_on=civil_date(handler.signed_at))
    if published is None:
        return replace(made, publication=Publication(index_number=one.index_number))
    record = Publication(
        published.published_on, published.address, one.index_number, published.publisher, published.published_on
    )
    return replace(made, publication=record)


def _sheet(
    content: ItemContent,
    office: str,
    agency: str,
    *,
    blocks: tuple[SignBlock, ...],
    form_number: str = "",
    conclusion: Conclusion | None = None,
    answers: SignOffStatement | None = None,
    precheck: str = "",
    digest: str = "",
    version: int = 1,
    blank: bool = False,
) -> ReviewFormSheet:
    given = answers.answers if answers and answers.answers else content.answers
    return ReviewFormSheet(
        carriers=_options(Carrier, *(() if blank else (content.carrier,))),
        sources=_options(Source, *(() if blank else (content.source,))),
        attributes=_options(Attribute, *(() if blank else (content.attribute,))),
        channels=_options(Channel, *(() if blank else content.channels)),
        conclusions=_options(Conclusion, *((conclusion,) if conclusion else ())),
        checklist=tuple(
            (question, word(answer) if answer else None) for question, answer in zip(QUESTIONS, given, strict=True)
        ),
        blocks=blocks,
        form_number=form_number,
        filled_on=content.filled_on,
        office=office,
        drafter=content.drafter,
        phone=content.phone,
        title=content.title,
        document_number=content.document_number,
        genre=_genre(content),
        signed_on=content.signed_on,
        pages=content.pages,
        attachments=tuple(
            f"附件{n}\u3000{one.name}"
            for n, one in enumerate((d for d in content.attachments if d.role is DocumentRole.ATTACHMENT), 1)
        ),
        basis="" if blank else _basis(content),
        column=content.column,
        planned_on=content.planned_on,
        precheck=precheck,
        notes=notes_words(content),
        digest=digest,
        version=version,
        blank=blank,
        layout=content.form.layout,
        name=content.form.name,
        agency=agency,
        reprint=_reprint(content),
        main_text=_main_text(content),
    )


def _block(step: ChainStep, statement: SignOffStatement | None, forged: CheckedSignOff | None) -> SignBlock:
    if statement is None:
        return _invalid_block(step, forged) if forged else SignBlock(title_of(step), step=step.step)
    return SignBlock(
        title_of(step),
        ticked=word(statement.opinion),
        opinion=statement.text,
        name=statement.person,
        ink=statement.ink is not None,
        signed_on=statement.day,
        mark=_shortened(signing_mark(statement)),
        step=step.step,
    )


def _invalid_block(step: ChainStep, forged: CheckedSignOff) -> SignBlock:
    """The block of a signature that does not verify: nothing is ticked, for nobody is known to have said so."""
    statement = forged.statement
    return SignBlock(
        title_of(step),
        opinion=f"{forged.fault}。不得据此公开，退回重新送审。",
        name=statement.person,
        ink=statement.ink is not None,
        signed_on=statement.day,
        mark=INVALID_MARK,
        step=step.step,
        invalid=True,
    )


def signing_mark(statement: SignOffStatement) -> str:
    """How a step was signed: by which key, or on paper and recorded by whom, and in whose place by what authority."""
    key = statement.key.replace(" ", "")[:8].upper()
    how = f"纸质签字，{statement.ink.attested_by}登记" if statement.ink else f"电子签名，密钥 {key[:4]} {key[4:]}"
    stood_in = statement.delegation
    return f"（代签：代{stood_in.principal}，依据{stood_in.authority}；{how}）" if stood_in else f"（{how}）"


def _shortened(mark: str) -> str:
    return mark if len(mark) <= _MARK_LIMIT else f"{mark[: _MARK_LIMIT - 2]}…）"


def _options(kind: type[StrEnum], *ticked: StrEnum) -> tuple[Option, ...]:
    return tuple(Option(label, value in ticked) for value, label in choices(kind))


def _basis(content: ItemContent) -> str:
    if content.attribute is Attribute.PROACTIVE:
        return "无"
    return f"{word(content.ground) if content.ground else ''}。{content.reason}"


def _genre(content: ItemContent) -> str:
    return content.genre.value if content.genre else ""


def _reprint(content: ItemContent) -> str:
    if content.source is not Source.REPRINT:
        return ""
    day = content.reprinted_on.isoformat() if content.reprinted_on else ""
    return "，".join(part for part in (content.reprint_source, content.reprint_url, day) if part)


def _main_text(content: ItemContent) -> str:
    """The summary, and which document was reviewed."""
    body = content.body
    summary = f"{content.summary.rstrip('。')}。" if content.summary else ""
    if body is None:
        return summary
    pages = f"，{body.pages}页" if body.pages else ""
    digest = " ".join(body.sm3[n : n + 4].upper() for n in range(0, 16, 4))
    return f"{summary}正文见文件“{body.name}”{pages}，摘要（SM3）{digest}……"
