"""Turns what a person typed or pressed into an intent."""
