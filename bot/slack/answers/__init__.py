"""What Slack shows when somebody asks: lists, search results, contracts, the Home, previews."""
