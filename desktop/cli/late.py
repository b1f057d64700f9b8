"""Verbs that are loaded when they are called: naming a command does not load the store, nor the window the commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any


class Verbs:
    """The functions of a module of this package, by name."""

    def __init__(self, module: str) -> None:
        self._module = f"{__package__}.{module}"

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return partial(call, self._module, name)


def call(module: str, name: str, *given: object) -> Any:
    """Load the module and call its function."""
    return getattr(import_module(module), name)(*given)
