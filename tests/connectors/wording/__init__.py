"""The sentences that people read, in both languages."""
