"""Answers for the operator: health, parked rows, explanations, simulations, catching up."""
