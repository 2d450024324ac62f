"""Who may see, who stands in for whom, and whose turn it is."""
