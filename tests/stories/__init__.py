"""One anomaly at a time, from report to closure, through the sandbox, the clock turned by hand."""
