"""Connects to the outside: contracts, Jira, the store, the channels and the wording."""
