"""The settings of a Vigie whose Jira, Slack and mail server never answer."""

from pathlib import Path

from pydantic import SecretStr

from bot.config.settings import Settings

SECRET = "secret-de-test"
NOWHERE = "http://127.0.0.1:9"


def settings(folder: Path, database_url: str = "") -> Settings:
    """A fresh SQLite file in the folder, unless another database is named."""
    return Settings.given(
        database_url=SecretStr(database_url or f"sqlite:///{folder / 'vigie.db'}"),
        jira_url=NOWHERE,
        jira_pat=SecretStr(SECRET),
        jira_webhook_secret=SecretStr(SECRET),
        slack_bot_token=SecretStr("xoxb-test"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=f"{NOWHERE}/api/",
        slack_interval=0.0,
        smtp_url=SecretStr("smtp://127.0.0.1:9"),
        mail_from="vigie@exemple.example",
    )
