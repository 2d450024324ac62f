"""What is handed to somebody who wants proof: a figure explained line by line, on a screen or on paper."""
