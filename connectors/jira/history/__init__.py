"""Reads the past of Jira issues, and tells it as webhooks would have."""
