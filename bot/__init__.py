"""The one door: hears Slack and Jira, answers, and composes the whole."""
