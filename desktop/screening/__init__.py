"""Reads documents in memory and says what is in them: it proposes, it never decides."""
