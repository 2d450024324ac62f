"""Caches the fields that Jira's screens require, since a form must open within three seconds."""

from connectors.jira.outbound.jira_sites import Sites
from connectors.required_field import Unfilled, Wanted
from connectors.store import Store, outbox
from rules.anomaly.state import Anomaly
from rules.contract import JiraMeaning


class Screens:
    """The waiting errands' needs in the store, and those that the sites' clients last saw."""

    def __init__(self, store: Store, sites: Sites) -> None:
        self._store, self._sites = store, sites

    async def unfilled(self, anomaly_id: str) -> Unfilled | None:
        """The fields that the latest refused move of an anomaly waits for."""
        return await self._store.read(lambda tx: outbox.unfilled(tx, anomaly_id))

    def expected(self, anomaly: Anomaly, meaning: JiraMeaning) -> tuple[Wanted, ...]:
        """The fields that Jira will ask for on the way to a status of that meaning, as far as it was seen."""
        site = self._sites.get(anomaly.ticket.site) if anomaly.ticket else None
        return site.expected(anomaly.ticket, meaning) if site and anomaly.ticket else ()
