"""The jobs of a service, one row each."""

from collections.abc import Callable

from scheduler.catching_up.catch_up_job import HistoryReader
from scheduler.catching_up.first_sight import Recall
from scheduler.catching_up.lost_issues import Search
from scheduler.catching_up.reconciler import Reconciler
from scheduler.errands.fallback import Fallback
from scheduler.errands.relay import Relay
from scheduler.errands.webhook_switch import switched
from scheduler.job_context import Job, JobContext, Turns
from scheduler.jobs.on_call import Oncall
from scheduler.jobs.timetable import Timetable
from scheduler.ledger.budget_watch import BudgetWatch
from scheduler.ledger.compensation_watch import CompensationWatch
from scheduler.ledger.summary_turns import SummaryTurns
from scheduler.sweep import Sweep
from scheduler.worker import Worker


def _worker(given: JobContext) -> Turns:
    clocks, others = given.clocks, given.connections
    worker = Worker(
        given.store, given.casebook, others.readers, clocks.now, clocks.wall, others.histories, given.bells.unread
    )

    async def once() -> bool:
        if more := await worker.once():
            given.bells.owed()
        return more

    return Turns(once)


def _relay(given: JobContext) -> Turns:
    store, casebook, clocks = given.store, given.casebook, given.clocks
    performers = switched(given.connections.performers, store, casebook, clocks.now, clocks.wall)
    relay = Relay(store, casebook, performers, clocks, given.language, given.bells)
    return Turns(relay.once, settled=relay.settled)


def _fallback(given: JobContext) -> Turns:
    clocks = given.clocks
    job = Fallback(given.store, given.casebook, clocks.now, clocks.wall, given.language, given.bells.owed)
    return Turns(job.once, rung=job.refused)


def _sweep(given: JobContext) -> Turns:
    clocks, bells = given.clocks, given.bells
    return Turns(Sweep(given.store, given.casebook, clocks.now, clocks.wall, bells.heard, bells.look_in).once)


def _timetable(given: JobContext) -> Turns:
    clocks = given.clocks
    timetable = Timetable(given.store, given.casebook, clocks.now, clocks.wall, given.bells.owed)
    oncall = Oncall(given.connections.rota, given.casebook)

    async def once() -> bool:
        oncall.look()
        return await timetable.once()

    return Turns(once, begin=oncall.look, signs=lambda: timetable.looks)


def _summaries(given: JobContext) -> Turns:
    turns = SummaryTurns(given.store, given.casebook, given.clocks.now)
    return Turns(turns.once, signs=lambda: turns.turns)


def _budget(given: JobContext) -> Turns:
    watch = BudgetWatch(given.store, given.casebook, given.clocks.now, given.bells.heard)
    return Turns(watch.once, signs=lambda: watch.looks)


def _compensation(given: JobContext) -> Turns:
    watch = CompensationWatch(given.store, given.casebook, given.clocks.now, given.bells.heard)
    return Turns(watch.once, signs=lambda: watch.looks)


def _reader(given: JobContext) -> HistoryReader:
    clocks, others = given.clocks, given.connections
    jira, heard = others.readers["jira"], given.bells.heard
    return HistoryReader(given.store, given.casebook, others.histories, jira, clocks.now, clocks.wall, heard)


def _asked(given: JobContext) -> Callable[[], int]:
    """The amount of history read so far: a turn may take minutes, and is not stuck while this grows."""
    return lambda: sum(one.budget.requests for one in given.connections.histories.values())


def _reconcile(given: JobContext) -> Turns:
    return Turns(Reconciler(_reader(given)).once, signs=_asked(given))


def _recall(given: JobContext) -> Turns:
    return Turns(Recall(_reader(given)).once, signs=_asked(given))


def _whereabouts(given: JobContext) -> Turns:
    return Turns(Search(_reader(given)).once, signs=_asked(given))


JOBS = (
    Job("worker", _worker),
    Job("relay", _relay),
    Job("fallback", _fallback),
    Job("sweep", _sweep),
    Job("timetable", _timetable),
    Job("budget", _budget),
    Job("compensation", _compensation),
    Job("reconcile", _reconcile),
    Job("recall", _recall),
    Job("whereabouts", _whereabouts),
    Job("summaries", _summaries),
)
"""Adding a job is a function that builds its turns, and a line here."""
