"""Digests, signatures and sealed keys: pure functions that know nothing of the office."""
