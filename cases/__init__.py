"""The shared shell: no fact about a survivor."""
