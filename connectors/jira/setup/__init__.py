"""What an administrator does once: read a project, make the site ready for Vigie, check that it still is."""
