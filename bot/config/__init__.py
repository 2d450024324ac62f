"""The settings, read once, and what is derived from them."""
