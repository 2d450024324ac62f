"""Receives what Slack and Jira send, answers, and composes the whole service."""
