"""The command on remembered corrections: list them, forget some."""

from __future__ import annotations

from argparse import Namespace

from desktop.cli.answers import Answer, say
from desktop.errors import UserError
from desktop.labels import FIELDS
from desktop.rules.plain import to_plain
from desktop.services import corrections
from desktop.services.desk import Desk


def corrections_verb(desk: Desk, given: Namespace) -> Answer:
    """What is remembered for which kind of document, or less of it."""
    if given.action == "forget":
        if not given.numbers:
            raise UserError("没有指明删除哪一条", "先用 corrections list 列出，再写序号", "E-CORRECTION")
        count = corrections.forget(desk, given.numbers)
        return say(f"已删除 {count} 条更正", forgotten=count)
    found = corrections.remembered(desk)
    lines = [
        f"{one.id}. {one.kind}　{FIELDS[one.field]}：{one.proposed_words or '空白'} → {one.value_words or '空白'}"
        f"（用于 {one.times} 件，{one.by} {one.at}）"
        for one in found
    ]
    return Answer(tuple(lines) or ("没有记住的更正",), [to_plain(one) for one in found])
