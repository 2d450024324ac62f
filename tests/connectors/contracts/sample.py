"""A small correct contract, and the sentences that a changed copy of it is answered with."""

from pathlib import Path

import pytest

from connectors.contracts import ContractErrors, load
from rules.contract import Contract

SAMPLE = """\
contrat: boutique
client: Boutique
effet: 2026-01-01
fuseau: Europe/Paris
calendriers:
  bureau:
    lundi-jeudi: [09:00-12:30, 13:30-18:00]
    vendredi: 09:00-12:30
    fériés: {pays: FR}
  astreinte: 24/7
engagements:
  securite: [30min, 4h, 8h]
  bloquante: [1h, 4h, 1j]
  majeure: [4h, 16h, 24h]
  mineure: [1j, aucun, prochaine version]
  calendrier: bureau
jira:
  projet: BOU
  types: [Anomalie]
  statuts:
    À qualifier: remontée
    En cours: résolution
    En production: déployée
    Clos: clôture
slack:
  canal: C0BOUTIQUE
personnes:
  responsable de maintenance: [{slack: U0RM}]
  chef de projet:
    - slack: U0CP
      email: cp@prestataire.example
"""


def changed(*changes: tuple[str, str], text: str = SAMPLE) -> str:
    """The sample with each first text replaced by the second; the first must be there once."""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def written(folder: Path, text: str, name: str = "boutique.yaml") -> Path:
    """The file that holds the text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def loaded(folder: Path, *changes: tuple[str, str], text: str = SAMPLE) -> Contract:
    """The contract that the changed sample describes."""
    return load(written(folder, changed(*changes, text=text)))


def told(folder: Path, text: str) -> list[str]:
    """What is said of a file that must be refused, a line a problem."""
    with pytest.raises(ContractErrors) as caught:
        load(written(folder, text))
    return str(caught.value).splitlines()
