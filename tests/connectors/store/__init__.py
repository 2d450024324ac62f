"""What Vigie remembers, on both databases."""
