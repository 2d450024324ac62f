"""The Jira room."""
