"""Registering an item: its documents, its fields, the content check."""
