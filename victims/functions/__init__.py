"""The database's own functions about clients: who sees them, what may be given, and wrapped keys."""
