"""Tests of the provider's room."""
