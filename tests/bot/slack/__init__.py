"""What people do in Slack, from the signed request to the answer."""
