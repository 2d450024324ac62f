"""One outgoing webhook in the settings: its address, its events and the secret that signs them."""

from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, SecretStr, field_validator, model_validator

from connectors.channels import Endpoint
from connectors.channels.webhook import webhook_formats, webhook_signature
from connectors.wording import said

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_FORMATS = ", ".join(one.name for one in webhook_formats.FORMATS)


class WebhookEndpoint(BaseModel):
    """`url` is a secret too, since most services tell who calls by their address alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: SecretStr = SecretStr("")
    secret: SecretStr = SecretStr("")
    format: str = webhook_formats.FORMATS[0].name

    @model_validator(mode="before")
    @classmethod
    def _without_files(cls, given: Any) -> Any:
        """`URL_FILE` and `SECRET_FILE` are read before, and have given their secret."""
        files = {f"{name}_file" for name in WEBHOOK_SECRETS}
        return {key: value for key, value in given.items() if key not in files} if isinstance(given, dict) else given

    @field_validator("url")
    @classmethod
    def _encrypted(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        try:
            parts = urlsplit(text)
            good = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
            good = good and bool(parts.hostname) and parts.port != 0 and text.isascii() and text.isprintable()
        except ValueError:
            good = False
        if not good:
            raise ValueError(said("settings.webhook_url"))
        return value

    @field_validator("secret")
    @classmethod
    def _strong(cls, value: SecretStr) -> SecretStr:
        try:
            webhook_signature.key(value.get_secret_value())
        except ValueError:
            shortest, longest = webhook_signature.SHORTEST, webhook_signature.LONGEST
            raise ValueError(said("settings.webhook_secret", shortest=shortest, longest=longest)) from None
        return value

    @field_validator("format")
    @classmethod
    def _known(cls, value: str) -> str:
        if value.lower() not in webhook_formats.FORMATS_BY_NAME:
            raise ValueError(said("settings.webhook_format", formats=_FORMATS))
        return value.lower()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.url.get_secret_value():
            raise ValueError(said("settings.no_webhook_url"))
        if self.format == webhook_formats.FORMATS[0].name and not self.secret.get_secret_value():
            raise ValueError(said("settings.no_webhook_secret_of"))
        return self

    @property
    def endpoint(self) -> Endpoint:
        """The endpoint as the channel takes it."""
        secret = self.secret.get_secret_value()
        return Endpoint(self.url.get_secret_value(), self.format, webhook_signature.key(secret) if secret else b"")

    @property
    def host(self) -> str:
        """As much of the address as may be shown."""
        return urlsplit(self.url.get_secret_value()).hostname or ""


WEBHOOK_SECRETS = tuple(name for name, one in WebhookEndpoint.model_fields.items() if one.annotation is SecretStr)
