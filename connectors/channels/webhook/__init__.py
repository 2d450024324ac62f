"""The webhook channel: what happened, signed and as its receiver reads it, sent to an address of the settings."""
