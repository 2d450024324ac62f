"""The doors and the command line, held to what they promise."""
