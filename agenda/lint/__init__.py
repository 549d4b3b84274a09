"""The rules, and how they check a book."""
