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
from connectors.store import Store, describe
from connectors.store.webhooks import Failing


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
        findings.append(Finding("réglages", True, "complets"))
    except SettingsErrors as errors:
        findings += _FIRST_STEPS if settings.untouched else _lacking(errors)
    findings += _unread()
    findings.append(await database(settings))
    memory = await jira_findings.remember(settings) if findings[-1].good else None
    contracts, said = _contracts(settings)
    now = datetime.now(UTC)
    said += rota_findings(settings, contracts, now)
    current = jira_findings.current(contracts, now)
    failing = await _failing(settings) if settings.webhooks and findings[-1].good else []
    slack, mail, jira = await asyncio.gather(
        slack_findings.workspace(settings, current),
        mail_findings.server(settings),
        jira_findings.sites(settings, contracts, memory, now),
    )
    return [
        *findings,
        *said,
        *_findings(slack),
        *_findings(mail),
        *_findings(jira),
        *_findings(webhook_queries.found(settings, current, failing)),
    ]


def _findings(found: Iterable[Found]) -> Iterator[Finding]:
    for one in found:
        yield Finding(one.about, one.weight is not Weight.BAD, one.said, one.weight is Weight.NOTE)


# What a new installation reads rather than a list of everything that is missing.
_FIRST_STEPS = (
    Finding(
        "réglages",
        False,
        "rien n'est encore réglé ici ; copiez .env.example en « .env », remplissez-le (docs/setup.md dit comment), "
        "puis relancez « vigie doctor ». Il y faut :",
    ),
    Finding("slack", True, "l'application à créer, que donne « vigie manifest --public-url https://… »", note=True),
    Finding(
        "jira", True, "l'adresse et un compte pour Vigie ; puis « vigie jira inspect CLÉ » lit un projet", note=True
    ),
    Finding("courrier", True, "votre serveur d'envoi et l'adresse d'expédition : SMTP_URL, MAIL_FROM", note=True),
)


def _lacking(errors: SettingsErrors) -> list[Finding]:
    return [Finding("réglages", False, problem) for problem in errors.problems]


def _unread() -> Iterator[Finding]:
    for key, meant in dotenv.unread():
        if meant:
            yield Finding(".env", False, f"{key} ? {meant} : aucun réglage ne porte le premier nom ; corrigez-le")
        else:
            yield Finding(".env", True, f"{key} : Vigie ne lit pas cette variable", note=True)


# What a driver raises, and what the operator can do about it; the first row whose words are found.
_REMEDIES = (
    ("ModuleNotFoundError", "installez le pilote de PostgreSQL : pip install 'vigie[postgres]'"),
    ("CommandError", "cette base a été écrite par une version plus récente de Vigie : mettez Vigie à jour"),
    ("FileNotFoundError", "le dossier du fichier ne peut pas être créé : donnez un autre chemin"),
    ("NotADirectoryError", "le dossier du fichier ne peut pas être créé : donnez un autre chemin"),
    ("PermissionError", "donnez au compte de Vigie le droit d'écrire dans ce dossier"),
    ("OperationalError", "vérifiez que le serveur répond, et que le compte et le dossier permettent d'écrire"),
    ("DatabaseError", "ce n'est pas une base de Vigie, ou elle est abîmée : restaurez une sauvegarde"),
    ("", "vérifiez l'adresse : sqlite:///chemin ou postgresql://utilisateur:mot-de-passe@hôte/base"),
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
        return Finding("base de données", True, version)
    except Exception as error:  # whatever the driver raises, the operator needs the remedy
        return _unusable(error)
    finally:
        await store.close()


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
    return Finding("base de données", False, f"{names[0]} ; {remedy}")


def _contracts(settings: Settings) -> tuple[Contracts, list[Finding]]:
    folder = settings.contracts_dir
    if not any(folder.glob("*.y*ml")):
        said = f"aucun dans « {folder} » ; créez ce dossier s'il manque, et copiez-y un exemple de examples/contracts"
        return Contracts(), [Finding("contrats", False, said)]
    try:
        contracts = load_folder(folder)
    except ContractErrors as errors:
        return Contracts(), [Finding("contrats", False, problem) for problem in str(errors).splitlines()]
    return contracts, [_version(contracts)]


def rota_findings(settings: Settings, contracts: Contracts, now: datetime) -> Iterator[Finding]:
    """Whether the on-call rota can be read, and where it leaves nobody on duty."""
    if settings.rota is None:
        return
    try:
        duties = load_rota(settings.rota, contracts)
    except ContractErrors as errors:
        kept = "Vigie garde la dernière version lisible"
        yield from (Finding("astreinte", False, f"{problem} ({kept})") for problem in errors.problems)
        return
    until = max(one.until for one in duties)
    yield Finding("astreinte", True, f"{len(duties)} tour(s), jusqu'au {until:%d/%m/%Y %H:%M}")
    for since, to, contract in gaps(tuple(contracts.holding(now)), duties):
        said = f"personne du {since:%d/%m/%Y %H:%M} au {to:%d/%m/%Y %H:%M} pour {contract.id} ; ajoutez un tour"
        yield Finding("astreinte", True, said, note=True)
    if until < now + SOON:
        yield Finding("astreinte", True, f"personne après le {until:%d/%m/%Y %H:%M} ; ajoutez la suite", note=True)


def _version(contracts: Contracts) -> Finding:
    ids = {one.id for one in contracts.all}
    return Finding("contrats", True, f"{len(ids)} contrat(s), {len(contracts.all)} version(s)")
