"""Finds the anomaly and the contract that a delivery is about."""
