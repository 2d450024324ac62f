"""The mail channel: messages that go out as letters."""
