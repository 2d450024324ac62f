"""Jira: what it tells us (no I/O) and what we ask of it (the only caller of the `jira` package)."""
