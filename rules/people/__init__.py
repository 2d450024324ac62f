"""The people of a contract: what they may see, who replaces them, whose turn it is."""
