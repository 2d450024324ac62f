"""One Jira site as the settings connect it: where it is, under which account, and how its webhooks are believed."""

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, model_validator

from connectors.jira.outbound.credentials import Basic, Bearer
from connectors.wording import Sentence, said
from rules.contract import DEFAULT_SITE


def door(site: str) -> str:
    """The path at which a site's webhook knocks."""
    return "/webhooks/jira" if site == DEFAULT_SITE else f"/webhooks/jira/{site}"


def prefix(site: str) -> str:
    """The prefix of a site's variables."""
    return "JIRA_" if site == DEFAULT_SITE else f"JIRA_SITES__{site.upper()}__"


def address(value: str) -> str:
    """An http(s) address without credentials nor final slash; "" stays. Raises ValueError."""
    parts = urlsplit(value)
    if value and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError(said("settings.address"))
    if parts.username or parts.password:
        raise ValueError(said("settings.credentials"))
    return value if not value or value.endswith("/api/") else value.rstrip("/")


class JiraSite(BaseModel):
    """What connects one site; `webhook_url_secret` is for a Data Center too old to sign, which calls `…?secret=…`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, AfterValidator(address)] = ""
    api_url: Annotated[str, AfterValidator(address)] = ""
    email: str = ""
    api_token: SecretStr = SecretStr("")
    pat: SecretStr = SecretStr("")
    webhook_secret: SecretStr = SecretStr("")
    webhook_url_secret: SecretStr = SecretStr("")

    @model_validator(mode="before")
    @classmethod
    def _without_files(cls, given: Any) -> Any:
        """`PAT_FILE` and its like are read before, and have given their secret."""
        files = {f"{name}_file" for name in SITE_SECRETS}
        return {key: value for key, value in given.items() if key not in files} if isinstance(given, dict) else given

    @property
    def auth(self) -> Basic | Bearer:
        """Under which account Vigie knocks at the site."""
        token = self.pat.get_secret_value()
        return Bearer(token) if token else Basic(self.email, self.api_token.get_secret_value())

    def lacks(self, prefix: str) -> Iterator[Sentence]:
        """The missing variables, a line each; `prefix` begins their names."""
        if not self.url:
            yield said("settings.no_jira_url", prefix=prefix)
        if not self.webhook_secret.get_secret_value() and not self.webhook_url_secret.get_secret_value():
            yield said("settings.no_webhook_secret", prefix=prefix)
        if not self.pat.get_secret_value() and not (self.email and self.api_token.get_secret_value()):
            yield said("settings.no_jira_token", prefix=prefix)


SITE_SECRETS = tuple(name for name, one in JiraSite.model_fields.items() if one.annotation is SecretStr)
