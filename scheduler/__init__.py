"""What makes it happen on time: the worker, the relay, the sweep and the timetable."""
