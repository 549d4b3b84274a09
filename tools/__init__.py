"""What makes the generated files."""
