"""How a Slack request comes in: HTTP, Socket Mode, listeners and the work after the acknowledgement."""
