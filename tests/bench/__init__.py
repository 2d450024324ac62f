"""How fast and how heavy Vigie is, measured against the simplest thing that could answer, in the same run."""
