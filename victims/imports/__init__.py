"""What a provider can bring in: its own sheets of clients and of services, and HTCDS case sheets."""

from victims.imports import htcds, own

__all__ = ["htcds", "own"]
