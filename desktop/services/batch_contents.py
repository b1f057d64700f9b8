"""What goes into a batch: items with their sign-offs, entries of what is withheld or withdrawn, the people's keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formats.package_records import PackagedItem, UserKey, WithdrawalNotice, WithheldStub
from desktop.formats.package_writing import Content, sign_user_keys
from desktop.models import Account, Batch, BatchItem, Item, Revision, SigningKey, Withdrawal
from desktop.rules.items import Attribute, ItemContent
from desktop.rules.plain import from_plain
from desktop.rules.states import CAME_TO_NOTHING, ItemState
from desktop.services.accounts import end_key
from desktop.services.clock import civil_date
from desktop.services.desk import Desk
from desktop.services.renumbering import number_sent
from desktop.services.sign_offs import last_chain, packed
from desktop.services.trusted_keys import KeyKind

_TOLD_NOTHING = [one.value for one in CAME_TO_NOTHING]


def unsent_withheld(session: Session) -> Sequence[Item]:
    """The withheld items that no batch has told yet; they travel as number, date and article only.

    An item that went out with its content before it was withheld is told too; so is one whose batch was refused or taken back.
    """
    told = (
        select(BatchItem.item_id)
        .join(Batch, Batch.id == BatchItem.batch_id)
        .where(
            BatchItem.item_id == Item.id,
            BatchItem.rev == Item.head_rev,
            Batch.state.not_in(_TOLD_NOTHING),
        )
    )
    return session.scalars(
        select(Item).where(Item.state == ItemState.WITHHELD.value, ~told.exists()).order_by(Item.id)
    ).all()


def untold_withdrawals(session: Session) -> Sequence[Withdrawal]:
    """The withdrawals of sent items that no batch has told, or only one that was refused or taken back."""
    told = select(Batch.id).where(Batch.id == Withdrawal.batch_id, Batch.state.not_in(_TOLD_NOTHING))
    return session.scalars(select(Withdrawal).where(~told.exists()).order_by(Withdrawal.form_number)).all()


def withdrawals_of(session: Session, batch: Batch) -> tuple[WithdrawalNotice, ...]:
    """The withdrawals that a batch tells."""
    rows = session.scalars(select(Withdrawal).where(Withdrawal.batch_id == batch.id).order_by(Withdrawal.form_number))
    return tuple(
        WithdrawalNotice(one.item_uuid, one.rev, one.form_number, one.reason, one.withdrawn_on.isoformat())
        for one in rows
    )


def collect(
    desk: Desk, session: Session, batch: Batch
) -> tuple[tuple[PackagedItem, ...], tuple[WithheldStub, ...], dict[str, Content]]:
    """The items of a batch in the versions that it sends, its withheld entries, and the documents of the items."""
    rows = session.execute(
        select(Item, Revision)
        .join(BatchItem, BatchItem.item_id == Item.id)
        .join(Revision, (Revision.item_id == Item.id) & (Revision.rev == BatchItem.rev))
        .where(BatchItem.batch_id == batch.id)
        .order_by(Item.uuid)
    ).all()
    full: list[PackagedItem] = []
    stubs: list[WithheldStub] = []
    documents: dict[str, Content] = {}
    for item, revision in rows:
        content = from_plain(ItemContent, revision.content)
        if content.attribute is Attribute.WITHHELD:  # of the revision that was sent: the item may have moved on
            ground = content.ground.value if content.ground else "other"
            decided = civil_date(revision.created_at).isoformat()
            number = number_sent(session, item, revision.rev)
            stubs.append(WithheldStub(number, desk.agency.office_code, decided, ground))
            continue
        full.append(
            PackagedItem(
                item.uuid,
                revision.rev,
                tuple(revision.parents),
                revision.digest,
                number_sent(session, item, revision.rev),
                revision.content,
                tuple(packed(row) for row in last_chain(session, item.id, revision.rev)),
            )
        )
        for one in content.attachments:
            documents[one.sm3] = (one.size, partial(_document, desk, item.short_number, one.sm3))
    return tuple(full), tuple(stubs), documents


def _document(desk: Desk, number: str, sm3: str) -> Iterator[bytes]:
    """The bytes of a document; UserError (E-OBJECT) names the item that it belongs to when it is missing or damaged."""
    try:
        yield from desk.store.objects.open(sm3)
    except UserError as problem:
        if problem.code != "E-OBJECT":
            raise
        raise UserError(
            f"{number}的附件缺失或者损坏，这一批写不出来",
            "手头有原文件的，把它再登记一次，附件随之补上，然后再写；没有的，打开还没有写出的这一批按“收回这一批”，"
            "其余信息另组一批",
            problem.code,
        ) from problem


def listed_keys(desk: Desk, session: Session) -> dict[str, object]:
    """The signed list of this office's people's keys, frozen with the batch so that it can be written again unchanged.

    The key that signs it signs the batch too, also after it was retired.
    """
    rows = session.execute(
        select(SigningKey, Account.roles)
        .join(Account, Account.id == SigningKey.holder)
        .where(SigningKey.kind == KeyKind.PERSON.value)
        .order_by(SigningKey.fingerprint)
    )
    keys = [UserKey(key.holder, key.holder_name, key.fingerprint, key.public, tuple(roles)) for key, roles in rows]
    return sign_user_keys(desk.agency.code, desk.agency.office_code, keys, end_key(session))
