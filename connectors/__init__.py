"""What touches the world: contracts, Jira, the store, the channels and the wording."""
