"""How a hit is shown without being told: letters and digits replaced by stars."""

from __future__ import annotations

from collections.abc import Callable


def plain(raw: str) -> str:
    """Give the letters and digits alone."""
    return "".join(letter for letter in raw if letter.isalnum())


def keep(head: int, tail: int) -> Callable[[str], str]:
    """Make a mask that keeps the first `head` and the last `tail` letters, and hides at least a third."""

    def mask(raw: str) -> str:
        letters = plain(raw)
        first, last = (head, tail) if 3 * (head + tail) <= 2 * len(letters) else (min(head, len(letters) // 2), 0)
        return letters[:first] + "*" * (len(letters) - first - last) + letters[len(letters) - last :]

    return mask
