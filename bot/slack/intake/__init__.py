"""Reads what Slack sends into plain values, without I/O."""
