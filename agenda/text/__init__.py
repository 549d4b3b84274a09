"""Functions on strings: slugs, suggestions, confusable letters, prose."""
