"""`/anomalie sla CLE`: each counted and each excluded interval of the clocks, and why."""

from bot.slack.commands.subcommand import Subcommand, look

SLA = Subcommand("sla", ("expliquer", "explique", "décompte", "horloges", "chrono", "explain"), look("sla"))
