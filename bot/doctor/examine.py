"""Is it set up right? Each finding says what is well, or what to do about it."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.config import dotenv
from bot.config.settings import Settings, SettingsErrors
from bot.doctor import jira_findings, mail_findings, slack_findings
from bot.operations import webhook_queries
from connectors.contracts import ContractErrors, Contracts, load_folder
from connectors.contracts.rota import SOON, gaps, load_rota
from connectors.jira.setup.found import Found, Weight
from connectors.store import Store, describe, mailbox, row_survey
from connectors.store.webhooks import Failing
from connectors.wording import Sentence, said

FEW = 5  # names of rows that cannot be read


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; a `note` is worth knowing, and no failure."""

    subject: str
    good: bool
    said: str
    note: bool = False


async def examine() -> list[Finding]:
    """Settings, database, contracts, Slack, mail, Jira sites, webhooks, in that order; what cannot be read hides no
    other.
    """
    findings: list[Finding] = []
    try:
        settings = Settings.read()
    except SettingsErrors as errors:
        return [*_lacking(errors), *_unread()]
    try:
        Settings.read(serving=True)
        findings.append(Finding(said("doctor.settings"), True, said("doctor.settings_good")))
    except SettingsErrors as errors:
        findings += _first_steps() if settings.untouched else _lacking(errors)
    findings += _unread()
    findings.append(await database(settings))
    memory = await jira_findings.remember(settings) if findings[-1].good else None
    contracts, told = _contracts(settings)
    now = datetime.now(UTC)
    told += rota_findings(settings, contracts, now)
    told += await parked_findings(settings) if findings[-1].good else []
    current = jira_findings.current(contracts, now)
    good = findings[-1].good
    failing = await _failing(settings) if settings.webhooks and good else []
    findings += await _unread_rows(settings) if good else ()
    slack, mail, jira = await asyncio.gather(
        slack_findings.workspace(settings, current),
        mail_findings.server(settings),
        jira_findings.sites(settings, contracts, memory, now),
    )
    return [
        *findings,
        *told,
        *_findings(slack),
        *_findings(mail),
        *_findings(jira),
        *_findings(webhook_queries.found(settings, current, failing)),
    ]


def _findings(found: Iterable[Found]) -> Iterator[Finding]:
    for one in found:
        yield Finding(one.about, one.weight is not Weight.BAD, one.said, one.weight is Weight.NOTE)


def _first_steps() -> tuple[Finding, ...]:
    """What a new installation reads rather than a list of everything that is missing."""
    return (
        Finding(said("doctor.settings"), False, said("doctor.first.settings")),
        Finding("slack", True, said("doctor.first.slack"), note=True),
        Finding("jira", True, said("doctor.first.jira"), note=True),
        Finding(said("mail.about"), True, said("doctor.first.mail"), note=True),
    )


def _lacking(errors: SettingsErrors) -> list[Finding]:
    return [Finding(said("doctor.settings"), False, problem) for problem in errors.problems]


def _unread() -> Iterator[Finding]:
    for key, meant in dotenv.unread():
        if meant:
            yield Finding(".env", False, said("doctor.dotenv.misspelt", name=key, meant=meant))
        else:
            yield Finding(".env", True, said("doctor.dotenv.unread", name=key), note=True)


# What a driver raises, and the key of what the operator can do about it; the first row whose words are found.
_REMEDIES = (
    ("ModuleNotFoundError", "doctor.database.driver"),
    ("CommandError", "doctor.database.newer"),
    ("FileNotFoundError", "doctor.database.folder"),
    ("NotADirectoryError", "doctor.database.folder"),
    ("PermissionError", "doctor.database.right"),
    ("OperationalError", "doctor.database.silent"),
    ("DatabaseError", "doctor.database.damaged"),
    ("", "doctor.database.address"),
)


async def database(settings: Settings) -> Finding:
    """Whether the database answers, is whole, and its tables can be made, which they then are."""
    try:
        store = Store(settings.database_url.get_secret_value())
    except Exception as error:
        return _unusable(error)
    try:
        await store.open()
        version = await store.read(describe)
        return Finding(said("doctor.database.about"), True, version)
    except Exception as error:  # whatever the driver raises, the operator needs the remedy
        return _unusable(error)
    finally:
        await store.close()


async def parked_findings(settings: Settings) -> list[Finding]:
    """What is parked, each reason once: people's gestures may wait behind it."""
    store = Store(settings.database_url.get_secret_value())
    await store.open()
    try:
        kept = await store.read(mailbox.parked)
    finally:
        await store.close()
    firsts = {one.anomaly_id or f"d{one.delivery.id}": one for one in reversed(kept)}
    reasons = {str(one.outcome): f"d{one.delivery.id}" for one in firsts.values()}
    return [
        Finding(said("doctor.parked"), False, said("doctor.parked.why", number=number, why=why))
        for why, number in sorted(reasons.items())
    ]


async def _unread_rows(settings: Settings) -> list[Finding]:
    """The rows that cannot be read, a few by name, as a database that answers has them."""
    store = Store(settings.database_url.get_secret_value())
    await store.open()
    try:
        rows = await store.read(row_survey.unread)
    finally:
        await store.close()
    if not rows:
        return []
    names = ", ".join(one.name for one in rows[:FEW]) + (", …" if len(rows) > FEW else "")
    return [Finding(said("doctor.database.about"), False, said("doctor.database.rows", count=len(rows), names=names))]


async def _failing(settings: Settings) -> list[Failing]:
    """The webhooks that fail, as a database that answers knows them."""
    store = Store(settings.database_url.get_secret_value())
    await store.open()
    try:
        return await webhook_queries.failing(store)
    finally:
        await store.close()


def _unusable(error: Exception) -> Finding:
    names = [kind.__name__ for kind in type(getattr(error, "orig", None) or error).__mro__]
    remedy = next(remedy for name, remedy in _REMEDIES if not name or name in names)
    return Finding(
        said("doctor.database.about"), False, said("doctor.database.unusable", error=names[0], remedy=said(remedy))
    )


def _contracts(settings: Settings) -> tuple[Contracts, list[Finding]]:
    folder = settings.contracts_dir
    if not any(folder.glob("*.y*ml")):
        return Contracts(), [Finding(said("doctor.contracts"), False, said("doctor.no_contract", folder=folder))]
    try:
        contracts = load_folder(folder)
    except ContractErrors as errors:
        return Contracts(), [Finding(said("doctor.contracts"), False, problem) for problem in str(errors).splitlines()]
    return contracts, [_version(contracts)]


def rota_findings(settings: Settings, contracts: Contracts, now: datetime) -> Iterator[Finding]:
    """Whether the on-call rota can be read, and where it leaves nobody on duty."""
    if settings.rota is None:
        return
    try:
        duties = load_rota(settings.rota, contracts)
    except ContractErrors as errors:
        yield from (_rota(said("doctor.rota.unreadable", problem=one), good=False) for one in errors.problems)
        return
    until = max(one.until for one in duties)
    yield _rota(said("doctor.rota.good", turns=len(duties), until=until))
    for since, to, contract in gaps(tuple(contracts.holding(now)), duties):
        yield _rota(said("doctor.rota.gap", since=since, to=to, contract=contract.id), note=True)
    if until < now + SOON:
        yield _rota(said("doctor.rota.ends", until=until), note=True)


def _rota(found: Sentence, *, good: bool = True, note: bool = False) -> Finding:
    return Finding(said("doctor.rota.about"), good, found, note)


def _version(contracts: Contracts) -> Finding:
    ids = {one.id for one in contracts.all}
    told = said("doctor.contracts_good", contracts=len(ids), versions=len(contracts.all))
    return Finding(said("doctor.contracts"), True, told)
