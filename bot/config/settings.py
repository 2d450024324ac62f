"""The operator's settings: the only reader of the environment and of `.env`."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config.endpoints import WEBHOOK_SECRETS, WebhookEndpoint
from bot.config.installation_language import installed_language
from bot.config.site_settings import SITE_SECRETS, JiraSite, address, prefix
from connectors.wording import Sentence, said, speak
from rules.contract import DEFAULT_SITE, site_name

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_SMTP = ("smtp", "smtps", "smtp+starttls")
_ADDRESS = re.compile(r"[^\s@<>,;\"()\[\]\\:]+@[^\s@<>,;\"()\[\]\\:]+")


class SettingsErrors(Exception):
    """Everything that is wrong with the settings: one line a problem, naming the variable and the remedy."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Read once at start-up and passed as arguments; the value of a secret never shows in a text of it.

    An empty value is one that is missing. What only a running service needs is checked by `read(serving=True)`, so
    that a contract can be checked, or a manifest printed, before anything else is set up.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        env_ignore_empty=True,
        env_nested_delimiter="__",
    )

    database_url: SecretStr = SecretStr("sqlite:///var/vigie.db")
    contracts_dir: Path = Path("contracts")
    rota: Path | None = None
    jira_url: str = ""
    jira_api_url: str = ""
    jira_email: str = ""
    jira_api_token: SecretStr = SecretStr("")
    jira_pat: SecretStr = SecretStr("")
    jira_webhook_secret: SecretStr = SecretStr("")
    jira_webhook_url_secret: SecretStr = SecretStr("")
    jira_sites: dict[str, JiraSite] = Field(default_factory=dict)
    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    slack_interval: float = Field(default=1.0, ge=0.0, le=60.0)
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    webhooks: dict[str, WebhookEndpoint] = Field(default_factory=dict)
    heartbeat_url: SecretStr = SecretStr("")
    public_url: str = "http://localhost:8080"
    language: Literal["fr", "en"] = "fr"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before the environment before `.env`; no folder of secrets, but `NAME_FILE` for each of them."""
        return (init_settings, _SecretFiles(settings_cls, dotenv_settings), env_settings, dotenv_settings)

    @field_validator("jira_url", "jira_api_url", "slack_api_url", "public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        return address(value)

    @field_validator("jira_sites")
    @classmethod
    def _named(cls, sites: dict[str, JiraSite]) -> dict[str, JiraSite]:
        named = {site_name(name): site for name, site in sites.items()}
        if DEFAULT_SITE in named:
            raise ValueError(said("settings.default_site", site=DEFAULT_SITE))
        return named

    @field_validator("webhooks")
    @classmethod
    def _called(cls, webhooks: dict[str, WebhookEndpoint]) -> dict[str, WebhookEndpoint]:
        return {name.lower(): one for name, one in webhooks.items()}

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        if not value.get_secret_value().startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError(said("settings.database"))
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        try:
            good = not text or (urlsplit(text).scheme in _SMTP and urlsplit(text).hostname and urlsplit(text).port != 0)
        except ValueError:
            good = False
        if not good:
            raise ValueError(said("settings.smtp"))
        return value

    @field_validator("heartbeat_url")
    @classmethod
    def _heartbeat(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        try:
            good = not text or (urlsplit(text).scheme in ("http", "https") and urlsplit(text).hostname)
        except ValueError:
            good = False
        if not good:
            raise ValueError(said("settings.heartbeat"))
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not value.get_secret_value().startswith("xapp-"):
            raise ValueError(said("settings.app_token"))
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        if value and not _ADDRESS.fullmatch(value):
            raise ValueError(said("settings.sender"))
        return value

    @classmethod
    def read(cls, *, serving: bool = False, **given: Any) -> Self:
        """Read everything, and speak its language from then on; raise SettingsErrors with every problem at once."""
        try:
            settings = cls(**given)
        except ValidationError as error:
            raise SettingsErrors(_said(_lines(error), installed_language())) from None
        except UnicodeDecodeError:
            raise SettingsErrors(_said([said("settings.not_utf8")], installed_language())) from None
        speak(settings.language)
        missing = settings._missing() if serving else []
        if missing:
            raise SettingsErrors(_said(missing, settings.language))
        return settings

    @property
    def sites(self) -> dict[str, JiraSite]:
        """The Jira sites by name; the default one is there unless only named ones are set."""
        default = JiraSite(
            url=self.jira_url,
            api_url=self.jira_api_url,
            email=self.jira_email,
            api_token=self.jira_api_token,
            pat=self.jira_pat,
            webhook_secret=self.jira_webhook_secret,
            webhook_url_secret=self.jira_webhook_url_secret,
        )
        return ({DEFAULT_SITE: default} if self.jira_url or not self.jira_sites else {}) | self.jira_sites

    @property
    def untouched(self) -> bool:
        """Whether nothing of Slack, Jira or the mail was set yet."""
        names = (name for name in type(self).model_fields if name.startswith(("jira_", "slack_", "smtp_", "mail_")))
        return self.model_fields_set.isdisjoint(names)

    @classmethod
    def given(cls, **values: Any) -> "Settings":
        """Settings made of these values alone, whatever the environment holds: for the demo and the tests."""
        return _Given(**values)

    def _missing(self) -> list[Sentence]:
        connected = {"slack_signing_secret"} if _text(self.slack_app_token) else set()
        lacks = [
            said("settings.missing", variable=name.upper(), remedy=said(f"settings.remedy.{name}"))
            for name in NEEDED
            if name not in connected and not _text(getattr(self, name))
        ]
        for name, site in self.sites.items():
            lacks += site.lacks(prefix(name))
        return lacks


class _Given(Settings):
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """No source but the arguments."""
        return (init_settings,)


NEEDED = ("slack_bot_token", "slack_signing_secret", "smtp_url", "mail_from")
"""The settings without which nothing is served, whatever the sites of Jira."""

SECRETS = tuple(name for name, one in Settings.model_fields.items() if one.annotation is SecretStr)


# What has a name of its own, by the variable that holds them all: what each may say, and which of it is secret.
NESTED: Mapping[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "jira_sites": (JiraSite, SITE_SECRETS),
    "webhooks": (WebhookEndpoint, WEBHOOK_SECRETS),
}
_NESTED_FILES = tuple(
    re.compile(rf"({group})__(.+)__({'|'.join(secrets)})_file") for group, (_, secrets) in NESTED.items()
)


@dataclass(frozen=True, slots=True)
class _FileProblem:
    """Takes the place of a secret that could not be read, so that it is reported beside the other problems."""

    why: Sentence


class _SecretFiles(PydanticBaseSettingsSource):
    """The `NAME_FILE` variables of the environment and of `.env`, one for each secret."""

    def __init__(self, settings_cls: type[BaseSettings], dotenv: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        self._dotenv = dotenv

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Not asked field by field."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """What each file holds, by the name of the secret, or the problem that it has."""
        known = {key.lower(): value for key, value in getattr(self._dotenv, "env_vars", {}).items() if value}
        known |= {key.lower(): value for key, value in os.environ.items() if value}
        nested: dict[str, dict[str, dict[str, Any]]] = {}
        for name, path in known.items():
            if found := next((one for pattern in _NESTED_FILES if (one := pattern.fullmatch(name))), None):
                group, called, secret = found.groups()
                twice = name.removesuffix("_file") in known
                value = _both(name.upper().removesuffix("_FILE")) if twice else _content(path)
                nested.setdefault(group, {}).setdefault(called, {})[secret] = value
        return nested | {
            name: _both(name.upper()) if name in known else _content(known[f"{name}_file"])
            for name in SECRETS
            if f"{name}_file" in known
        }


def _both(name: str) -> _FileProblem:
    return _FileProblem(said("settings.both", one=name, other=f"{name}_FILE"))


def _content(path: str) -> str | _FileProblem:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return _FileProblem(said("settings.unreadable", path=path))


def _text(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _said(problems: Iterable[Sentence], language: str) -> list[str]:
    return [one.said_in(language) for one in problems]


def _lines(error: ValidationError) -> list[Sentence]:
    """One line a problem; the value found is shown only where it cannot be a secret."""
    lines: list[Sentence] = []
    for one in error.errors():
        loc = [str(part) for part in one["loc"]]
        name, found = "__".join(loc), one["input"]
        if one["type"] == "extra_forbidden":  # what a misspelt name holds may be a secret
            known = [field for field in NESTED[loc[0]][0].model_fields if field not in loc]
            alike = get_close_matches(loc[-1], known, n=1, cutoff=0.5) or known
            meant = "__".join((*loc[:-1], alike[0])).upper()
            lines.append(said("settings.unknown", variable=name.upper(), alike=meant))
        elif isinstance(found, _FileProblem):
            lines.append(said("settings.problem", variable=name.upper(), why=found.why))
        else:
            secret = name in SECRETS or loc[-1] in (*SITE_SECRETS, *WEBHOOK_SECRETS) if loc else False
            hidden = secret or isinstance(found, dict) or "@" in str(found)
            shown = {} if hidden else {"value": found}
            key = "settings.problem" if hidden else "settings.problem_of"
            lines.append(said(key, variable=name.upper(), why=_why(one), **shown))
    return lines


def _why(one: "ErrorDetails") -> str:
    told = one.get("ctx", {})
    if one["type"] == "literal_error":
        others, _, last = str(told["expected"]).rpartition(" or ")
        return said("settings.one_of", others=others, last=last)
    raised = told.get("error")
    return raised.args[0] if isinstance(raised, ValueError) and raised.args else one["msg"]
