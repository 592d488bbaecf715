"""The demonstration: a fictional task force with 18 months of work, the same at every loading."""
