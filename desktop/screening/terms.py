"""Finds the words of long lists: the office's own words and the subjects of the negative list."""

from __future__ import annotations

import copy
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Self

from ahocorasick_rs import BytesAhoCorasick, MatchKind

from desktop.errors import UserError
from desktop.rules.checklists import SHORTEST_WORD
from desktop.screening.folding import fold_lower
from desktop.screening.reading import read_document
from desktop.screening.records import DocumentText, Finding, Hit, Part, Role, Severity

MAX_TERMS = 100_000
_HEADINGS = ("词", "词语", "检查词", "敏感词", "关键词")
"""What may stand above the words of a list."""

_UTF8 = ("utf-8", "surrogatepass")
# Spaces and line breaks do not hide a word; a tab parts two cells.
_SQUEEZED = re.compile(r"[ \n]+")
_WORD = re.compile(r"[a-z0-9]", re.ASCII)


def plain_word(word: str) -> str:
    """The word as it is searched for: without spaces, in lower case and half width; two that agree are one word."""
    return _squeeze(fold_lower(word))[0]


class Terms:
    """A list of words made ready for searching; build it once for many documents, it may be shared by threads."""

    def __init__(
        self, words: Iterable[tuple[int, str]], list_id: str, list_name: str, severity: Severity = Severity.MUST
    ) -> None:
        """Take words with their numbers, by which findings name them; several words may share a number.

        `list_id` goes into the rule (`term.<list_id>.<number>`), `list_name` into what the user reads. Words of a
        single character are passed over. Raises UserError beyond MAX_TERMS.
        """
        self.list_id, self.list_name, self.severity = list_id, list_name, severity
        numbers: dict[str, tuple[int, ...]] = {}
        for number, word in words:
            plain = plain_word(word)
            held = numbers.get(plain, ())
            if len(plain) >= SHORTEST_WORD and number not in held:
                numbers[plain] = (*held, number)
        if len(numbers) > MAX_TERMS:
            raise UserError(f"“{list_name}”超过 {MAX_TERMS} 条", "删减后重新导入", code="S-TERMS")
        self._numbers = tuple(numbers.values())
        self._lengths = tuple(map(len, numbers))
        self._latin = tuple((bool(_WORD.match(word[0])), bool(_WORD.match(word[-1]))) for word in numbers)
        self._automaton = BytesAhoCorasick(
            [word.encode(*_UTF8) for word in numbers], matchkind=MatchKind.LeftmostLongest
        )

    def graded(self, severity: Severity) -> Self:
        """The same list with another severity; what was built is shared."""
        other = copy.copy(self)
        other.severity = severity
        return other

    def __len__(self) -> int:
        return len(self._numbers)

    def search(self, text: str) -> Iterator[tuple[int, Hit]]:
        """Yield the numbers of each word found and its place in `text`; of words that overlap the first and longest."""
        folded = fold_lower(text)
        squeezed, gaps = _squeeze(folded)
        data = squeezed.encode(*_UTF8)
        done = start = 0
        for index, place, _ in self._automaton.find_matches_as_indexes(data):
            start += len(data[done:place].decode(*_UTF8))  # hits come in order: every byte is decoded once
            done = place
            hit = Hit(_original(start, gaps), _original(start + self._lengths[index] - 1, gaps) + 1)
            if self._stands_alone(index, folded, hit):
                for number in self._numbers[index]:
                    yield number, hit

    def _stands_alone(self, index: int, text: str, hit: Hit) -> bool:
        """Tell a Latin word or number from a stretch of a longer one: NATO is not in a donation."""
        opens, closes = self._latin[index]
        before, after = text[max(0, hit.start - 1) : hit.start], text[hit.end : hit.end + 1]
        return not ((opens and _WORD.match(before)) or (closes and _WORD.match(after)))


_Gaps = tuple[list[int], list[int]]
"""Where the squeezed text skips something: offsets in the squeezed text, and what to add from there on."""


def _squeeze(text: str) -> tuple[str, _Gaps]:
    starts, skips, pieces = [], [], []
    done = length = skipped = 0
    for gap in _SQUEEZED.finditer(text):
        pieces.append(text[done : gap.start()])
        length += gap.start() - done
        done = gap.end()
        skipped += gap.end() - gap.start()
        starts.append(length)
        skips.append(skipped)
    pieces.append(text[done:])
    return "".join(pieces), (starts, skips)


def _original(offset: int, gaps: _Gaps) -> int:
    starts, skips = gaps
    place = bisect_right(starts, offset)
    return offset + (skips[place - 1] if place else 0)


def rule_of(terms: Terms, number: int) -> str:
    """The rule that a finding of the word `number` names."""
    return f"term.{terms.list_id}.{number}"


def find_terms(document: DocumentText, terms: Terms) -> tuple[Finding, ...]:
    """List which words of `terms` stand in a document: one finding for each number and part, with the count of hits.

    The word itself is masked; its number leads back to the list.
    """
    return tuple(finding for part in document.parts for finding in _in_part(part, terms))


def _in_part(part: Part, terms: Terms) -> Iterator[Finding]:
    counts: Counter[int] = Counter()
    first: dict[int, Hit] = {}
    for number, hit in terms.search(part.text):
        counts[number] += 1
        first.setdefault(number, hit)
    line = done = 0
    for number, hit in first.items():  # in the order of the text: no line is counted twice
        line += part.text.count("\n", done, hit.start)
        done = hit.start
        raw = "".join(part.text[hit.start : hit.end].split())
        yield Finding(
            rule_of(terms, number),
            terms.severity,
            f"出现{terms.list_name}所列的词，确认是否适宜公开",
            part.place_of_line(line),
            raw[0] + "*" * (len(raw) - 1),
            counts[number],
            hit.start,
        )


def read_terms(name: str, data: bytes) -> tuple[str, ...]:
    """Read a word list from a txt or xlsx file: one word a line, or the first column; `#` opens a remark.

    Raises UserError for a file that cannot be read or holds no word.
    """
    document = read_document(name, data)
    lines = (line for part in document.parts if part.role is Role.BODY for line in part.text.split("\n"))
    cells = (line.partition("\t")[0].strip() for line in lines)
    words = tuple(dict.fromkeys(cell for cell in cells if cell and not cell.startswith("#")))
    words = words[1:] if words and words[0] in _HEADINGS else words
    if not words:
        raise UserError("词表里没有词", "每行写一个词，或放在第一列，保存后重新导入", code="S-TERMS")
    return words
