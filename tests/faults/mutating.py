"""Damage that goes deeper than single bytes: values of JSON are swapped, dropped, nested and blown up."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

_ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    1.5,
    "",
    "\u0000",
    "\u202e甲",
    "\ud800",
    "甲" * 5000,
    "../../etc/passwd",
    "2026-02-30",
    "0" * 64,
    [],
    {},
    [[]] * 300,
    {"": None},
)


def mutated(value: Any, rolls: random.Random) -> Any:
    """A copy of plain JSON with one to three of its values, or names, made odd."""
    changed = json.loads(json.dumps(value))
    for _ in range(rolls.choice((1, 1, 1, 2, 3))):
        places = list(_places(changed))
        if not places:
            return _odd(rolls)
        holder, key = rolls.choice(places)
        _spoil(holder, key, rolls)
    return changed


def as_json(value: Any, rolls: random.Random) -> bytes:
    """Written as JSON, now and then in a way that a strict reader must refuse."""
    text = json.dumps(value, ensure_ascii=rolls.random() < 0.3)
    match rolls.randrange(12):
        case 0:
            text = text.replace(":", ": NaN,", 1)
        case 1:
            text = text[: rolls.randrange(len(text) + 1)]
        case 2:
            text = "[" * 2000 + text
        case 3:
            text = text.replace("{", '{"uuid": 1, "uuid": 2, ', 1)
        case 4:
            text = "\ufeff" + text
    return text.encode("utf-8", errors="surrogatepass")


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place within, as the list or object and the key to it."""
    found: list[tuple[Any, Any]] = []
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        found += [(value, key), *_places(value[key])]
    return found


def _spoil(holder: Any, key: Any, rolls: random.Random) -> None:
    match rolls.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
        case 2:
            holder[key] = [holder[key]]
        case 3 if isinstance(holder[key], str):
            holder[key] += rolls.choice(("\n", "\u200b", "甲", "0", " "))
        case _:
            holder[key] = _odd(rolls)


def _odd(rolls: random.Random) -> Any:
    return copy.deepcopy(rolls.choice(_ODD))
