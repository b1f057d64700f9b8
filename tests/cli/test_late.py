"""Every command leads to a function, though none is loaded before it is called."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from functools import partial
from importlib import import_module

from desktop.cli.arguments import build_parser
from desktop.cli.late import call


def commands(parser: ArgumentParser) -> Iterator[ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, _SubParsersAction):
            for one in action.choices.values():
                yield one
                yield from commands(one)


def test_every_command_leads_to_a_function() -> None:
    verbs = [run for one in commands(build_parser()) if (run := one.get_default("run")) is not None]
    assert len(verbs) > 20
    for verb in verbs:
        assert isinstance(verb, partial)
        assert verb.func is call
        module, name = verb.args
        assert callable(getattr(import_module(module), name))
