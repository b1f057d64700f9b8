"""The one exception that a user is meant to read."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend: `message` says what happened, `hint` what to do next, `code` names it for machines.

    Everything else that escapes a service is a bug.
    """

    def __init__(self, message: str, hint: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.message}。{self.hint}" if self.hint else self.message


class PackageRefused(UserError):
    """A package, receipt or delivery that must not be believed; `code` is stable (E-ZIP, E-SIG ...).

    `noted` once it stands in the list of received batches as a refused batch of its office, which a receipt answers.
    `signed` is what its signature had proved before it was refused: its header and its identity.
    """

    noted = False
    signed: object = None


class Cancelled(Exception):
    """The user cancelled a running verb; nothing half-made remains."""
