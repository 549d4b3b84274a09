"""Strict YAML, without knowledge of visits."""
