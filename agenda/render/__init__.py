"""Records to text: for terminals, people and programs."""
