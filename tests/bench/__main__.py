"""`python -m tests.bench [NAME]`: one JSON object a line."""

import asyncio
import sys

from bot.logs import set_up
from tests.bench import (
    alert_latency,
    burst,
    catching_up,
    claim,
    clocks,
    contracts_load,
    decide,
    door,
    history,
    home,
    idle_cpu,
    inflow,
    jira_burst,
    jira_calls,
    ledger,
    process,
    slack,
    sweep,
    workdays,
)
from tests.bench.figure import Bench

BENCHES: tuple[Bench, ...] = (
    Bench("ingest", door.ingest),
    Bench("slack_ack", door.slack_ack),
    Bench("slack_ack_mixed", slack.slack_ack_mixed),
    Bench("button_to_card", slack.button_to_card),
    Bench("decide", decide.decide),
    Bench("history", history.history),
    Bench("memory", process.memory),
    Bench("startup", process.startup),
    Bench("contracts_load", contracts_load.contracts_load),
    Bench("workdays_add", workdays.workdays_add),
    Bench("workdays_between", workdays.workdays_between),
    Bench("fold", clocks.fold),
    Bench("calendar_memory", workdays.calendar_memory),
    Bench("home_view", home.home_view),
    Bench("reconcile", catching_up.reconcile),
    Bench("sweep", sweep.sweep),
    Bench("inflow", inflow.inflow),
    Bench("burst", burst.burst),
    Bench("claim", claim.claim),
    Bench("alert_latency", alert_latency.alert_latency),
    Bench("idle_cpu", idle_cpu.idle_cpu),
    Bench("jira_calls", jira_calls.jira_calls),
    Bench("jira_burst", jira_burst.jira_burst),
    Bench("ledger", ledger.ledger),
)


def main() -> int:
    """Run one bench, or all of them."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [bench for bench in BENCHES if wanted in ("", bench.name)]
    if not chosen:
        print(f"{wanted}: unknown; there are {', '.join(bench.name for bench in BENCHES)}", file=sys.stderr)
        return 2
    set_up("ERROR", "json")
    for bench in chosen:
        asyncio.run(_print(bench))
    return 0


async def _print(bench: Bench) -> None:
    for figure in await bench.run():
        print(figure.line(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
