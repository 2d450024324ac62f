"""Inspects a Jira project, prepares its site for Vigie, and checks it later."""
