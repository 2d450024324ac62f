"""The economy of a contract: what it grants, what is consumed, carried over and lost, and what a miss costs."""
