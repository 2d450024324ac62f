"""Reads again what webhooks lost, and what changed while Vigie was away."""
