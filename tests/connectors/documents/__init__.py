"""What proves a figure, on a screen and on paper."""
