"""Clients, services and releases of a provider."""
