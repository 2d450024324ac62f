"""Lists the outgoing webhooks and switches a disabled one on again."""

from collections.abc import Iterator, Sequence

from bot.config.settings import Settings
from connectors.jira.setup.found import Found, bad, good, note
from connectors.store import Connection, Store, webhooks
from connectors.store.webhooks import Failing
from connectors.wording import Sentence, said
from rules.contract import Contract
from scheduler.errands.webhook_switch import enable, waiting


async def listed(store: Store, settings: Settings, contracts: Sequence[Contract]) -> list[str]:
    """A line for every webhook of the settings and of the contracts: where to, its state, for whom, what is kept."""
    named = {one.name for contract in contracts for one in contract.webhooks}

    def look(tx: Connection) -> list[str]:
        failing = {one.name: one for one in webhooks.each(tx)}
        return [
            said(
                "operations.webhook.listed",
                name=name,
                where=_where(name, settings),
                state=_state(failing.get(name)),
                contracts=", ".join(_contracts(name, contracts)) or said("operations.webhook.no_contract"),
                kept=waiting(tx, name),
            )
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
    """The findings of `vigie doctor` about webhooks."""
    ill = {one.name: one for one in failing}
    for name in sorted({one.name for contract in contracts for one in contract.webhooks} - settings.webhooks.keys()):
        theirs, setting = ", ".join(_contracts(name, contracts)), f"WEBHOOKS__{name.upper()}__URL"
        yield bad(f"webhook {name}", said("operations.webhook.unset", contracts=theirs, setting=setting))
    for name in settings.webhooks:
        state, theirs = ill.get(name), ", ".join(_contracts(name, contracts))
        where, told = _where(name, settings), _state(state)
        if state and state.disabled_at:
            yield bad(f"webhook {name}", said("operations.webhook.disabled", where=where, state=told, name=name))
        elif state:
            yield note(f"webhook {name}", said("operations.webhook.failing", where=where, state=told))
        elif not theirs:
            yield note(f"webhook {name}", said("operations.webhook.idle", where=where, state=told, name=name))
        else:
            yield good(f"webhook {name}", said("operations.webhook.good", where=where, state=told, contracts=theirs))


def _where(name: str, settings: Settings) -> str:
    one = settings.webhooks.get(name)
    return f"{one.host} ({one.format})" if one else said("operations.webhook.nowhere")


def _contracts(name: str, contracts: Sequence[Contract]) -> list[str]:
    return sorted({one.id for one in contracts if name in (webhook.name for webhook in one.webhooks)})


def _state(failing: Failing | None) -> Sentence:
    if failing is None:
        return said("operations.webhook.in_service")
    since, cut = failing.failing_since, failing.disabled_at
    if cut is None:
        return said("operations.webhook.fails_since", since=since, why=failing.why)
    return said("operations.webhook.cut", cut=cut, since=since, why=failing.why)
