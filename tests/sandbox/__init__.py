"""The stand-ins for Jira and Slack, held to what the real ones do."""
