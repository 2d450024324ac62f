"""The language is found before the settings are read, as they read it."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.config.installation_language import speak_as_installed
from bot.config.settings import Settings
from connectors.wording import speak, spoken
from tests.bot.config.test_settings import environment

__all__ = ["environment"]
WRITTEN = (
    "",
    "MAIL_FROM=a@b.example",
    "LANGUAGE=en",
    "LANGUAGE=fr",
    "language = 'en'",
    'Language="en" # of the house',
    "LANGUAGE=en # of the house",
    "# LANGUAGE=en",
    "LANGUAGE=",
    "LANGUAGE=\nLANGUAGE=en",
    "LANGUAGE=en\nLANGUAGE=fr",
    "LANGUAGE=en\nLANGUAGE=",
    "export LANGUAGE=en",
    "CHOSEN=en\nLANGUAGE=${CHOSEN}",
    "MY_LANGUAGE=en",
    "PUBLIC_URL=https://vigie.example\r\nLANGUAGE=en\r\n",
)


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("text", WRITTEN)
def test_a_file_is_read_as_the_settings_read_it(tmp_path: Path, text: str) -> None:
    (tmp_path / ".env").write_bytes(text.encode())
    speak_as_installed()
    found = spoken()
    speak("fr")
    assert found == Settings.read().language


def test_the_environment_comes_before_the_file(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LANGUAGE=fr")
    environment.setenv("LANGUAGE", "en")
    speak_as_installed()
    assert spoken() == "en"


@pytest.mark.parametrize("text", [b"LANGUAGE=de", b"LANGUAGE=en\nMAIL_FROM=\xe9"])
def test_what_the_settings_refuse_is_left_for_them_to_say(
    environment: pytest.MonkeyPatch, tmp_path: Path, text: bytes
) -> None:
    (tmp_path / ".env").write_bytes(text)
    speak_as_installed()
    assert spoken() == "fr"
    environment.setenv("LANGUAGE", "en_GB:en")
    speak_as_installed()
    assert spoken() == "fr"


def test_the_file_of_the_example_needs_no_reader_that_takes_time(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((Path(__file__).parents[3] / ".env.example").read_text("utf-8"), "utf-8")
    code = (
        "from bot.config.installation_language import speak_as_installed as speak; import sys; speak(); "
        "print(*sorted(sys.modules.keys() & {'dotenv', 'pydantic', 'babel', 'rules'}))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=tmp_path)  # noqa: S603
    assert loaded.stdout.split() == []
