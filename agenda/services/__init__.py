"""What a command does, without click and without printing."""
