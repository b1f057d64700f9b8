"""The look: tokens, theme, type, icons and the few painting primitives that every component shares."""
