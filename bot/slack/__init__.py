"""The Slack part of the bot: HTTP intake, the meaning of interactions, and the forms."""
