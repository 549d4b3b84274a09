"""Rules, and how a book is checked against them."""
