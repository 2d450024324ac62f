"""The regular jobs: their hours, their loop and the watch over them."""
