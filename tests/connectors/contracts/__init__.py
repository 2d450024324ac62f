"""The contracts as people write them, read or refused with their reasons."""
