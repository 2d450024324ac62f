"""A million worklogs of three hundred contracts: a budget, a portfolio, a close, and one worklog more."""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from connectors.contracts import Contracts, load_folder
from connectors.store import Connection, Store, chain, journal, tables
from connectors.store.ledger_codec import ledger_fact_to_json
from rules.contract import Contract, Role
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Carry, CarryMode, Envelope, Overrun, OverrunMode
from rules.events import Actor, Source, System
from rules.events.ledger_events import IssueShown, LedgerFact, LedgerHappening, MonthClosed, TimeSpent
from rules.workdays.month import Month, local_day
from scheduler.cases.case_loader import Casebook
from scheduler.ledger import budget_book, ledger_deliveries
from scheduler.ledger.budget_book import budget
from scheduler.ledger.ledger_book import LEDGERS, agreed, told
from scheduler.ledger.summary_turns import SummaryTurns
from scheduler.lists.contract_portfolio import read_portfolio
from scheduler.worker import Worker
from tests.bench.figure import Figure
from tests.bench.projects import EXAMPLES

CONTRACTS, WORKLOGS, FEW = 300, 1_000_000, 10_000
ISSUES = 40  # of each contract
SINCE, NOW = datetime(2026, 1, 1, 8, tzinfo=UTC), datetime(2026, 12, 20, 10, tzinfo=UTC)
CLOSED = 10  # months, the third day of the next one
LOOKS, DECISIONS, ROUNDS = 15, 20, 15
DIRECTION = "U0DIR"
SITE = "principal"
DEV = Actor("5b10ac000000000000000003", "Léa Petit", frozenset({Role.DEVELOPER}))
BUDGET = Budget(
    fee=150_000,
    categories=(Category("évolutif", ("Évolution",)), Category("préventif", labels=("preventif",))),
    envelopes=(
        Envelope("planifiée", 9_000, ("évolutif",), overrun=Overrun(OverrunMode.CASCADE, "provision")),
        Envelope("provision", 3_000, ("préventif",), Carry(CarryMode.KEPT, cap=12_000, expires_after=3)),
    ),
)

_FACTS = "INSERT INTO facts (subject, fact_id, at, recorded_at, kind, fact, chain) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ENTRIES = f"INSERT INTO time_entries VALUES ({', '.join('?' * len(tables.time_entries.columns))})"  # noqa: S608 - marks


@dataclass(frozen=True, slots=True)
class _Filled:
    """A database with the ledgers of contracts."""

    store: Store
    casebook: Casebook


async def ledger() -> list[Figure]:
    """What people wait for with a million worklogs, and what one more costs beside one of ten thousand."""
    return await measured(WORKLOGS, CONTRACTS)


async def measured(worklogs: int, contracts: int) -> list[Figure]:
    """The same at another size; what is beside each figure is that of the small database, in the same run."""
    with tempfile.TemporaryDirectory() as folder:
        many = await _filled(Path(folder) / "many.db", worklogs, contracts)
        few = await _filled(Path(folder) / "few.db", FEW, contracts)
        figures = [await _summaries(many, contracts, "ledger_summary_from_journal")]
        await _summaries(few, contracts, "")
        _start_again()
        figures.append(await _summaries(many, contracts, "ledger_summary_after_restart"))
        _start_again()
        figures += await _budget(many, few)
        figures += [await _portfolio(many, contracts), await _close(many), await _worklog(many, few)]
        for one in (many, few):
            await one.store.close()
    return figures


async def _summaries(filled: _Filled, contracts: int, name: str) -> Figure:
    """The time for each summary of a portfolio, when all are worked out one after the other as at a start."""
    turns = SummaryTurns(filled.store, filled.casebook, lambda: NOW)
    began = time.perf_counter()
    while await turns.once():
        pass
    return Figure(name, (time.perf_counter() - began) * 1000 / contracts, "ms")


def _start_again() -> None:
    """Forget what a process remembers, and a new one does not."""
    LEDGERS._read.clear()
    budget_book._VIEWS._kept.clear()


async def _budget(many: _Filled, few: _Filled) -> list[Figure]:
    """`/anomalie budget`: at the first look of a process, after one worklog more, then again."""
    looks = [(await _looks(many, number), await _looks(few, number)) for number in range(LOOKS)]
    names = ("ledger_budget_first", "ledger_budget_after_worklog", "ledger_budget")
    figures = []
    for rank, name in enumerate(names):
        value, beside = (statistics.median(one[side][rank] for one in looks) for side in (0, 1))
        figures.append(Figure(name, value, "ms", beside))
    return figures


async def _looks(filled: _Filled, number: int) -> tuple[float, float, float]:
    look = partial(_look, filled.casebook.contracts, f"contrat-{number}")
    first = await _timed(filled, look)
    fact = _fact(f"again-{number}", NOW, TimeSpent(SITE, f"again-{number}", f"{number}-1", 900, NOW, NOW))
    await filled.store.write(partial(_append, f"contrat-{number}", fact))
    return first, await _timed(filled, look), await _timed(filled, look)


def _look(contracts: Contracts, name: str, tx: Connection) -> object:
    return budget(tx, contracts, name, NOW)


def _append(name: str, fact: LedgerFact, tx: Connection) -> None:
    journal.LEDGERS.append(tx, name, (fact,), NOW)


async def _portfolio(filled: _Filled, contracts: int) -> Figure:
    """`/anomalie portefeuille` of a direction that has all the contracts, once their summaries are kept."""
    took = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = await read_portfolio(filled.store, filled.casebook, DIRECTION, NOW)
        took.append((time.perf_counter() - began) * 1000)
        assert found is not None
        assert found.contracts == contracts
    return Figure("ledger_portfolio", statistics.median(took), "ms")


async def _close(filled: _Filled) -> Figure:
    """The books of a contract with one more month closed, and the digest of that month."""

    def close(name: str, tx: Connection) -> str:
        terms = agreed(filled.casebook.contracts, name)
        assert terms is not None
        month = Month.of(local_day(NOW, terms.zone)).plus(-1)
        return told(tx, name, terms).closing(month, NOW, "CP").digest

    names = [f"contrat-{LOOKS + number}" for number in range(LOOKS)]
    took = [await _timed(filled, partial(close, name)) for name in names]
    return Figure("ledger_close", statistics.median(took), "ms")


async def _worklog(many: _Filled, few: _Filled) -> Figure:
    """The milliseconds of one worklog, from the mailbox to the rows that people read, in turn on both databases."""
    pairs = [(await _decided(many, number), await _decided(few, number)) for number in range(ROUNDS)]
    value, beside = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = [ours / theirs for ours, theirs in pairs]
    return Figure("ledger_worklog", value, "ms", beside, (min(ratios), max(ratios)))


async def _decided(filled: _Filled, number: int) -> float:
    readers = {ledger_deliveries.SOURCE: ledger_deliveries}
    worker = Worker(filled.store, filled.casebook, readers, lambda: NOW, lambda: NOW, (), lambda: None)
    for rank in range(DECISIONS):
        entry = f"new-{number}-{rank}"
        fact = _fact(entry, NOW, TimeSpent(SITE, entry, f"{rank}-1", 900, NOW, NOW))
        await filled.store.hear(ledger_deliveries.booking(f"contrat-{rank}", fact, NOW))
    began = time.perf_counter()
    while await worker.once():
        pass
    return (time.perf_counter() - began) * 1000 / DECISIONS


async def _timed(filled: _Filled, look: Callable[[Connection], object]) -> float:
    began = time.perf_counter()
    found = await filled.store.read(look)
    spent = (time.perf_counter() - began) * 1000
    assert found is not None
    return spent


async def _filled(file: Path, worklogs: int, count: int) -> _Filled:
    store = Store(f"sqlite:///{file}")
    await store.open()
    contracts = _contracts(count)
    for number in range(count):
        share = worklogs * (number + 1) // count - worklogs * number // count
        await store.write(partial(_fill, number, share))
    return _Filled(store, Casebook(store, contracts))


def _contracts(count: int) -> Contracts:
    model = load_folder(EXAMPLES).all[0]

    def one(number: int) -> Contract:
        jira = replace(model.jira, projects=(f"P{number}",))
        named = replace(model, id=f"contrat-{number}", client=f"Client {number}", jira=jira)
        return replace(named, budget=BUDGET, effective=date(2026, 1, 1))

    return Contracts(tuple(map(one, range(count))))


def _fill(number: int, worklogs: int, tx: Connection) -> None:
    """The journal of one ledger, chained as the service does, and the rows that follow from it."""
    name = f"contrat-{number}"
    key, before, length = journal.LEDGERS.key(name), "", 0
    rows: list[tuple[str, ...]] = []
    for fact_id, at, kind, text in _told(number, worklogs):
        before, length = chain.link(before, key, fact_id, at, at, kind, text), length + 1
        rows.append((key, fact_id, _shown(at), _shown(at), kind, text, before))
    # By the driver itself: a million rows through SQLAlchemy would take longer than all that is measured.
    tx.exec_driver_sql(_FACTS, rows)
    chain.move_head(tx, key, chain.Head(length, before))
    tx.execute(insert(tables.contract_issues), [_issue_row(number, rank) for rank in range(ISSUES)])
    tx.exec_driver_sql(_ENTRIES, [_entry_row(name, *one) for one in _worked(number, worklogs)])


def _told(number: int, worklogs: int) -> Iterator[tuple[str, datetime, str, str]]:
    """The issues, then the time spent and the closes in the order in which they were heard: id, instant, kind, JSON."""
    model = ledger_fact_to_json(_fact("@id", NOW, TimeSpent(SITE, "@entry", "@issue", 900, NOW, NOW)))
    model = model.replace(_json_instant(NOW), "@at").replace("900", "@seconds")
    for rank in range(ISSUES):
        yield _whole(_fact(f"i-{number}-{rank}", SINCE, _issue(number, rank)))
    closes = [(Month(2026, month), datetime(2026, month + 1, 3, 8, tzinfo=UTC)) for month in range(1, CLOSED + 1)]
    for entry, issue, seconds, when in _worked(number, worklogs):
        while closes and closes[0][1] <= when:
            month, at = closes.pop(0)
            yield _whole(_fact(f"c-{number}-{month}", at, MonthClosed(str(month), "0" * 64)))
        fact_id = f"w-{entry}"
        text = model.replace("@id", fact_id).replace("@entry", entry).replace("@issue", issue)
        yield fact_id, when, "time_spent", text.replace("@at", _json_instant(when)).replace("@seconds", str(seconds))


def _worked(number: int, worklogs: int) -> Iterator[tuple[str, str, int, datetime]]:
    """Entries from January to now: id, issue, seconds, instant."""
    step = (NOW - SINCE) / max(worklogs, 1)
    for rank in range(worklogs):
        yield f"{number}-{rank}", f"{number}-{rank % ISSUES}", 900 + rank % 8 * 450, SINCE + rank * step


def _issue(number: int, rank: int) -> IssueShown:
    labels = ("preventif",) if rank % 3 == 0 else ()
    key = f"P{number}-{rank}"
    return IssueShown(SITE, f"{number}-{rank}", key, f"Demande {rank}", "Évolution", labels, opened=SINCE)


def _fact(name: str, at: datetime, what: LedgerHappening) -> LedgerFact:
    return LedgerFact(name, at, DEV, Source(System.JIRA, name), what)


def _issue_row(number: int, rank: int) -> dict[str, object]:
    shown = _issue(number, rank)
    return {
        "site": SITE,
        "issue_id": shown.issue,
        "contract_id": f"contrat-{number}",
        "issue_key": shown.key,
        "title": shown.title,
        "type": shown.type,
        "labels": json.dumps(shown.labels),
        "fields": "{}",
        "status": "",
        "ended": False,
        "anomaly": False,
        "departed": False,
        "opened_at": SINCE,
        "shown_at": SINCE,
    }


def _entry_row(name: str, entry: str, issue: str, seconds: int, when: datetime) -> tuple[object, ...]:
    at = _shown(when)
    return SITE, entry, name, issue, DEV.id, DEV.name, "provider", seconds, at, at, at, f"{when:%Y-%m}"


def _whole(fact: LedgerFact) -> tuple[str, datetime, str, str]:
    return fact.id, fact.at, fact.what.kind, ledger_fact_to_json(fact)


def _shown(at: datetime) -> str:
    """An instant as SQLite has it."""
    return at.isoformat(timespec="microseconds")


def _json_instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
