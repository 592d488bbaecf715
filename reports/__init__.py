"""Each agency's own count, confirmed, then added."""
