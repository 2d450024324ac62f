"""What Vigie promises, held to it; this folder mirrors the packages."""
