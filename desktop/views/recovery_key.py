"""The field for the recovery key from the safe, which tells a slip of the pen at once."""

from __future__ import annotations

from desktop.errors import UserError
from desktop.trust.sealing import normalize_recovery_key
from desktop.views.components.fields import TextField


class RecoveryKeyField(TextField):
    """Writes the key in its groups and judges its check group whenever it was committed."""

    def __init__(self) -> None:
        super().__init__(
            "应急密钥",
            required=True,
            latin=True,
            info="在保险柜的密封信封里，9 组，每组 4 个字符",
            placeholder="AB12-CD34-…",
        )
        self.committed.connect(self.check)

    def check(self) -> bool:
        """Whether a whole key stands here; what is wrong is told below the field, nothing while it is empty."""
        if not self.value():
            return False
        try:
            self.set_value(normalize_recovery_key(self.value()))
        except UserError as problem:
            self.set_message(problem.message, "error")
            return False
        self.set_message("校验组相符", "ok")
        return True
