"""What a Jira stand-in is told when it opens: who Vigie is there, its webhook, and the kind of site."""

from dataclasses import dataclass

from sandbox import seed
from sandbox.jira.site_catalogue import Deployment

BACKOFF = (2.0, 5.0, 10.0, 20.0)


@dataclass(frozen=True, slots=True)
class BotAccess:
    """What Vigie presents: basic authentication by both on Cloud, `token` as a Bearer on Data Center."""

    email: str
    token: str


@dataclass(frozen=True, slots=True)
class FirstWebhook:
    """Vigie's webhook, at `vigie_url` + `path`; without a `secret` it is not signed, and the path may carry one.

    `backoff` is the real seconds before each further try on Cloud; Data Center makes none.
    """

    vigie_url: str
    secret: str = ""
    path: str = "/webhooks/jira"
    backoff: tuple[float, ...] = BACKOFF


@dataclass(frozen=True, slots=True)
class SiteKind:
    """Cloud or Data Center ("Server"), and what it starts with; from `version` 10 on, the API of webhooks moved."""

    deployment: Deployment = "Cloud"
    furnished: seed.Site = seed.PROVIDER
    version: tuple[int, ...] = ()
