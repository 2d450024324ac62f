"""The lists that people get at regular hours."""
