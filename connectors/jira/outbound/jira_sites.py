"""The connected Jira sites, a client each, so that a site that is down delays no other."""

from collections.abc import Iterator, Mapping

from connectors.delivery_errors import Never
from connectors.jira.outbound.jira_client import Jira
from connectors.wording import said
from rules.anomaly.state import Ticket


class Sites(Mapping[str, Jira]):
    """Clients by the site's name, as contracts name it."""

    def __init__(self, clients: Mapping[str, Jira]) -> None:
        self._clients = dict(clients)

    def __getitem__(self, site: str) -> Jira:
        return self._clients[site]

    def __iter__(self) -> Iterator[str]:
        return iter(self._clients)

    def __len__(self) -> int:
        return len(self._clients)

    def at(self, site: str) -> Jira:
        """The client of a site. Raises Never, with the remedy, when no setting connects it."""
        found = self._clients.get(site)
        if found is None:
            raise Never(said("jira.unknown_site", site=site), said("jira.connect_site", site=site.upper()))
        return found

    def browse(self, ticket: Ticket) -> str:
        """The address of an issue for people; "" on a site that is no longer connected."""
        found = self._clients.get(ticket.site)
        return found.browse_url(ticket.key) if found else ""

    def locate(self, url: str) -> tuple[str, str] | None:
        """The site and the key of the issue that an address shows; None for the address of anything else."""
        found = ((site, client.key_in(url)) for site, client in self._clients.items())
        return next((one for one in found if one[1]), None)

    async def close(self) -> None:
        """Close every client."""
        for client in self._clients.values():
            await client.close()
