"""What a good book is held to."""
