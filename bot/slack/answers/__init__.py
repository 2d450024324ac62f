"""Renders what Slack shows on request: lists, searches, contracts, the Home, previews."""
