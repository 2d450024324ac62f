"""The Slack of the sandbox, held to what the real one does."""
