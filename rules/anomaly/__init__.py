"""An anomaly as its journal leaves it, and the moves that each phase allows."""
