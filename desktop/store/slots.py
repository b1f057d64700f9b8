"""The sealed keys of a data folder: one slot for each account, one for the recovery key, and the tries so far."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from desktop.errors import UserError
from desktop.paths import DataFolder
from desktop.store.failures import READ_ONLY
from desktop.store.slot_file import Json, SlotContent, SlotFile, damaged
from desktop.store.tries import Tries, count_failure, refusal, require_patience
from desktop.trust.digests import canonical
from desktop.trust.kdf import DEFAULT_KDF, KdfParameters
from desktop.trust.sealing import WrongPassword, new_recovery_key, normalize_recovery_key, seal, unseal

_MOST_COUNTED = 200


@dataclass(frozen=True, slots=True, repr=False)
class SlotSecrets:
    """What a password opens: the key of the database, the key of the attachments, the person's signing key."""

    database_key: bytes
    object_key: bytes
    signing_key: Json | None = None

    @classmethod
    def new(cls) -> SlotSecrets:
        """Draw the keys of a new store; no signing key yet."""
        return cls(secrets.token_bytes(32), secrets.token_bytes(32))


class Slots(SlotFile):
    """The file `slots.json` with its seals.

    A person with only this file reads nothing: the keys lie under Argon2id. The counters stand in the open and
    an old copy of the file resets them, so the cost of the derivation is the real brake.
    """

    @classmethod
    def create(cls, folder: DataFolder) -> Slots:
        """Start the file without any slot. Raises UserError when there is one already."""
        slots = cls(folder)
        if slots._path.exists():
            raise UserError("这个文件夹里已经有密钥文件", "请直接登录，或另选一个空文件夹。", "E-EXISTS")
        slots._save(SlotContent(database_id=str(uuid.uuid4())))
        return slots

    def open_slot(self, login: str, password: str, now: datetime) -> SlotSecrets:
        """Open the slot of `login`.

        Raises UserError when the pair is wrong (E-PASSWORD, with the tries left) or the login must wait
        (E-WAIT). A login that does not exist is told the same words after the same work.
        """
        content = self._load()
        tries = content.tries.setdefault(login, Tries())
        require_patience(tries, now)
        # Counted before the work is done: ending the program in the middle does not save a try.
        count_failure(tries, now)
        _forget_strangers(content)
        self._keep_count(content)
        try:
            payload = unseal(content.slots.get(login) or _decoy(content), password)
        except WrongPassword:
            raise refusal(tries) from None
        opened = _secrets(payload, content.database_id)
        del content.tries[login]
        self._keep_count(content)
        return opened

    def _keep_count(self, content: SlotContent) -> None:
        """Save the tries; where nothing can be written there is no count, and the cost of the derivation is the brake."""
        try:
            self._save(content)
        except UserError as problem:
            if problem.code != READ_ONLY:
                raise

    def add_slot(self, login: str, password: str, secrets: SlotSecrets, kdf: KdfParameters = DEFAULT_KDF) -> None:
        """Give a new account its slot. Raises UserError when the login is taken."""
        content = self._load()
        if login in content.slots:
            raise UserError(f"账号“{login}”已经有人使用", "请换一个账号。", "E-LOGIN")
        content.slots[login] = seal(_payload(secrets, content.database_id), password, kdf)
        content.tries.pop(login, None)
        self._save(content)

    def replace_slot(self, login: str, password: str, secrets: SlotSecrets, kdf: KdfParameters = DEFAULT_KDF) -> None:
        """Seal an account's slot anew, under a new password or with a new signing key, and clear its tries."""
        content = self._load()
        _require_slot(content, login)
        content.slots[login] = seal(_payload(secrets, content.database_id), password, kdf)
        content.tries.pop(login, None)
        self._save(content)

    def remove_slot(self, login: str) -> None:
        """Take the slot away. Old copies of the file still hold it: it is no revocation of the keys."""
        content = self._load()
        _require_slot(content, login)
        if len(content.slots) == 1:
            raise UserError("这是最后一个能打开数据的账号，不能移除", "请先添加另一个账号。", "E-LAST-SLOT")
        del content.slots[login]
        content.tries.pop(login, None)
        self._save(content)

    def unlock(self, login: str) -> None:
        """Let a login that must wait try again at once."""
        content = self._load()
        if content.tries.pop(login, None) is not None:
            self._save(content)

    def add_recovery(self, secrets: SlotSecrets, kdf: KdfParameters = DEFAULT_KDF) -> str:
        """Draw a recovery key, seal the store's keys (no signing key) under it, and return its printed form.

        An earlier recovery key stops working.
        """
        content = self._load()
        text = new_recovery_key()
        stripped = SlotSecrets(secrets.database_key, secrets.object_key)
        content.recovery = seal(_payload(stripped, content.database_id), text, kdf)
        self._save(content)
        return text

    def open_recovery(self, text: str) -> SlotSecrets:
        """Open the store's keys with a typed recovery key. Raises UserError when it is not the one."""
        content = self._load()
        if content.recovery is None:
            raise UserError("这个数据文件夹没有设置应急密钥", "请用账号口令登录。", "E-RECOVERY")
        try:
            payload = unseal(content.recovery, normalize_recovery_key(text))
        except WrongPassword:
            raise UserError(
                "这把应急密钥打不开这个数据文件夹",
                "请核对信封上的单位和日期；重新签发过的，以最后一次为准。",
                "E-RECOVERY",
            ) from None
        return _secrets(payload, content.database_id)


def _payload(secrets: SlotSecrets, database_id: str) -> bytes:
    return canonical(
        {
            "database_id": database_id,
            "database_key": secrets.database_key.hex(),
            "object_key": secrets.object_key.hex(),
            "signing_key": secrets.signing_key,
        }
    )


def _secrets(payload: bytes, database_id: str) -> SlotSecrets:
    opened = json.loads(payload)
    if opened["database_id"] != database_id:  # a slot copied in from the file of another store
        raise damaged()
    return SlotSecrets(
        bytes.fromhex(opened["database_key"]), bytes.fromhex(opened["object_key"]), opened["signing_key"]
    )


def _decoy(content: SlotContent) -> Json:
    """A seal that no password opens, as dear as a real one, so that a wrong login costs what a wrong password does."""
    model = next(iter(content.slots.values()), None) or content.recovery
    if model is None:
        raise UserError("这个数据文件夹还没有账号", "请先完成首次设置。", "E-NO-SLOT")
    sealed = str(model["sealed"])
    return {**model, "sealed": secrets.token_hex(len(sealed) // 2)}


def _require_slot(content: SlotContent, login: str) -> None:
    if login not in content.slots:
        raise UserError(f"没有“{login}”这个账号", "请核对账号的写法。", "E-LOGIN")


def _forget_strangers(content: SlotContent) -> None:
    """Keep the counters of logins that do not exist from filling the file."""
    strangers = [login for login in content.tries if login not in content.slots]
    for login in strangers[: max(len(strangers) - _MOST_COUNTED, 0)]:
        del content.tries[login]
