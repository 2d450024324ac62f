"""`vigie doctor`: examines the settings, the contracts and each vendor, and gives each remedy."""
