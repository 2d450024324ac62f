"""Slack's stand-in and a mailbox over real HTTP and SMTP, for what happens when one of them refuses."""

from tests.connectors.channels.conftest import channel, letters, mailbox, slack

__all__ = ["channel", "letters", "mailbox", "slack"]
