"""The guide that takes an office's own Excel ledger in: sheet and columns, preview, done."""

PASTE = "paste"
"""The record that opens the guide with what was copied in Excel."""
