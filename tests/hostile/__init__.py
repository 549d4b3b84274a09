"""Attacks by a cloned repository. Each would leave a marker, which must not appear."""
