"""Measurements against a named peer or limit, side by side in one run; no test asserts a time."""
