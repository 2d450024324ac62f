"""The Jira stand-in does what Jira Cloud does, where it matters to Vigie."""
