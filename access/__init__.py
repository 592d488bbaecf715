"""The wall: who may see what, compiled to the database's own policies."""
