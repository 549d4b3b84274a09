"""What reports make of a visit."""
