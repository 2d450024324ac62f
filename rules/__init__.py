"""What decides, and nothing else: pure functions over frozen values, without a clock of their own."""
