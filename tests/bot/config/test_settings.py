"""Settings are read once, refused in one line a problem, and never shown."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config.settings import SECRETS, Settings, SettingsErrors
from bot.config.site_settings import JiraSite
from connectors.wording import speak, spoken

ROOT = Path(__file__).parents[3]
GOOD = {
    "JIRA_URL": "https://exemple.atlassian.net",
    "JIRA_EMAIL": "vigie@exemple.example",
    "JIRA_API_TOKEN": "jeton",
    "JIRA_WEBHOOK_SECRET": "secret",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "signature",
    "SMTP_URL": "smtp://localhost:25",
    "MAIL_FROM": "vigie@exemple.example",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """A complete environment, and no `.env` in sight."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(f"{name.upper()}_FILE", raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    before = spoken()
    yield monkeypatch
    speak(before)


def problems(serving: bool = True) -> list[str]:
    """What is said of settings that are refused."""
    with pytest.raises(SettingsErrors) as refused:
        Settings.read(serving=serving)
    return refused.value.problems


@pytest.mark.usefixtures("environment")
def test_complete_settings_are_taken() -> None:
    assert Settings.read(serving=True).jira_email == "vigie@exemple.example"


@pytest.mark.parametrize("name", sorted(GOOD))
def test_each_missing_variable_is_named_with_its_remedy(environment: pytest.MonkeyPatch, name: str) -> None:
    environment.delenv(name)
    (line,) = problems()
    assert line.startswith("JIRA_API_TOKEN" if name == "JIRA_EMAIL" else name)
    assert "donnez" in line or "recopiez" in line


def test_everything_wrong_is_said_at_once_and_no_secret_with_it(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("DATABASE_URL", "mysql://vigie:motdepasse@hote")
    environment.setenv("LOG_LEVEL", "FORT")
    environment.setenv("PUBLIC_URL", "vigie.exemple")
    environment.setenv("JIRA_PAT_FILE", "/nulle/part")
    lines = problems()
    assert [line.split(":")[0] for line in lines] == ["DATABASE_URL", "JIRA_PAT", "PUBLIC_URL", "LOG_LEVEL"]
    assert "motdepasse" not in "".join(lines)


def test_what_is_wrong_is_said_in_the_language_that_the_settings_choose(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LANGUAGE", "en")
    environment.setenv("LOG_LEVEL", "LOUD")
    environment.setenv("PUBLIC_URL", "vigie.example")
    environment.setenv("SMTP_URL", "ftp://secret")
    assert problems() == [
        "SMTP_URL: expected “smtp://host:port” or “smtps://user:password@host:port”",
        "PUBLIC_URL: “vigie.example”; expected an http:// or https:// address",
        "LOG_LEVEL: “LOUD”; expected 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
    ]
    for name in ("LOG_LEVEL", "PUBLIC_URL", "SMTP_URL"):
        environment.delenv(name)
    assert problems() == ["SMTP_URL: missing; give your outgoing server, for example smtp://host:587"]


def test_a_file_of_settings_that_cannot_be_read_is_told_in_the_environment_s_language(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes("MAIL_FROM=é".encode("latin-1"))
    assert problems() == [".env: le fichier n'est pas en UTF-8 ; enregistrez-le dans cet encodage."]
    environment.setenv("LANGUAGE", "en")
    assert problems() == [".env: the file is not in UTF-8; save it in that encoding."]


def test_whoever_reads_the_settings_speaks_their_language(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LANGUAGE", "en")
    Settings.read()
    assert spoken() == "en"


def test_a_language_that_vigie_does_not_speak_is_refused(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LANGUAGE", "de")
    assert problems() == ["LANGUAGE: « de » ; attendu 'fr' ou 'en'"]


def test_a_secret_may_come_from_a_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "jeton").write_text("depuis-un-fichier\n")
    environment.delenv("SLACK_BOT_TOKEN")
    environment.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "jeton"))
    assert Settings.read(serving=True).slack_bot_token.get_secret_value() == "depuis-un-fichier"


def test_both_forms_of_a_secret_are_refused(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "jeton").write_text("x")
    environment.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "jeton"))
    assert problems() == [
        "SLACK_BOT_TOKEN: SLACK_BOT_TOKEN et SLACK_BOT_TOKEN_FILE sont définies ; gardez l'une des deux."
    ]


def test_a_dotenv_file_is_read_and_the_environment_wins(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LANGUAGE=en\nPUBLIC_URL=https://depuis.exemple\nLOG_LEVEL=\n")
    environment.setenv("PUBLIC_URL", "https://environnement.exemple")
    settings = Settings.read()
    assert (settings.language, settings.public_url, settings.log_level) == (
        "en",
        "https://environnement.exemple",
        "INFO",
    )


def test_each_jira_site_has_its_own_access(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pat").write_text("jeton\n", encoding="utf-8")
    environment.setenv("JIRA_SITES__CLIENT_A__URL", "https://jira.client-a.example/")
    environment.setenv("JIRA_SITES__CLIENT_A__PAT_FILE", str(tmp_path / "pat"))
    environment.setenv("JIRA_SITES__CLIENT_A__WEBHOOK_SECRET", "secret")
    sites = Settings.read(serving=True).sites
    assert list(sites) == ["default", "client_a"]
    assert sites["client_a"].url == "https://jira.client-a.example"
    assert sites["client_a"].pat.get_secret_value() == "jeton"


def test_what_a_named_site_lacks_is_said_by_its_own_variables(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("JIRA_SITES__CLIENT_A__URL", "https://jira.client-a.example")
    with pytest.raises(SettingsErrors) as errors:
        Settings.read(serving=True)
    assert "JIRA_SITES__CLIENT_A__WEBHOOK_SECRET: absent" in str(errors.value)
    assert "JIRA_SITES__CLIENT_A__API_TOKEN: absent" in str(errors.value)


def test_the_signing_secret_is_of_no_use_once_vigie_connects_by_itself(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SLACK_SIGNING_SECRET")
    environment.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert Settings.read(serving=True).slack_app_token.get_secret_value() == "xapp-1"


def test_a_token_of_the_wrong_kind_is_refused_without_being_shown(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_APP_TOKEN", "xoxb-tres-secret")
    (line,) = problems()
    assert line.startswith("SLACK_APP_TOKEN: ")
    assert "« xapp-… »" in line
    assert "tres-secret" not in line


@pytest.mark.parametrize("wrong", ["surveillance/tres-secret", "ftp://exemple/tres-secret", "https://[tres-secret"])
def test_an_address_of_surveillance_that_cannot_be_called_is_refused_without_being_shown(
    environment: pytest.MonkeyPatch, wrong: str
) -> None:
    environment.setenv("HEARTBEAT_URL", wrong)
    (line,) = problems()
    assert line.startswith("HEARTBEAT_URL: ")
    assert "tres-secret" not in line


def test_settings_are_frozen_and_their_text_holds_no_secret(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("JIRA_PAT", "tres-secret")
    settings = Settings.read()
    assert "tres-secret" not in repr(settings)
    with pytest.raises(ValueError, match="frozen"):
        settings.language = "en"


def test_the_example_documents_every_variable_and_no_other() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    documented = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert documented == [name.upper() for name in Settings.model_fields if name not in ("jira_sites", "webhooks")]
    assert {f"JIRA_{name.upper()}" for name in JiraSite.model_fields} <= set(documented)
    for name in SECRETS:
        assert f"{name.upper()}_FILE" in text


def test_the_example_as_it_stands_is_readable(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text(encoding="utf-8"), encoding="utf-8")
    assert Settings.read(serving=True).slack_api_url == "https://slack.com/api/"


def test_only_settings_reads_the_environment() -> None:
    rooms = ("bot", "connectors", "rules", "scheduler", "sandbox")
    reading = [
        str(file.relative_to(ROOT))
        for room in rooms
        for file in (ROOT / room).rglob("*.py")
        if re.search(r"os\.environ|os\.getenv|getenv\(", file.read_text(encoding="utf-8"))
    ]
    # The language is needed before the settings can be: the command line says its help as it is imported.
    assert reading == ["bot/config/installation_language.py", "bot/config/settings.py"]
