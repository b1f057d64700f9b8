"""Signing and checking statements of the review chain: what a sign-off binds, and whether a chain holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.models import SignOff
from desktop.rules.chains import Place, Step
from desktop.rules.items import Answer, ItemContent
from desktop.rules.plain import from_plain, to_plain
from desktop.rules.review import Conclusion, SignOffStatement, check_sign_off, fully_agreed
from desktop.store.rows import JsonText
from desktop.trust.digests import canonical_again, digest_of, sm3
from desktop.trust.signing import PrivateKey, PublicKey, Signature, sign, verify_digest

KIND = "sign-off"

KeyCheck = Callable[[SignOffStatement, PublicKey], bool]
"""Whether a public key is the registered key of the account that a statement names."""


@dataclass(frozen=True, slots=True)
class CheckedSignOff:
    """A sign-off with the verdict of its verification; `fault` is empty when it holds.

    `text` is the canonical JSON of the statement that was verified, and `hash` its SM3, to which the next one refers; both
    are empty for one that was not verified because it is void.
    """

    statement: SignOffStatement
    fault: str
    text: str = ""
    hash: str = ""

    @property
    def valid(self) -> bool:
        """Whether it holds."""
        return not self.fault


def revision_digest(uuid: str, rev: int, parents: Sequence[str], content: Mapping[str, Any]) -> str:
    """SM3 over all that identifies a revision: item, number, parents and plain content."""
    return digest_of({"uuid": uuid, "rev": rev, "parents": list(parents), "content": content})


def form_digest(
    revision: str,
    content: ItemContent,
    earlier: Sequence[SignOffStatement],
    answers: Sequence[Answer] = (),
    conclusion: Conclusion | None = None,
) -> str:
    """SM3 over the form as its signer sees it: revision, checklist, the reviewer's answers, the conclusion, opinions."""
    checklist, notes, before = to_plain(content.answers), to_plain(content.notes), to_plain(tuple(earlier))
    return plain_form_digest(revision, checklist, notes, before, to_plain(tuple(answers)), to_plain(conclusion))


def plain_form_digest(
    revision: str,
    answers: Sequence[Any],
    notes: Sequence[Any],
    earlier: Sequence[Mapping[str, Any]],
    confirmed: Sequence[Any] = (),
    conclusion: str | None = None,
) -> str:
    """The same over what is stored: checklist and statements in their plain form."""
    reviewer = next((one for one in earlier if one["step"] == Step.CONFIDENTIALITY_REVIEWER.value), {})
    return digest_of(
        {
            "revision": revision,
            "answers": list(answers),
            "notes": list(notes),
            "confirmed": list(confirmed or reviewer.get("answers") or ()),
            "conclusion": conclusion or reviewer.get("conclusion"),
            "opinions": [[one["step"], one["opinion"], one["text"]] for one in earlier],
        }
    )


def statement_hash(statement: SignOffStatement) -> str:
    """SM3 of a statement, which the next sign-off refers to."""
    return digest_of(to_plain(statement))


def signed_row(item_id: int, statement: SignOffStatement, key: PrivateKey) -> SignOff:
    """The row of a sign-off: the statement signed with the signer's own key."""
    plain = to_plain(statement)
    return SignOff(
        item_id=item_id,
        rev=statement.rev,
        step=statement.step.value,
        statement=plain,
        statement_hash=digest_of(plain),
        signature=sign(key, KIND, plain).as_json(),
        public_key=key.public.as_json(),
    )


def standing_rows(session: Session, item_id: int, rev: int) -> tuple[SignOff, ...]:
    """The sign-offs on a revision that are not voided, in order."""
    return tuple(
        session.scalars(
            select(SignOff)
            .where(SignOff.item_id == item_id, SignOff.rev == rev, SignOff.voided_at.is_(None))
            .order_by(SignOff.id)
        )
    )


def handlers_of(session: Session, item_id: int, rev: int) -> tuple[SignOffStatement, ...]:
    """Everybody who signed a revision as its handler, also those whose sign-off was voided when it was returned to them."""
    mine = SignOff.item_id == item_id, SignOff.rev == rev, SignOff.step == Step.HANDLER.value
    return tuple(read_statement(plain) for plain in session.scalars(select(SignOff.statement).where(*mine)))


def last_chain(session: Session, item_id: int, rev: int) -> tuple[SignOff, ...]:
    """The last sign-off on a revision with those that it rests on, in order, whether or not they were voided since.

    What was returned to an earlier step or recalled on the way does not belong to it.
    """
    rows = session.scalars(
        select(SignOff).where(SignOff.item_id == item_id, SignOff.rev == rev).order_by(SignOff.id)
    ).all()
    return chain_up_to(rows[-1], rows) if rows else ()


def chain_up_to(last: SignOff, rows: Sequence[SignOff]) -> tuple[SignOff, ...]:
    """A sign-off with those of `rows` that it rests on, in order, whether or not they were voided since."""
    by_hash = {row.statement_hash: row for row in rows}
    chain = [last]
    while (before := by_hash.get(_previous(chain[-1]))) is not None:
        if before in chain:  # nothing of ours refers to itself
            break
        chain.append(before)
    return tuple(reversed(chain))


def _previous(row: SignOff) -> str:
    """The hash of the sign-off before this one; none is known of what is no record of ours."""
    said: Any = row.statement
    return str(said.get("previous", "")) if isinstance(said, dict) else ""


def void_from(session: Session, item_id: int, rev: int, place: int, because: str, moment: str) -> None:
    """Void the standing sign-offs of a revision from the one at `place` (from 0) on; they stay visible."""
    for row in standing_rows(session, item_id, rev)[place:]:
        row.voided_at, row.voided_because = moment, because


def read_statement(plain: Any) -> SignOffStatement:
    """The statement in its plain form; UserError (E-FIELD) when it is malformed."""
    return from_plain(SignOffStatement, plain)


def packed(row: SignOff) -> dict[str, Any]:
    """A sign-off as it travels in a package."""
    return {"statement": row.statement, "signature": row.signature, "public_key": row.public_key}


def unpacked(item_id: int, checked: CheckedSignOff, travelled: Mapping[str, Any]) -> dict[str, Any]:
    """A sign-off that travelled in a package and was verified, as values by column."""
    statement = checked.statement
    return {
        "item_id": item_id,
        "rev": statement.rev,
        "step": statement.step.value,
        "statement": JsonText(checked.text),
        "statement_hash": checked.hash,
        "signature": travelled["signature"],
        "public_key": travelled["public_key"],
        "voided_because": "",
    }


def check_chain(
    uuid: str,
    rev: int,
    digest: str,
    content: ItemContent,
    travelled: Sequence[Mapping[str, Any]],
    key_belongs: KeyCheck,
) -> tuple[CheckedSignOff, ...]:
    """Verify every sign-off of a revision against its content, its predecessor, the chain's rules and its key."""
    chain = _Chain(uuid, rev, digest, content, key_belongs)
    return tuple([chain.check(one) for one in travelled])


class _Chain:
    """The sign-offs of a revision as they are verified one after the other, each resting on those before it.

    What is asked of their plain form is asked of the form that travelled, which is the one that was signed.
    """

    def __init__(self, uuid: str, rev: int, digest: str, content: ItemContent, key_belongs: KeyCheck) -> None:
        self._revision = (uuid, rev, digest)
        self._content, self._key_belongs = content, key_belongs
        self._answers, self._notes = to_plain(content.answers), to_plain(content.notes)
        self._earlier: list[SignOffStatement] = []
        self._plain: list[Mapping[str, Any]] = []
        self._last = ""

    def check(self, travelled: Mapping[str, Any]) -> CheckedSignOff:
        """The next sign-off with the verdict on it; UserError (E-FIELD) when its statement is malformed."""
        plain: Any = travelled.get("statement")
        statement = read_statement(plain)
        text = canonical_again(plain)
        hashed = sm3(text.encode("utf-8"))
        checked = CheckedSignOff(statement, self._fault(statement, plain, hashed, travelled), text, hashed)
        self._earlier.append(statement)
        self._plain.append(plain)
        self._last = hashed
        return checked

    def _fault(
        self, statement: SignOffStatement, plain: Mapping[str, Any], hashed: str, travelled: Mapping[str, Any]
    ) -> str:
        try:
            public = PublicKey.from_json(travelled.get("public_key"))
            signature = Signature.from_json(travelled.get("signature"))
            check_sign_off(statement, self._earlier, self._content)
        except UserError as error:
            return error.message
        if (statement.item, statement.rev, statement.revision_digest) != self._revision:
            return "签的不是现在这一版"
        confirmed, conclusion = plain.get("answers", ()), plain.get("conclusion")
        bound = plain_form_digest(
            statement.revision_digest, self._answers, self._notes, self._plain, confirmed, conclusion
        )
        if statement.form_digest != bound:
            return "签字后审查表有改动"
        if statement.previous != self._last:
            return "与前一步签字接不上"
        if statement.key != public.fingerprint or not self._key_belongs(statement, public):
            return "签字的密钥不是本人登记的密钥"
        if not verify_digest(public, KIND, hashed, signature):
            return "签名验证不通过"
        return ""


def gate_open(checked: Sequence[CheckedSignOff], place: Place, content: ItemContent) -> bool:
    """The gate of export, import and publication: every sign-off verifies, and those required at `place` agree."""
    return all(one.valid for one in checked) and fully_agreed([one.statement for one in checked], place, content)
