"""Receives Slack requests: HTTP, Socket Mode, listeners, and the work after the acknowledgement."""
