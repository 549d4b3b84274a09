"""Strict YAML, knowing nothing of visits."""
