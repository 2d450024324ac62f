"""What missed promises cost under the contract's scale: calculated, explained line by line, and always contestable."""
