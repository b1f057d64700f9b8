"""Papers printed and read back."""
