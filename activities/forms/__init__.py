"""Forms of activities: logging, rating, evidence."""
