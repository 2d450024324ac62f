"""The page that shows the stand-ins and lets one act as any person of the cast."""
