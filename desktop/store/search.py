"""Full-text search over items, written for Chinese: every character is a word, a query is a run of them.

The index is SQLite's FTS5 and holds no text (`content=''`). Its rowid is the item's date-ordered key
(see `keys`), so the newest hits come first without sorting. Three things are decided here, because FTS5
would decide them otherwise:

- the text is cut into words before it reaches FTS5, whose tokenizer then only splits at spaces; its own
  Unicode table ends at version 6.1 and would drop rarer characters found in names;
- punctuation becomes a word of its own, so that a run never matches across a full stop or two fields,
  while the same run with any punctuation in it still finds itself;
- line breaks and spaces are left out, because scanned and converted documents break lines anywhere.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

TABLE = "item_text"
_BREAK = "¶"

_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
# Whatever compatibility folding can change; running it over plain Chinese as well would take longer than FTS5 does.
_FOLDABLE = re.compile("[^\x00-\x7f\u3001-\u3020\u3400-\u9fff]+")
# Groups: a run of common Chinese characters, any other single word, punctuation.
_WORD = re.compile(r"([\u3400-\u9fff]+)|([a-z]+|[0-9]+|[^\W_]|[\ue000-\uf8ff\U000f0000-\U0010fffd])|((?:[^\w\s]|_)+)")


# The table's name is ours, and every value is bound.
_INDEX = text(f"INSERT OR REPLACE INTO {TABLE}(rowid, body) VALUES (:key, :body)")  # noqa: S608
_REMOVE = text(f"DELETE FROM {TABLE} WHERE rowid = :key")  # noqa: S608
_FIND = text(
    f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH :match AND rowid < :before "  # noqa: S608
    "ORDER BY rowid DESC LIMIT :limit"
)
_FIND_ALL = text(  # one JSON text, because fetching a hundred thousand rows one by one takes eight times as long
    f"SELECT json_group_array(rowid) FROM (SELECT rowid FROM {TABLE} "  # noqa: S608
    f"WHERE {TABLE} MATCH :match ORDER BY rowid DESC)"
)
_OPTIMIZE = text(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")  # noqa: S608
_PRIVATE, _DIGEST_BYTES = 0xE000, 16
_AFTER_ALL = (1 << 63) - 1


def index(session: Session, key: int, *fields: str) -> None:
    """Make an item findable under `key` by the words of its fields; a run never spans two fields.

    An item already indexed under `key` is replaced.
    """
    index_many(session, [(key, fields)])


def index_many(session: Session, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
    """Index many items, given as key and fields, in one go; see `index`."""
    rows = [{"key": key, "body": _body(fields)} for key, fields in entries]
    if rows:
        session.execute(_INDEX, rows)


def remove(session: Session, *keys: int) -> None:
    """Forget the items indexed under these keys; nothing happens for one that is not."""
    if keys:
        session.execute(_REMOVE, [{"key": key} for key in keys])


def find(session: Session, query: str, limit: int, before_key: int | None = None) -> list[int]:
    """The keys of at most `limit` hits, newest first; `before_key` continues after the last key of a page.

    Words separated by spaces must all occur. A query without a letter, digit or character finds nothing.
    """
    match = _match(query)
    if not match:
        return []
    before = _AFTER_ALL if before_key is None else before_key
    return list(session.scalars(_FIND, {"match": match, "before": before, "limit": limit}))


def digest_words(digest: str) -> str:
    """A digest (hex) as a word of its own kind: findable whole, and never hit by a number that a user looks for."""
    return "".join(chr(_PRIVATE + byte) for byte in bytes.fromhex(digest)[:_DIGEST_BYTES])


def matching_keys(session: Session, query: str) -> array[int]:
    """The keys of all hits, newest first, 8 bytes each."""
    match = _match(query)
    return array("q", json.loads(session.scalar(_FIND_ALL, {"match": match})) if match else ())


def optimize(session: Session) -> None:
    """Merge the index into one piece; worth it after a bulk import."""
    session.execute(_OPTIMIZE)


def words(given: str) -> list[str]:
    """Cut a text: each character, run of Latin letters or run of digits is a word; punctuation becomes a break.

    Width and case are folded (Unicode NFKC, case folding).
    """
    cut: list[str] = []
    for line in given.split("\n"):  # one long call would keep every other thread waiting; no word spans two lines
        folded = _FOLDABLE.sub(_without_width, _IGNORED.sub("", line)).casefold()
        for characters, word, _punctuation in _WORD.findall(folded):
            if characters:
                cut.extend(characters)
            elif word:
                cut.append(word)
            elif cut and cut[-1] != _BREAK:
                cut.append(_BREAK)
    return cut


def _body(fields: Sequence[str]) -> str:
    return f" {_BREAK} ".join(" ".join(words(field)) for field in fields)


def _without_width(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def _match(query: str) -> str:
    """The FTS5 expression of a query. Only cut words are quoted into it, so no character of the user is syntax."""
    return " AND ".join(_phrase(words(term)) for term in query.split() if _has_word(words(term)))


def _has_word(cut: Iterable[str]) -> bool:
    return any(word != _BREAK for word in cut)


def _phrase(cut: list[str]) -> str:
    first = next(at for at, word in enumerate(cut) if word != _BREAK)
    kept = cut[first : -1 if cut[-1] == _BREAK else None]
    begun = "*" if kept[-1].isascii() else ""  # a Latin word or number may be typed in part
    return f'"{" ".join(kept)}"{begun}'
