"""Writes clean copies: personal data replaced by stars, what a file carries unseen left out (去标识化, reference §9)."""
