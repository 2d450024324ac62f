"""Builds the documents that prove a figure, for a screen or on paper."""
