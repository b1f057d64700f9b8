"""Frozen files and vectors of the exchange format, and a reader that was written from its description alone."""
