"""Packages as a forger would make them: opened, changed, and written again with a key of his choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from desktop.formats.package import read_package
from desktop.formats.package_records import BatchHeader, PackagedItem, UserKey, item_digest
from desktop.formats.package_writing import sign_user_keys, write_package
from desktop.services import accounts, enrolment
from desktop.services.desk import Desk
from desktop.services.sign_offs import KIND, plain_form_digest
from desktop.trust.digests import digest_of
from desktop.trust.signing import PrivateKey, generate_key, sign
from tests.services.ends import PASSWORD, Ends


def office_key(ends: Ends) -> PrivateKey:
    """The key of the office end, which a forger within the office can lay hands on."""
    with ends.at("lin") as desk, desk.store.reading() as session:
        return accounts.end_key(session)


def personal_key(ends: Ends, login: str) -> PrivateKey:
    """The signing key of a person."""
    with ends.at(login) as desk:
        return desk.signing_key


def repacked(
    source: Path,
    target: Path,
    key: PrivateKey,
    *,
    header: Callable[[BatchHeader], BatchHeader] = lambda one: one,
    item: Callable[[PackagedItem], PackagedItem] = lambda one: one,
    users: Callable[[UserKey], UserKey] = lambda one: one,
) -> Path:
    """Write `source` anew with header, items and people changed, in good order and signed with `key`."""
    with read_package(source, lambda _header, _key: None) as package:
        made = header(package.header)
        people = sign_user_keys(made.agency_code, made.office_code, [users(one) for one in package.user_keys], key)
        documents = {sm3: (size, partial(package.attachment, sm3)) for sm3, size in package.attachments.items()}
        items = [item(one) for one in package.items]
        write_package(target, made, items, package.stubs, people, documents, key)
    return target


def with_content(item: PackagedItem, **changes: Any) -> PackagedItem:
    """An item whose content says something else, with the digest that fits it."""
    content = {**item.content, **changes}
    return replace(item, content=content, digest=item_digest(item.uuid, item.rev, item.parents, content))


def as_item(item: PackagedItem, uuid: str, number: str) -> PackagedItem:
    """The same content under another identity."""
    return replace(item, uuid=uuid, form_number=number, digest=item_digest(uuid, item.rev, item.parents, item.content))


def signed_anew(item: PackagedItem, keys: list[PrivateKey], **changes: Any) -> PackagedItem:
    """Every sign-off of an item made anew for its present content with these keys, in the order of the chain."""
    previous = ""
    made: list[dict[str, object]] = []
    for one, key in zip(item.signoffs, keys, strict=True):
        statement: dict[str, Any] = dict(one["statement"])  # type: ignore[call-overload]
        statement |= {"item": item.uuid, "rev": item.rev, "revision_digest": item.digest, "previous": previous}
        statement |= {"key": key.public.fingerprint} | changes
        previous = digest_of(statement)
        made.append(
            {
                "statement": statement,
                "signature": sign(key, KIND, statement).as_json(),
                "public_key": key.public.as_json(),
            }
        )
    return replace(item, signoffs=tuple(made))


def signed_in_order(item: PackagedItem, keys: list[PrivateKey]) -> PackagedItem:
    """Every sign-off made anew so that all of them hold: only what the content says is not as this program lets it be."""
    earlier: list[dict[str, Any]] = []
    made: list[dict[str, object]] = []
    answers, notes = cast(list[Any], item.content["answers"]), cast(list[Any], item.content["notes"])
    for one, key in zip(item.signoffs, keys, strict=True):
        said = {**cast(dict[str, Any], one["statement"]), "revision_digest": item.digest}
        said["previous"] = digest_of(earlier[-1]) if earlier else ""
        said["form_digest"] = plain_form_digest(
            item.digest, answers, notes, earlier, said["answers"], said["conclusion"]
        )
        made.append({**one, "statement": said, "signature": sign(key, KIND, said).as_json()})
        earlier.append(said)
    return replace(item, signoffs=tuple(made))


def enrolled_office(desk: Desk, code: str, name: str) -> PrivateKey:
    """Another office at the centre, with the key that speaks for it."""
    key = generate_key()
    office_id = enrolment.add_office(desk, code, name)
    enrolment.propose_key(desk, office_id, key.public.fingerprint)
    enrolment.confirm_key(desk, office_id, key.public.fingerprint, "wei", PASSWORD)
    return key
