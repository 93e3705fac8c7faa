"""Verbs that write in the arena app."""
