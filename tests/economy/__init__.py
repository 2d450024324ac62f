"""Worked months of a contract's economy, computed by the product's own rules: `python -m tests.economy FILE`."""
