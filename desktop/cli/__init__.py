"""The command line: the services without a window, for machines and for those who prefer it."""

from __future__ import annotations

import json
import logging
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace

from desktop.cli.access import data_folder, password_of
from desktop.cli.answers import Answer
from desktop.cli.arguments import build_parser
from desktop.errors import Cancelled, PackageRefused, UserError
from desktop.printing.missing import MissingCharacters, missing_words, noting_missing

DONE, USER_ERROR, USAGE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str]) -> int:
    """Run the program with these arguments; returns its exit code.

    0 done, 1 user error, 2 usage, 3 package refused, 130 interrupted. Without a verb the window opens.
    """
    parser = build_parser()
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    try:
        answer = _answer(parser, given)
    except PackageRefused as refusal:
        return _fail(given, refusal, REFUSED)
    except UserError as problem:
        return _fail(given, problem, USER_ERROR)
    except (Cancelled, KeyboardInterrupt):
        sys.stderr.write("已取消，没有留下半成品\n")
        return INTERRUPTED
    if isinstance(answer, int):
        return answer
    _print(given, answer)
    return answer.exit_code


def _answer(parser: ArgumentParser, given: Namespace) -> Answer | int:
    if given.gallery:
        from desktop.app import run_gallery  # Qt is loaded for the window alone

        return run_gallery()
    if given.verb is None:
        from desktop.app import run

        return run(data_folder(given))
    if given.without_desk:
        return given.run(given)  # type: ignore[no-any-return]
    if given.login_optional and not given.login:
        return given.run(None, given)  # type: ignore[no-any-return]
    if not given.login:
        parser.error("这个命令需要 --login")
    from desktop.services import sessions  # the store is loaded for the verbs that open it

    desk = sessions.sign_in(
        data_folder(given),
        given.login,
        password_of(given.password_file, given.login),
        holder="命令行",
        although_damaged=given.although_damaged,
    )
    try:
        with noting_missing() as missing:
            answer: Answer = given.run(desk, given)
    finally:
        desk.close()
    return _with_missing(answer, missing)


def _with_missing(answer: Answer, missing: MissingCharacters) -> Answer:
    """The answer of a verb that made papers, with the characters that this PC could not set on them."""
    if not missing.pages or not isinstance(answer.data, dict):
        return answer
    lines = filter(None, (*answer.lines, missing_words(missing)))
    return replace(answer, lines=tuple(lines), data={**answer.data, "missing": missing.codes})


def _print(given: Namespace, answer: Answer) -> None:
    if given.json:
        sys.stdout.write(json.dumps(answer.data, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in answer.lines))


def _fail(given: Namespace, problem: UserError, code: int) -> int:
    if given.json:
        told = {"error": problem.code, "message": problem.message, "hint": problem.hint}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    else:
        mark = f"（{problem.code}）" if problem.code else ""
        sys.stderr.write(f"{problem.message}{mark}\n{problem.hint}\n")
    return code
