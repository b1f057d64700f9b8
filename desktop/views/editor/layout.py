"""Which fields the form has, in which rows, and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from desktop.labels import FIELDS, choices, ground_words
from desktop.rules.items import (
    SUMMARY_LIMIT,
    THEMES,
    Attribute,
    Audience,
    Carrier,
    Channel,
    Genre,
    Ground,
    ItemContent,
    Source,
    TimeLimit,
    Validity,
)
from desktop.views.components.choice_fields import ChoiceField, MultiChoice
from desktop.views.components.date_field import DateField
from desktop.views.components.field_base import Field
from desktop.views.components.fields import AreaField, TextField
from desktop.views.editor.catalogue_field import CatalogueField
from desktop.views.editor.special_fields import DocumentNumberField, PagesField

COMMON: tuple[tuple[str, ...], ...] = (
    ("title",),
    ("document_number", "signed_on"),
    ("issuing_body", "genre"),
    ("summary",),
    ("catalogue_row",),
    ("attribute", "theme"),
    ("ground", "next_review_on"),
    ("reason",),
    ("channels", "phone"),
    ("source", "carrier"),
    ("reprint_source", "reprinted_on"),
    ("reprint_url",),
)
MORE: tuple[tuple[str, ...], ...] = (
    ("drafter", "filled_on"),
    ("responsible_office", "pages"),
    ("column", "planned_on"),
    ("time_limit", "audience"),
    ("validity", "repealed_on"),
    ("keywords",),
)
REQUIRED = frozenset(
    (
        *("title", "signed_on", "drafter", "issuing_body"),
        *("ground", "reason", "next_review_on"),
        *("reprint_source", "reprint_url", "reprinted_on", "repealed_on"),
    )
)
_INFO = {
    "attribute": "主动公开为默认，改为其他须写明条款和理由",
    "channels": "可选多项",
    "next_review_on": "到期重新评审是否可以公开",
    "planned_on": "不早于成文日期",
    "keywords": "几个词之间用空格隔开",
}
_EXAMPLES = {
    "document_number": "例如 某司〔2026〕47号",
    "phone": "例如 0591-55501204",
    "reprint_url": "https://",
}
_CHOICES: dict[str, type[StrEnum]] = {
    "genre": Genre,
    "attribute": Attribute,
    "carrier": Carrier,
    "source": Source,
    "time_limit": TimeLimit,
    "audience": Audience,
    "validity": Validity,
}
_DATES = ("signed_on", "filled_on", "reprinted_on", "planned_on", "next_review_on", "repealed_on")
_LATIN = ("phone", "reprint_url")


def make_fields() -> dict[str, Field[Any]]:
    """A field for every field of an item that the form edits, by its name."""
    return {name: _make(name) for row in (*COMMON, *MORE) for name in row}


def is_wanted(name: str, content: ItemContent) -> bool:
    """Whether a field has a meaning for this content; the others are not shown."""
    if name in ("ground", "reason", "next_review_on"):
        return content.attribute is not Attribute.PROACTIVE
    if name in ("reprint_source", "reprint_url", "reprinted_on"):
        return content.source is Source.REPRINT
    if name == "repealed_on":
        return content.validity is Validity.REPEALED
    return True


def is_required(name: str, content: ItemContent) -> bool:
    """Whether the review asks for a field of this content."""
    if name == "genre":
        return content.carrier is Carrier.OFFICIAL
    if name == "channels":
        return content.attribute is Attribute.PROACTIVE
    return name in REQUIRED


def _make(name: str) -> Field[Any]:
    label, info, example = FIELDS[name], _INFO.get(name, ""), _EXAMPLES.get(name, "")
    special: dict[str, Callable[[], Field[Any]]] = {
        "document_number": lambda: DocumentNumberField(label, placeholder=example),
        "pages": lambda: PagesField(label),
        "summary": lambda: AreaField(label, limit=SUMMARY_LIMIT, lines=3),
        "reason": lambda: AreaField(label, lines=2),
        "theme": lambda: ChoiceField(
            label,
            [(one, f"{code:02d} {one}") for code, one in enumerate(THEMES, 1)],
            placeholder="输入几个字查找",
            searchable=True,
        ),
        "channels": lambda: MultiChoice(label, choices(Channel), info=info),
    }
    special["ground"] = lambda: ChoiceField(label, [(one, ground_words(one)) for one in Ground])
    special["catalogue_row"] = lambda: CatalogueField(label)
    if name in special:
        return special[name]()
    if name in _CHOICES:
        return ChoiceField(label, choices(_CHOICES[name]), info=info)
    if name in _DATES:
        return DateField(label, info=info)
    return TextField(label, info=info, placeholder=example, latin=name in _LATIN)
