"""The jobs, held to what they promise."""
