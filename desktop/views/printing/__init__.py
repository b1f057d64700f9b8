"""Printing in the window: the preview of any paper, and what is asked before a summary or a spot check."""
