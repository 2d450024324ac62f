"""Which clocks a wait holds is the parties' choice, reason by reason, save for those that never wait."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from connectors.contracts import json_schema
from connectors.contracts.yaml_document import read
from rules.contract import PAUSABLE, ClockName, PauseReason
from tests.connectors.contracts.sample import changed, loaded, told, written

FRENCH = "{client: [résolution, contournement], tiers: résolution, gel: aucune, recette: [point d'avancement]}"
ENGLISH = "{client: [workaround, resolution], third party: resolution, freeze: none, acceptance: [next update]}"


def rules(pauses: str) -> tuple[str, str]:
    return "jira:\n", f"règles:\n  pauses: {pauses}\njira:\n"


@pytest.mark.parametrize("pauses", [FRENCH, ENGLISH])
def test_each_reason_holds_the_clocks_that_the_contract_names(tmp_path: Path, pauses: str) -> None:
    assert loaded(tmp_path, rules(pauses)).choices.pauses == {
        PauseReason.CLIENT: (ClockName.WORKAROUND, ClockName.RESOLUTION),
        PauseReason.THIRD_PARTY: (ClockName.RESOLUTION,),
        PauseReason.FREEZE: (),
        PauseReason.RECETTE: (ClockName.NEXT_UPDATE,),
    }


def test_a_reason_left_out_keeps_its_default(tmp_path: Path) -> None:
    chosen = loaded(tmp_path, rules("{gel: []}")).choices.pauses
    assert chosen == dict.fromkeys(PauseReason, PAUSABLE) | {PauseReason.FREEZE: ()}
    assert loaded(tmp_path).choices.pauses == dict.fromkeys(PauseReason, PAUSABLE)


@pytest.mark.parametrize(
    ("pauses", "sentence"),
    [
        ("{client: [résolution, prise en charge]}",
         "client[1]: « prise en charge » ne s'arrête jamais, parce que ce délai ne dépend que du prestataire ; "
         "attendu « contournement », « résolution », « point d'avancement » ou « aucun »"),
        ("{tiers: première réponse}",
         "tiers: « première réponse » ne s'arrête jamais, parce que ce délai ne dépend que du prestataire ; "
         "attendu « contournement », « résolution », « point d'avancement » ou « aucun »"),
        ("{gel: resolutoin}",
         "gel: « resolutoin » n'est pas un délai ; attendu sans doute « résolution », "
         "sinon « contournement » ou « point d'avancement »"),
        ("{congés: aucun}",
         "congés: la clé « congés » est inconnue ; attendu « client », « recette », « tiers » ou « gel »"),
    ],
)  # fmt: skip
def test_a_clock_that_never_waits_is_refused_with_the_reason(tmp_path: Path, pauses: str, sentence: str) -> None:
    assert told(tmp_path, changed(rules(pauses))) == [f"boutique.yaml:18: règles.pauses.{sentence}"]


@pytest.mark.parametrize("pauses", [FRENCH, ENGLISH])
def test_editors_know_the_waits_in_both_languages(tmp_path: Path, pauses: str) -> None:
    document, problems = read(written(tmp_path, changed(rules(pauses))))
    assert document is not None
    assert problems == []
    assert list(Draft202012Validator(json_schema()).iter_errors(document.content)) == []
