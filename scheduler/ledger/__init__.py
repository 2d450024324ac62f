"""The ledgers of contracts: what is heard for them, and what it comes to."""
