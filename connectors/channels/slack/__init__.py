"""The channel where people work: Slack."""
