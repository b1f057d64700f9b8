"""The demo, beside `app`: the whole way once between two data folders, its documents and its pictures."""

from desktop.demo.places import PASSWORD, PEOPLE, Walk
from desktop.demo.walk import run_demo

__all__ = ["PASSWORD", "PEOPLE", "Walk", "run_demo"]
