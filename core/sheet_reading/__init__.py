"""Reads one table out of a file that somebody sent: a process of its own, without a database, behind `core.sheets`."""
