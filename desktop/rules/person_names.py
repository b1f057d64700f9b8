"""Names of persons as they are typed: which two of them name one person."""

from __future__ import annotations

import re
import unicodedata

_ADDED = ("同志", "先生", "女士", "代签", "代", "本人", "签字", "签名", "签章", "盖章")
_ADDED_IN_BRACKETS = re.compile(rf"[(\[〔【](?:{'|'.join(_ADDED)}|签|章|印)[)\]〕】]")


def bare_name(name: str) -> str:
    """A name as letters alone, without what is written around it: spaces, marks, （代）, 同志; wide letters as plain ones.

    What tells namesakes apart, such as 李伟（大）, stays.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    plain = "".join(char for char in folded if char.isprintable() and not char.isspace())
    bare = "".join(char for char in _ADDED_IN_BRACKETS.sub("", plain) if char.isalnum())
    while (shorter := _without_addition(bare)) != bare:
        bare = shorter
    return bare or plain


def _without_addition(bare: str) -> str:
    """Two characters at least remain, for they may be all of the name."""
    for word in _ADDED:
        if bare.endswith(word) and len(bare) - len(word) >= 2:
            return bare.removesuffix(word)
    return bare
