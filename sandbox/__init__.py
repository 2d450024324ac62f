"""Stand-ins for Slack, Jira and a mailbox, over real HTTP and SMTP, and one page that shows them."""
