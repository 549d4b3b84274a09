"""A book on disk and in git."""
