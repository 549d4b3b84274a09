"""Strings only: slugs, suggestions, letters that look alike."""
