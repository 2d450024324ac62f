"""Calls Jira: the client, its pace, and what each errand writes."""
