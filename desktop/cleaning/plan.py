"""Decides which characters of a document are masked: the hits of the chosen rules, and the same values elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.cleaning.presets import preset_of, whole_hit
from desktop.cleaning.records import SEEN, Choices, Masked
from desktop.screening.folding import fold
from desktop.screening.located import Located, locate
from desktop.screening.masks import plain
from desktop.screening.records import DocumentText
from desktop.screening.terms import Terms, plain_word

_TELLING = 6
"""Letters from which on a value is looked for elsewhere; shorter ones stand in other words by chance."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch to be masked: characters `start` to `end` of a part; `hidden` are offsets that become stars."""

    part: int
    rule: str
    start: int
    end: int
    hidden: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All stretches of a document, what they are told as, and the raw values; it stays in memory."""

    stretches: tuple[Stretch, ...]
    masks: tuple[Masked, ...]
    values: frozenset[str]
    kept: tuple[Located, ...]

    def hidden_in(self, part: int) -> frozenset[int]:
        """The offsets in a part's text that become stars."""
        return frozenset(place for one in self.stretches if one.part == part for place in one.hidden)

    def masked_text(self, document: DocumentText, part: int, star: str = "*") -> str:
        """A part's text with its stars."""
        hidden = self.hidden_in(part)
        text = document.parts[part].text
        return "".join(star if place in hidden else letter for place, letter in enumerate(text)) if hidden else text


def plan(document: DocumentText, choices: Choices) -> Plan:
    """Plan the masks of a document; hits of rules that are not chosen, and findings that are kept, stay."""
    folded = [fold(part.text) for part in document.parts]
    kept: list[Located] = []
    found: list[Stretch] = []
    for hit in locate(document, choices.office_phones):
        if hit.rule not in choices.presets:
            continue
        if (hit.rule, hit.place) in choices.kept:
            kept.append(hit)
            continue
        found.append(_stretch(hit.part, hit.rule, folded[hit.part], hit.start, hit.end, choices))
    values = {_value(one.rule, folded[one.part][one.start : one.end]): one.rule for one in found}
    spared = {_value(hit.rule, folded[hit.part][hit.start : hit.end]) for hit in kept}
    telling = {value: rule for value, rule in values.items() if len(value) >= _TELLING and value not in spared}
    found += _elsewhere(folded, telling, found, kept, choices)
    return Plan(tuple(found), _told(document, found, choices), frozenset(telling), tuple(kept))


def _stretch(part: int, rule: str, text: str, start: int, end: int, choices: Choices) -> Stretch:
    preset = preset_of(rule, choices.presets[rule])
    assert preset is not None, "choices are checked before a plan is made"
    start, end = whole_hit(rule, text, start, end)
    return Stretch(part, rule, start, end, tuple(start + place for place in preset.hide(text[start:end])))


def _value(rule: str, raw: str) -> str:
    """What is looked for elsewhere: the digits of a number, however they were grouped; the words of all else."""
    grouped = raw.isascii() and rule.startswith("personal.") and "@" not in raw
    return plain(raw) if grouped else "".join(raw.split())


def _elsewhere(
    texts: list[str], values: dict[str, str], found: list[Stretch], kept: list[Located], choices: Choices
) -> Iterator[Stretch]:
    """Yield where a masked value stands without the words by which its rule knows it."""
    if not values:
        return
    alike = {plain_word(value): rule for value, rule in reversed(values.items())}  # of those that read alike the first
    terms = Terms(enumerate(alike, 1), "masked", "已遮盖的内容")
    rules = list(alike.values())
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    known = [(one.part, one.start, one.end) for one in found]
    known += [(one.part, one.start, one.end) for one in kept]
    for part, start, end in known:
        taken[part].append((start, end))
    for part, text in enumerate(texts):
        spans = sorted(taken[part])
        for number, hit in terms.search(text):
            if not any(start < hit.end and hit.start < end for start, end in spans):
                yield _stretch(part, rules[number - 1], text, hit.start, hit.end, choices)


def _told(document: DocumentText, found: list[Stretch], choices: Choices) -> tuple[Masked, ...]:
    """The masks as they are told, one for each rule and part that a reader sees."""
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in found:
        groups[one.part, one.rule].append(one.start)
    return tuple(
        Masked(rule, document.parts[part].place_at(min(starts)), len(starts), choices.presets[rule])
        for (part, rule), starts in groups.items()
        if document.parts[part].role in SEEN or part == 0
    )
