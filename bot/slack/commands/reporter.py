"""`/anomalie reporter CLE motif`: the reminders are put off until a date, for a reason that all can read."""

from bot.slack.commands.subcommand import Subcommand, move

REPORTER = Subcommand("reporter", ("reporter les rappels", "plus tard", "snooze"), move("snooze"))
