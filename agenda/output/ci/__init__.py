"""Diagnostics in the formats of CI services."""
