"""Reads what Jira sends into facts, without I/O."""
