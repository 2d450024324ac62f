"""Runs requests that other people recorded through Vigie's real doors, and says what each became."""
