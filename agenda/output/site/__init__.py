"""The pages of `agenda site`: what they say; `output/templates` has what they look like."""
