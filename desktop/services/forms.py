"""The review forms that may be used here: those shipped with the program and those this agency made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.labels import word
from desktop.models import Agency, FormTemplate
from desktop.paths import resource
from desktop.rules.chains import Nature, ReviewForm, form_for, form_instead, require_keepable, unmet
from desktop.rules.items import ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.roles import Permission
from desktop.services.desk import Desk

FORMAT = 1
"""The only version of the shipped form files that this program reads."""

_ALL_NATURES = ((), (Nature.NORMATIVE,), (Nature.SENSITIVE,), (Nature.NORMATIVE, Nature.SENSITIVE))
"""One item for each combination of conditions."""

_ORDER = ("standard", "extended", "notice", "opinions", "approval", "register")


@dataclass(frozen=True, slots=True)
class FormView:
    """A form that may be chosen: its newest version, whether it is the agency's default, and whose work it is."""

    form: ReviewForm
    is_default: bool
    shipped: bool
    source: str


@dataclass(frozen=True, slots=True)
class _Shipped:
    form: ReviewForm
    source: str


def forms(desk: Desk) -> tuple[FormView, ...]:
    """The forms that may be chosen for an item, the shipped ones first."""
    desk.require(Permission.READ, Permission.ACCOUNTS, Permission.ENROL)
    with desk.store.reading() as session:
        default = session.execute(select(Agency.default_form)).scalar_one()
        return tuple(replace(one, is_default=one.form.code == default) for one in _newest(session))


def default_form(desk: Desk) -> ReviewForm:
    """The form that a new item is reviewed under."""
    with desk.store.reading() as session:
        return form_of_new_items(session)


def form_of_new_items(session: Session) -> ReviewForm:
    """The newest version of the agency's default form."""
    return newest_form(session, session.execute(select(Agency.default_form)).scalar_one())


def newest_form(session: Session, code: str) -> ReviewForm:
    """The newest version of a form; UserError (E-FORM) when it was retired or never was."""
    found = next((one.form for one in _newest(session) if one.form.code == code), None)
    if found is None:
        raise UserError("所选的审查表已停用", "另选一种审查表", "E-FORM")
    return found


def is_known(session: Session, form: ReviewForm) -> bool:
    """Whether this end has this very version of the form, conditional steps aside; a centre asks it of what comes in."""
    versions = [one for one in _versions(session) if (one.code, one.version) == (form.code, form.version)]
    return any(form in {form_for(one, natures) for natures in _ALL_NATURES} for one in versions)


def versions_of(session: Session, code: str) -> tuple[ReviewForm, ...]:
    """All versions of a form that this end has, retired ones too."""
    return tuple(one for one in _versions(session) if one.code == code)


def form_of_item(session: Session, content: ItemContent) -> ReviewForm:
    """The form of an item that goes to review: the newest version of the chosen one, for what the item is."""
    return form_for(newest_form(session, content.form.code), content.natures)


def require_steps(session: Session, content: ItemContent) -> None:
    """Raise UserError (E-FORM) when the chosen form lacks a step that the item asks for and another form in use has."""
    chosen = newest_form(session, content.form.code)
    better = form_instead(chosen, [one.form for one in _newest(session)], content.natures)
    if better is not None:
        steps = "、".join(word(one) for one in unmet(chosen, content.natures))
        raise UserError(f"审查表“{chosen.name}”没有{steps}签字的步骤", f"改用“{better.name}”再提交审查", "E-FORM")


def save_form(desk: Desk, form: ReviewForm) -> ReviewForm:
    """Keep a new version of a form, or a new form; reviews that began under an earlier one stay under it.

    Raises UserError (E-FORM) for a chain under which nothing may be reviewed, and for a name that is too long.
    """
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    with desk.verb("save_form", form.code, {"steps": len(form.steps)}) as session:
        last = max((one.version for one in _versions(session) if one.code == form.code), default=0)
        kept = replace(form, version=last + 1, name=form.name.strip())
        require_keepable(kept)
        session.add(
            FormTemplate(
                code=kept.code,
                version=kept.version,
                body=to_plain(kept),
                created_at=desk.now(),
                created_by=desk.person.name,
            )
        )
    return kept


def save_new_form(desk: Desk, form: ReviewForm) -> ReviewForm:
    """Keep a form as a new one beside that it was made from, under a code of its own.

    The code comes from the name, so that a form made alike at both ends is the same form to them.
    """
    with desk.store.reading() as session:
        taken = {one.code for one in _versions(session)}
    codes = (own_code(form.name, number) for number in count())
    return save_form(desk, replace(form, code=next(code for code in codes if code not in taken), version=1))


def own_code(name: str, number: int = 0) -> str:
    """The code of this agency's form of that name; `number` tells forms apart that once bore the same name."""
    digest = sha256(f"{name.strip()}\n{number}".encode()).hexdigest()
    return f"own-{digest[:8]}"


def retire_form(desk: Desk, code: str) -> None:
    """Take a form of this agency out of the choice; a shipped one shows again as it came. Its reviews stay under it."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    with desk.verb("retire_form", code) as session:
        rows = session.scalars(select(FormTemplate).where(FormTemplate.code == code)).all()
        if not rows:
            raise UserError("随程序提供的审查表不能停用", "可以改默认的审查表，或者修改它的步骤", "E-FORM")
        if session.execute(select(Agency.default_form)).scalar_one() == code and code not in _shipped():
            raise UserError("这是默认的审查表，不能停用", "先把另一种设为默认", "E-FORM")
        for row in rows:
            row.retired = True


def set_default_form(desk: Desk, code: str) -> None:
    """Choose the form that new items are reviewed under."""
    desk.require(Permission.ACCOUNTS, Permission.ENROL)
    with desk.verb("set_default_form", code) as session:
        newest_form(session, code)
        session.execute(select(Agency)).scalar_one().default_form = code


def _newest(session: Session) -> Iterator[FormView]:
    shipped = _shipped()
    newest = (
        select(FormTemplate.code, func.max(FormTemplate.version).label("version"))
        .where(FormTemplate.retired.is_(False))
        .group_by(FormTemplate.code)
        .subquery()
    )
    rows = session.scalars(
        select(FormTemplate)
        .join(newest, (newest.c.code == FormTemplate.code) & (newest.c.version == FormTemplate.version))
        .order_by(FormTemplate.code)
    )
    own = {row.code: from_plain(ReviewForm, row.body) for row in rows}
    for code, one in shipped.items():
        yield FormView(own.get(code, one.form), False, code not in own, one.source)
    for code, form in own.items():
        if code not in shipped:
            yield FormView(form, False, False, "")


def _versions(session: Session) -> list[ReviewForm]:
    own = [from_plain(ReviewForm, body) for body in session.scalars(select(FormTemplate.body))]
    return [*(one.form for one in _shipped().values()), *own]


@lru_cache(maxsize=1)
def _shipped() -> dict[str, _Shipped]:
    return {code: _read(code) for code in _ORDER}


def _read(code: str) -> _Shipped:
    content = json.loads(resource("forms", f"{code}.json").read_text(encoding="utf-8"))
    if content["format"] != FORMAT:
        raise UserError(f"审查表文件“{code}.json”由别的版本写成", "重新安装程序", "E-FORM")
    return _Shipped(from_plain(ReviewForm, content["form"]), str(content["source"]))
