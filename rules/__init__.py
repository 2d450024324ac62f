"""Decides: pure functions over frozen values, without a clock of their own."""
