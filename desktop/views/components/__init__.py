"""The parts every screen is built from; a screen never styles anything itself."""
