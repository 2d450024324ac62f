"""The settings of a Jira site as the set-up and the checks of `connectors.jira.setup` want them."""

from bot.config.settings import Settings
from bot.config.site_settings import JiraSite, door, prefix
from connectors.jira.setup.administration import Access


def accesses(settings: Settings) -> dict[str, Access]:
    """Every site that has an address, by name."""
    return {name: _access(name, site, settings) for name, site in settings.sites.items() if site.url}


def _access(name: str, site: JiraSite, settings: Settings) -> Access:
    return Access(
        name=name,
        url=site.url,
        api_url=site.api_url,
        auth=site.auth,
        callback=settings.public_url + door(name),
        prefix=prefix(name),
        secret=site.webhook_secret.get_secret_value(),
        url_secret=site.webhook_url_secret.get_secret_value(),
    )
