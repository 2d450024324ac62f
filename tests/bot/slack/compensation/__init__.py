"""Compensations in Slack, from the statement to the last step of a penalty."""
