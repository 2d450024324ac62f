"""The settings of a Jira site as the set-up and the checks of `connectors.jira.setup` want them."""

from bot.settings import Settings
from bot.sites import JiraSite
from connectors.jira.client import Basic, Bearer
from connectors.jira.setup.administration import Access
from rules.contract import DEFAULT_SITE


def door(site: str) -> str:
    """The path at which a site's webhook knocks."""
    return "/webhooks/jira" if site == DEFAULT_SITE else f"/webhooks/jira/{site}"


def prefix(site: str) -> str:
    """How the variables of a site begin."""
    return "JIRA_" if site == DEFAULT_SITE else f"JIRA_SITES__{site.upper()}__"


def accesses(settings: Settings) -> dict[str, Access]:
    """Every site that has an address, by name."""
    return {name: _access(name, site, settings) for name, site in settings.sites.items() if site.url}


def _access(name: str, site: JiraSite, settings: Settings) -> Access:
    token = site.pat.get_secret_value()
    return Access(
        name=name,
        url=site.url,
        api_url=site.api_url,
        auth=Bearer(token) if token else Basic(site.email, site.api_token.get_secret_value()),
        callback=settings.public_url + door(name),
        prefix=prefix(name),
        secret=site.webhook_secret.get_secret_value(),
        url_secret=site.webhook_url_secret.get_secret_value(),
    )
