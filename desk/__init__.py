"""A person's day: what needs both sides at once."""
