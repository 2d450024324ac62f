"""Folds the facts of a journal, in order, into an anomaly."""
