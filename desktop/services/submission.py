"""What a draft must hold before it is submitted for review."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import FIELDS
from desktop.models import Document, HitRelease
from desktop.rules.items import ItemContent
from desktop.rules.requirements import missing
from desktop.rules.validation import Stage, problems
from desktop.screening.records import Severity
from desktop.services.secrecy import declared_secret, require_unmarked


def require_complete(content: ItemContent, today: date) -> None:
    """Raise UserError with the first thing that keeps a draft from being submitted; a state secret is never submitted."""
    found = problems(content, Stage.SUBMIT, today)
    if found:
        first = found[0]
        more = f"，另有 {len(found) - 1} 处" if len(found) > 1 else ""
        raise UserError(f"{FIELDS[first.field]}：{first.words}{more}", "改好后再提交审查", "E-FIELDS")
    require_unmarked(content)
    if declared_secret(content):
        raise UserError("国家秘密不得录入本系统", "停止登记，按保密规定另行处理", "E-SECRET")
    ahead = next((one for one in content.bases if one.on is not None and one.on > today), None)
    if ahead is not None:
        raise UserError(
            f"审查事项第 {ahead.question + 1} 项：依据的日期 {ahead.on} 晚于今天",
            "核对日期，重新登记依据",
            "E-REQUIREMENT",
        )
    wanted = missing(content)
    if wanted:
        first_question = wanted[0]
        raise UserError(
            f"审查事项第 {first_question.question + 1} 项：{first_question.words}", "补齐后再提交审查", "E-REQUIREMENT"
        )


def require_documents(session: Session, content: ItemContent) -> None:
    """Raise UserError unless a draft names only documents that were taken in, and calls released only what was."""
    for one in content.attachments:
        document = session.get(Document, one.sm3)
        if document is None:
            raise UserError(f"“{one.name}”不在本机", "移除后重新放入这份文件", "E-OBJECT")
        marked = any(finding["severity"] == Severity.BLOCK for finding in document.findings)
        released = session.scalar(select(HitRelease.id).where(HitRelease.sm3 == one.sm3).limit(1)) is not None
        if (marked and not one.released) or (one.released and not released):
            raise UserError(f"“{one.name}”带密级标志，没有放行记录", "移除这份文件，或者由保密审查员放行", "E-SECRET")
