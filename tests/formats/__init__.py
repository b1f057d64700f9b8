"""Tests of what leaves and enters the house as files."""
