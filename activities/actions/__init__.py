"""Verbs that write in the activities app."""
