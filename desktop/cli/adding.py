"""Adding a command: its name, its words, the function that it leads to."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, _SubParsersAction
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol


class Add(Protocol):
    """Adds a command and returns its parser; `without_desk` says that it works without a data folder that is open."""

    def __call__(self, name: str, words: str, run: Callable[..., Any], without_desk: bool = False) -> ArgumentParser:
        """Add the command."""


def adder(commands: _SubParsersAction[ArgumentParser]) -> Add:
    """What adds commands to these."""
    return partial(_add, commands)


def _add(
    commands: _SubParsersAction[ArgumentParser],
    name: str,
    words: str,
    run: Callable[..., Any],
    without_desk: bool = False,
) -> ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="输出 JSON")  # before or after the verb
    parser.set_defaults(run=run, without_desk=without_desk)
    return parser
