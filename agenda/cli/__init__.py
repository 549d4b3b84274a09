"""The command line: options, completion, the terminal, and one module per command."""
