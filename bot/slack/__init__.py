"""The Slack room of the bot: its door, what people mean by what they type and press, and the forms they fill in."""
