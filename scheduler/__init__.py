"""Runs the work on time: worker, relay, sweep and timetable."""
