"""Breaking Chinese text into lines: no line begins with a closing mark or ends with an opening one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

NO_START = frozenset("，。、；：！？）》〉」』】〕〗”’…—～％‰℃·,.;:!?)]}%＞／")
"""Marks that may not begin a line (closing marks, and the second half of …… and ——)."""

NO_END = frozenset("（《〈「『【〔〖“‘([{＜")
"""Marks that may not end a line."""

HANGING = frozenset("，。、；：）》〉」』】〕〗")
"""Closing marks whose right half is empty: one may stand half outside the line."""

_LONG_WORD = 20
_MOST_STRETCH = 0.25  # ems between two characters; beyond it a ragged line looks better

# A document number's 〔2026〕12号 stays whole; so do words, numbers and addresses of ordinary length.
_TOKEN = re.compile(r"〔[^〔〕\s]{1,12}〕第?[0-9A-Za-z-]{0,16}号?|[!-'*-~]+|[^\S\n\u3000]+|.", re.DOTALL)
_ADDRESS_PART = re.compile(r"[^/?&=_.-]*[/?&=_.-]+|[^/?&=_.-]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line and the width (mm) to be shared between its characters; 0 leaves it ragged."""

    text: str
    slack: float = 0.0


def break_lines(text: str, advances: Mapping[str, float], em: float, width: float) -> tuple[Line, ...]:
    """Break `text` into lines of at most `width` mm, set at `em` mm with `advances` in ems.

    A closing mark may hang by half an em over the right edge. Every line but the last of a paragraph carries
    the slack that justifies it. A word longer than the line is cut; nothing else ever is.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        lines.extend(_break_paragraph(paragraph, advances, em, width))
    return tuple(lines)


def _break_paragraph(text: str, advances: Mapping[str, float], em: float, width: float) -> Iterator[Line]:
    limit = width / em + 1e-6  # ems from here on
    line = ""
    used = 0.0
    for atom in _fitting_atoms(_atoms(_tokens(text)), advances, limit):
        size = sum(advances[c] for c in atom)
        if line and used + size - _hang(atom, advances) > limit:
            yield _justified(line, advances, em, limit)
            line, used = "", 0.0
            if atom.isspace() and atom != "\u3000":
                continue
        line += atom
        used += size
    yield Line(line.rstrip(" "))


def _hang(text: str, advances: Mapping[str, float]) -> float:
    """Ems by which the end of `text` may stand out: half of a closing full-width mark."""
    return 0.5 if text[-1] in HANGING and advances[text[-1]] > 0.9 else 0.0


def _justified(line: str, advances: Mapping[str, float], em: float, limit: float) -> Line:
    line = line.rstrip(" ")
    gaps = len(line) - 1
    if gaps < 1 or line.isascii():
        return Line(line)
    natural = sum(advances[c] for c in line)
    if natural > limit:
        natural -= _hang(line, advances)
    slack = limit - natural
    return Line(line, slack * em) if 0 < slack <= gaps * _MOST_STRETCH else Line(line)


def _atoms(tokens: Iterable[str]) -> Iterator[str]:
    """Pieces that a line may not part: words, and marks with what they belong to."""
    pending = ""
    for token in tokens:
        opens_before = pending and pending[-1] in NO_END
        if pending and (opens_before or token[0] in NO_START):
            pending += token
        else:
            if pending:
                yield pending
            pending = token
    if pending:
        yield pending


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        token = match.group()
        if len(token) > _LONG_WORD and token.isascii():
            yield from _ADDRESS_PART.findall(token)
        else:
            yield token


def _fitting_atoms(atoms: Iterator[str], advances: Mapping[str, float], limit: float) -> Iterator[str]:
    """The atoms; one wider than a whole line is cut, if possible not before a closing mark."""
    for atom in atoms:
        if not _too_wide(atom, advances, limit):
            yield atom
            continue
        for piece in _atoms(atom):
            yield from piece if _too_wide(piece, advances, limit) else (piece,)


def _too_wide(atom: str, advances: Mapping[str, float], limit: float) -> bool:
    return sum(advances[c] for c in atom) - _hang(atom, advances) > limit
