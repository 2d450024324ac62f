"""What happened to issues while nobody was listening: their past, read from Jira and told as webhooks would have."""
