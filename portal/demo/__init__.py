"""The made-up arena: a seeded story over three years, written through the actions like a real one."""
