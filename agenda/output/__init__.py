"""What a command prints: text, Markdown, JSON and CI formats."""
