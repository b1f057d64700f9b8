"""A draft that is open at this desk: its changes reach the store in order and never over somebody else's."""

from __future__ import annotations

import threading
import uuid as uuids
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.errors import UserError
from desktop.rules.bases import Outcome, Referral
from desktop.rules.findings import Resolution, Settled, kept_with
from desktop.rules.items import Answer, AttachedDocument, DocumentRole, ItemContent
from desktop.rules.requirements import to_answer_anew
from desktop.services import intake, items, masking, referrals, resolving
from desktop.services.desk import CancelCheck, Desk, Progress
from desktop.services.intake import Intake, Release
from desktop.services.item_detail import ItemDetail, detail
from desktop.services.masking import MaskDone
from desktop.services.resolving import FindingKey


class OpenDraft:
    """One editing session of one draft. Its methods may be called from any thread; they take turns.

    What is saved keeps the documents, the resolutions and the referrals that the store holds: those change by `attach`,
    `detach`, `restore`, `set_body`, `mask`, `undo_mask`, `resolve`, `reopen`, `refer` and `record_answer` only.
    Somebody else's change in between raises UserError (E-STALE), and nothing is overwritten.
    """

    def __init__(self, desk: Desk, opened: ItemDetail) -> None:
        assert opened.draft_version is not None
        self.uuid = opened.uuid
        self._desk = desk
        self._turn = threading.RLock()
        self._session = str(uuids.uuid4())
        self._version = opened.draft_version
        self._saved = opened.content
        self._given = self._done = 0
        self._answered: dict[str, tuple[Answer | None, ...]] = {}
        self._taken_out: dict[str, tuple[Resolution, ...]] = {}

    def ticket(self) -> int:
        """A place in the order of the saves; call it when the content to be saved is taken."""
        self._given += 1
        return self._given

    def differs(self, content: ItemContent) -> bool:
        """Whether a content is not what the store holds, or will not be once the saves under way are done."""
        return self._given != self._done or self._lacks(content)

    def save(self, content: ItemContent, ticket: int) -> None:
        """Save a content, unless a later one was saved before."""
        with self._turn:
            if ticket < self._done:
                return
            self._done = ticket
            if self._lacks(content):
                self._write(self._with_kept(content))

    def attach(self, path: Path) -> Intake:
        """Add a document; one that bears a classification mark comes back `stopped`, and the draft is as it was."""
        with self._turn:
            taken = intake.attach_document(self._desk, self.uuid, path)
            if not taken.stopped:
                self._follow()
            return taken

    def attach_released(self, path: Path, release: Release) -> Intake:
        """Add a document whose classification hit was called false."""
        with self._turn:
            taken = intake.release_attachment(self._desk, self.uuid, path, release)
            self._follow()
            return taken

    def detach(self, sm3: str) -> AttachedDocument:
        """Take a document out; returns it, for `restore`."""
        with self._turn:
            taken = next(one for one in self._saved.attachments if one.sm3 == sm3)
            self._answered[sm3] = self._saved.answers
            self._taken_out[sm3] = kept_with(self._saved.resolutions, {sm3})
            intake.detach_document(self._desk, self.uuid, sm3)
            self._follow()
            return taken

    def restore(self, document: AttachedDocument) -> None:
        """Put a document back that was taken out in this session, with what was decided about its findings."""
        with self._turn:
            kept = self._saved.attachments
            if all(one.sm3 != document.sm3 for one in kept):
                decided = (*self._saved.resolutions, *self._taken_out.pop(document.sm3, ()))
                content = replace(self._saved, attachments=(*kept, document), resolutions=decided)
                unread = self._answered.pop(document.sm3, None) != content.answers  # answered without it
                self._write(to_answer_anew(content) if unread else content)

    def set_body(self, sm3: str) -> None:
        """Make a document the main one; the one before becomes an attachment."""
        with self._turn:
            roles = {True: DocumentRole.BODY, False: DocumentRole.ATTACHMENT}
            changed = tuple(replace(one, role=roles[one.sm3 == sm3]) for one in self._saved.attachments)
            changed = tuple(sorted(changed, key=lambda one: one.role is not DocumentRole.BODY))
            self._write(replace(self._saved, attachments=changed))

    def resolve(self, key: FindingKey, verdict: Settled, reason: str) -> None:
        """Record what was decided about a finding."""
        with self._turn:
            resolving.resolve(self._desk, self.uuid, key, verdict, reason)
            self._follow()

    def reopen(self, key: FindingKey) -> None:
        """Take a decision about a finding back."""
        with self._turn:
            resolving.reopen(self._desk, self.uuid, key)
            self._follow()

    def mask(self, sm3: str, presets: Mapping[str, str], progress: Progress, cancelled: CancelCheck) -> MaskDone:
        """Put a clean copy in the place of a document."""
        with self._turn:
            done = masking.mask(self._desk, self.uuid, sm3, presets, progress, cancelled)
            self._follow()
            return done

    def undo_mask(self, sm3: str) -> AttachedDocument:
        """Put the original of a clean copy back."""
        with self._turn:
            original = masking.undo_mask(self._desk, self.uuid, sm3)
            self._follow()
            return original

    def refer(self, referral: Referral) -> None:
        """Note that a question was put to a body."""
        with self._turn:
            referrals.refer(self._desk, self.uuid, referral.question, referral.body, referral.sent_on, referral.number)
            self._follow()

    def record_answer(self, question: int, answered_on: date, outcome: Outcome, answer: str) -> None:
        """Note what the body has answered."""
        with self._turn:
            referrals.record_answer(self._desk, self.uuid, question, answered_on, outcome, answer)
            self._follow()

    def saved(self) -> ItemContent:
        """What the store holds, as far as this desk knows."""
        return self._saved

    def _with_kept(self, content: ItemContent) -> ItemContent:
        kept = self._saved
        return replace(content, attachments=kept.attachments, resolutions=kept.resolutions, referrals=kept.referrals)

    def _lacks(self, content: ItemContent) -> bool:
        return self._with_kept(content) != self._saved

    def _write(self, content: ItemContent) -> None:
        self._version = items.save_draft(self._desk, self.uuid, content, self._version, self._session)
        self._saved = content

    def _follow(self) -> None:
        """Take over what a verb on the documents made of the draft."""
        now = detail(self._desk, self.uuid)
        if now.draft_version != self._version + 1:
            raise UserError("这份草稿已在别处改过", "重新打开这份草稿，再录入一次", "E-STALE")
        self._version, self._saved = now.draft_version, now.content
