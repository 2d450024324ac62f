"""Is it set up right? Each finding says what is well, or what to do about it."""

from dataclasses import dataclass

from bot.settings import Settings, SettingsErrors
from connectors.contracts import ContractErrors, Contracts, load_folder
from connectors.store import Store, describe


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    good: bool
    said: str


async def examine() -> list[Finding]:
    """Settings, database and contracts, in that order; what cannot be read hides nothing of the others."""
    findings: list[Finding] = []
    try:
        Settings.read(serving=True)
        findings.append(Finding("réglages", True, "complets"))
    except SettingsErrors as errors:
        findings += [Finding("réglages", False, problem) for problem in errors.problems]
    try:
        settings = Settings.read()
    except SettingsErrors:
        return findings
    findings.append(await database(settings))
    return findings + _contracts(settings)


async def database(settings: Settings) -> Finding:
    """Whether the database answers and its tables can be made, which it then has."""
    store = Store(settings.database_url.get_secret_value())
    try:
        await store.open()
        version = await store.read(describe)
    except Exception as error:  # whatever the driver raises, the operator needs the remedy
        remedy = "vérifiez DATABASE_URL, que le serveur répond et que le compte peut créer des tables"
        return Finding("base de données", False, f"{type(error).__name__} ; {remedy}")
    finally:
        await store.close()
    return Finding("base de données", True, version)


def _contracts(settings: Settings) -> list[Finding]:
    try:
        contracts = load_folder(settings.contracts_dir)
    except ContractErrors as errors:
        return [Finding("contrats", False, problem) for problem in str(errors).splitlines()]
    return [_version(contracts)]


def _version(contracts: Contracts) -> Finding:
    if not contracts.all:
        return Finding("contrats", False, "aucun ; copiez un exemple de examples/contracts dans CONTRACTS_DIR")
    ids = {one.id for one in contracts.all}
    return Finding("contrats", True, f"{len(ids)} contrat(s), {len(contracts.all)} version(s)")
