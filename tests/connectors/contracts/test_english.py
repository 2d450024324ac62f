"""An English installation reads in English what is wrong with a contract, in the words that an English file takes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.contracts import json_schema, load_folder
from connectors.wording import operator_text, said, speak, spoken
from tests.connectors.contracts.sample import SAMPLE, changed, loaded, told
from tests.connectors.contracts.test_examples import FOLDER
from tests.connectors.contracts.test_problems import MISTAKES
from tests.connectors.wording.test_operator_text import FRENCH


@pytest.fixture
def english() -> Iterator[None]:
    """An installation that speaks English."""
    before = spoken()
    speak("en")
    yield
    speak(before)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("majeure: [4h, 16h, 24h]", "majeure: [4h, 16 heurs, 24h]",
         "14: engagements.majeure[1]: “16 heurs” is not a duration; expected for example “4h” or “30min”"),
        ("  majeure:", "  majour:", "14: engagements.majour: the key “majour” is unknown; expected probably “major”"),
        ("{pays: FR}", "[FR]",
         "9: calendriers.bureau.fériés: a list does not say the public holidays; expected “{country: FR}” or “none”"),
        ("fuseau: Europe/Paris\n", "",
         "1: time zone: this key is missing; "
         "expected for example “time zone: Europe/Paris” or “time zone: Indian/Reunion”"),
        ("En cours: résolution", "En cours: sieste",
         "22: jira.statuts.En cours: “sieste” is not the meaning of a status; "
         "expected “raised”, “diagnosis”, “waiting for the client”, “waiting for a third party”, “resolution”, "
         "“acceptance”, “accepted”, “refused”, “deployed”, “closed”, “cancelled” or “no action”"),
        ("vendredi: 09:00-12:30", "lundi: 09:00-12:30",
         "8: calendriers.bureau.lundi: “lundi”: monday already has its hours; expected each day once"),
        ("  mineure: [1j, aucun, prochaine version]\n", "",
         "11: engagements: no commitment for “minor”; expected a line for each criticality, or a “pack” to start from"),
        ("  responsable de maintenance: [{slack: U0RM}]", "  responsable de maintenance: [{jira: rm}]",
         "28: personnes.responsable de maintenance[0]: this maintenance manager cannot be reached; "
         "expected a Slack identifier or an e-mail address"),
        ("En cours: résolution", "En cours: resoluton",
         "22: jira.statuts.En cours: “resoluton” is not the meaning of a status; expected probably “resolution”"),
        ("fuseau: Europe/Paris", "fuseau: Europe/Paris\nrègles: {alertes: {escalade: [directon]}}",
         "5: règles.alertes.escalade[0]: “directon” is neither a role nor a person's address; "
         "expected probably “management”, otherwise “agents” or “maintenance manager”"),
        ("fuseau: Europe/Paris", "fuseau: Europe/Paris\nrègles: {alertes: {escalade: [[x]]}}",
         "5: règles.alertes.escalade[0]: a list is not a text; "
         "expected for example “agents” or “maintenance manager”"),
        ("fuseau: Europe/Paris", "fuseau: Europe/Paris\nrègles: {réouverture: {dans les: [5j]}}",
         "5: règles.réouverture.dans les: a list is not a text; expected for example “5d” or “10d”"),
        ("fuseau: Europe/Paris", "fuseau: Europe/Paris\nrègles: {pauses: {client: [[x]]}}",
         "5: règles.pauses.client[0]: a list is not a text; expected for example “workaround” or “resolution”"),
        ("fuseau: Europe/Paris", "fuseau: Europe/Paris\nrègle: {}",
         "5: règle: the key “règle” is unknown; expected probably “rules”"),
        ("[{slack: U0RM}]", "[{slack: U0RM}",
         "28: the YAML layout is wrong: the list is not closed; expected “[a, b]”"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_english(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert told(tmp_path, changed((old, new))) == [f"boutique.yaml:{sentence}"]


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("old", "new", "_"), MISTAKES)
def test_no_french_is_left_but_what_the_file_says(tmp_path: Path, old: str, new: str, _: str) -> None:
    for line in told(tmp_path, changed((old, new))):
        found = line.split(": ", 2)[-1]
        ours = [part for part in found.replace("”", "“").split("“")[::2] if part not in SAMPLE]
        assert not any(FRENCH.search(part) for part in ours), line


@pytest.mark.usefixtures("english")
def test_the_schema_of_editors_takes_the_same_words() -> None:
    english = json_schema()
    assert english["title"] == "Maintenance contract"
    speak("fr")
    assert english | {"title": "Contrat de TMA"} == json_schema()


def test_what_the_contract_is_silent_about_is_said_in_its_own_language(tmp_path: Path) -> None:
    closed = ("    fériés: {pays: FR}", "    fériés: {pays: FR}\n    fermetures: {2026-08-14: }")
    french = loaded(tmp_path, closed).calendars["bureau"]
    english = loaded(tmp_path, closed, ("client: Boutique", "client: Boutique\nlangue: en")).calendars["bureau"]
    assert [*french.closures.values(), *english.closures.values()] == ["fermeture", "closed"]


def test_nothing_is_said_while_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken_now: list[str] = []

    def fill(key: str, values: dict[str, object], language: str) -> str:
        spoken_now.append(f"{key} {values} {language}")
        return key

    monkeypatch.setattr(operator_text, "_fill", fill)
    assert load_folder(FOLDER).all
    assert spoken_now == []
    assert said("contracts.nothing") == "contracts.nothing"
