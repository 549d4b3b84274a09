"""The edge to the disk: files into the model, or into problems with their places."""
