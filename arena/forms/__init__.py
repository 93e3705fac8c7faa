"""Forms of an arena's settings."""
