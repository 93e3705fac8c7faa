"""Loading an arena from a folder: reading and mapping are pure, writing is apart."""
