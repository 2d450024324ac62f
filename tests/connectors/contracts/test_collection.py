"""At any instant one version of a contract answers for a ticket or a channel, and two contracts never both do."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from connectors.contracts import ContractErrors, Contracts, load_folder
from tests.connectors.contracts.sample import changed, written

PORTAIL = (
    ("contrat: boutique", "contrat: portail"),
    ("projet: BOU", "projet: POR"),
    ("canal: C0BOUTIQUE", "canal: C0PORTAIL"),
    ("{slack: U0RM}", "{slack: U0RM2}"),
)
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def contracts(tmp_path: Path) -> Contracts:
    written(tmp_path, changed(), "boutique-2026-01.yaml")
    amendment = (("effet: 2026-01-01", "effet: 2026-06-01"), ("projet: BOU", "projet: [BOU, BOX]"))
    written(tmp_path, changed(*amendment), "boutique-2026-06.yml")
    written(tmp_path, changed(*PORTAIL, ("Europe/Paris", "America/Martinique")), "portail.yaml")
    written(tmp_path, "pas un contrat", ".brouillon.yaml")
    written(tmp_path, "pas un contrat", "notes.txt")
    return load_folder(tmp_path)


def test_versions_are_ordered_by_contract_then_by_date(contracts: Contracts) -> None:
    assert [(each.id, each.effective.month) for each in contracts.all] == [
        ("boutique", 1),
        ("boutique", 6),
        ("portail", 1),
    ]


def test_the_version_in_force_is_the_latest_that_took_effect(contracts: Contracts) -> None:
    first, second = contracts.all[0], contracts.all[1]
    assert contracts.in_force("boutique", date(2025, 12, 31)) is None
    assert contracts.in_force("boutique", date(2026, 5, 31)) is first
    assert contracts.in_force("boutique", date(2026, 6, 1)) is second
    assert contracts.in_force("inconnu", date(2026, 6, 1)) is None
    assert contracts.version("boutique", date(2026, 6, 1)) is second
    assert contracts.version("boutique", date(2026, 6, 2)) is None


def test_a_version_takes_effect_at_midnight_in_its_own_zone(contracts: Contracts) -> None:
    # Paris is two hours ahead in June; Martinique four hours behind.
    assert contracts.for_project("default", "BOX", datetime(2026, 5, 31, 21, 59, tzinfo=UTC)) is None
    assert contracts.for_project("default", "BOX", datetime(2026, 5, 31, 22, 0, tzinfo=UTC)) is contracts.all[1]
    assert contracts.for_project("default", "POR", datetime(2026, 1, 1, 3, 59, tzinfo=UTC)) is None
    assert contracts.for_project("default", "POR", datetime(2026, 1, 1, 4, 0, tzinfo=UTC)) is contracts.all[2]


def test_a_channel_or_a_person_leads_to_the_contracts(contracts: Contracts) -> None:
    assert contracts.for_channel("C0PORTAIL", SUMMER) is contracts.all[2]
    assert contracts.for_channel("C0AUTRE", SUMMER) is None
    assert contracts.for_person("U0CP", SUMMER) == contracts.all[1:]
    assert contracts.for_person("U0RM2", SUMMER) == contracts.all[2:]
    assert contracts.for_person("U0PERSONNE", SUMMER) == ()


def test_an_instant_without_a_zone_is_refused(contracts: Contracts) -> None:
    with pytest.raises(ValueError, match="zone"):
        contracts.for_channel("C0PORTAIL", datetime(2026, 7, 1, 12))  # noqa: DTZ001


def test_a_named_site_covers_only_its_own_projects(tmp_path: Path) -> None:
    written(tmp_path, changed(("projet: BOU", "projet: BOU\n  site: ici")), "a.yaml")
    written(tmp_path, changed(*PORTAIL[:1], *PORTAIL[2:], ("projet: BOU", "projet: BOU\n  site: La")), "b.yaml")
    contracts = load_folder(tmp_path)
    found = [contracts.for_project(site, "BOU", SUMMER) for site in ("ici", "la", "ailleurs")]
    assert [each.id if each else None for each in found] == ["boutique", "portail", None]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ((), "b.yaml:3: effet: « boutique » prend déjà effet le 2026-01-01 dans a.yaml"),
        ((PORTAIL[0], *PORTAIL[2:]), "b.yaml:18: jira.projet: le projet « BOU » est déjà celui de boutique (a.yaml)"),
        (PORTAIL[:2], "b.yaml:26: slack.canal: le canal « C0BOUTIQUE » est déjà celui de boutique (a.yaml)"),
        ((*PORTAIL[:2], ("canal: C0BOUTIQUE", "canal: C0PORTAIL\n  équipe: C0BOUTIQUE")),
         "b.yaml:27: slack.équipe: le canal d'équipe « C0BOUTIQUE » est celui du client de boutique (a.yaml)"),
    ],
)  # fmt: skip
def test_two_contracts_in_force_together_share_no_version_project_or_client_channel(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], sentence: str
) -> None:
    written(tmp_path, changed(), "a.yaml")
    written(tmp_path, changed(*changes), "b.yaml")
    with pytest.raises(ContractErrors) as caught:
        load_folder(tmp_path)
    assert [str(problem) for problem in caught.value.problems if not str(problem).startswith(sentence)] == []


def test_a_client_never_reads_the_team_channel_of_another_contract(tmp_path: Path) -> None:
    written(tmp_path, changed(("canal: C0BOUTIQUE", "canal: C0BOUTIQUE\n  équipe: C0PORTAIL")), "a.yaml")
    written(tmp_path, changed(*PORTAIL), "b.yaml")
    with pytest.raises(ContractErrors, match=r"b\.yaml:26: slack\.canal: .* est celui de l'équipe de boutique"):
        load_folder(tmp_path)


def test_a_project_may_pass_from_one_contract_to_the_next(tmp_path: Path) -> None:
    written(tmp_path, changed(), "a.yaml")
    handed_over = (("effet: 2026-01-01", "effet: 2026-06-01"), ("projet: BOU", "projet: OLD"))
    written(tmp_path, changed(*handed_over, ("canal: C0BOUTIQUE", "canal: C0ANCIEN")), "b.yaml")
    taken_over = (PORTAIL[0], ("effet: 2026-01-01", "effet: 2026-06-01"))
    written(tmp_path, changed(*taken_over), "c.yaml")
    contracts = load_folder(tmp_path)
    owners = [contracts.for_project("default", "BOU", datetime(2026, month, 15, tzinfo=UTC)) for month in (5, 6)]
    assert [owner.id if owner else None for owner in owners] == ["boutique", "portail"]


def test_the_problems_of_every_file_are_told_together(tmp_path: Path) -> None:
    written(tmp_path, changed(("effet: 2026-01-01", "effet: hier")), "b.yaml")
    written(tmp_path, "contrat: [", "a.yaml")
    written(tmp_path, changed(("fuseau: Europe/Paris", "fuseau: Paris"), ("  projet: BOU", "  projet: bou")), "c.yaml")
    with pytest.raises(ContractErrors) as caught:
        load_folder(tmp_path)
    assert [(each.file, each.line) for each in caught.value.problems] == [
        ("a.yaml", 1),
        ("b.yaml", 3),
        ("c.yaml", 4),
        ("c.yaml", 18),
    ]


def test_a_folder_without_contracts_is_a_problem_of_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ContractErrors, match=rf"^{tmp_path.name}: le dossier ne contient aucun contrat"):
        load_folder(tmp_path)
    with pytest.raises(ContractErrors, match=r"^absent: le dossier n'existe pas"):
        load_folder(tmp_path / "absent")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ContractErrors, match=r"^\.: le dossier ne contient aucun contrat"):
        load_folder(Path())
