"""What an operator sees of the webhooks that Vigie calls, and how one that was switched off is switched on again."""

from collections.abc import Iterator, Sequence

from bot.config.settings import Settings
from connectors.jira.setup.found import Found, bad, good, note
from connectors.store import Connection, Store, webhooks
from connectors.store.webhooks import Failing
from rules.contract import Contract
from scheduler.errands.webhook_switch import enable, waiting

_AT = "%d/%m/%Y %H:%M UTC"


async def listed(store: Store, settings: Settings, contracts: Sequence[Contract]) -> list[str]:
    """A line for every webhook of the settings and of the contracts: where to, its state, for whom, what is kept."""
    named = {one.name for contract in contracts for one in contract.webhooks}

    def look(tx: Connection) -> list[str]:
        failing = {one.name: one for one in webhooks.each(tx)}
        return [
            f"{name} : {_where(name, settings)}, {_state(failing.get(name))} ; "
            f"pour {', '.join(_contracts(name, contracts)) or 'aucun contrat'} ; {waiting(tx, name)} envoi(s) gardé(s)"
            for name in sorted(named | settings.webhooks.keys() | failing.keys())
        ]

    return await store.read(look)


async def switch_on(store: Store, name: str) -> int | None:
    """Switch a webhook on and owe all that it waits for; how much that is, None where nothing failed nor waits."""

    def work(tx: Connection) -> int | None:
        failed, kept = webhooks.of(tx, name) is not None, waiting(tx, name)
        return enable(tx, name) if failed or kept else None

    return await store.write(work)


async def failing(store: Store) -> list[Failing]:
    """The webhooks that fail."""
    return await store.read(webhooks.each)


def found(settings: Settings, contracts: Sequence[Contract], failing: Sequence[Failing]) -> Iterator[Found]:
    """What `vigie doctor` says of them."""
    ill = {one.name: one for one in failing}
    for name in sorted({one.name for contract in contracts for one in contract.webhooks} - settings.webhooks.keys()):
        theirs = ", ".join(_contracts(name, contracts))
        remedy = f"donnez WEBHOOKS__{name.upper()}__URL, ou corrigez « webhook » dans le contrat"
        yield bad(f"webhook {name}", f"aucun réglage ne dit où il est ({theirs}) ; {remedy}")
    for name in settings.webhooks:
        state, theirs = ill.get(name), ", ".join(_contracts(name, contracts))
        said = f"{_where(name, settings)}, {_state(state)}"
        if state and state.disabled_at:
            yield bad(
                f"webhook {name}", f"{said} ; rétablissez le service, puis lancez « vigie webhook enable {name} »"
            )
        elif state:
            yield note(f"webhook {name}", f"{said} ; Vigie réessaie, et le coupe au bout d'un jour")
        elif not theirs:
            yield note(f"webhook {name}", f"{said} ; aucun contrat en vigueur ou à venir ne le nomme (webhook: {name})")
        else:
            yield good(f"webhook {name}", f"{said}, pour {theirs}")


def _where(name: str, settings: Settings) -> str:
    one = settings.webhooks.get(name)
    return f"{one.host} ({one.format})" if one else "sans adresse"


def _contracts(name: str, contracts: Sequence[Contract]) -> list[str]:
    return sorted({one.id for one in contracts if name in (webhook.name for webhook in one.webhooks)})


def _state(failing: Failing | None) -> str:
    if failing is None:
        return "en service"
    since = f"{failing.failing_since:{_AT}}"
    if failing.disabled_at is None:
        return f"en échec depuis le {since} ({failing.why})"
    return f"coupé le {failing.disabled_at:{_AT}}, en échec depuis le {since} ({failing.why})"
