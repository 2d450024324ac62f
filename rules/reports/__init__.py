"""Figures and comparisons that are computed from anomalies, and change nothing."""
