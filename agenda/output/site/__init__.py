"""The pages of `agenda site`: what they say is made here, what they look like in `templates`."""
