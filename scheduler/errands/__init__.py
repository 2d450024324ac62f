"""Queues errands and performs them, with retries and fallbacks."""
