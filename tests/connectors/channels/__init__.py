"""The channels, each over every message."""
