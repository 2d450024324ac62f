"""A person's Home: what they owe, what they promised, how their contracts stand, and what they prefer."""
