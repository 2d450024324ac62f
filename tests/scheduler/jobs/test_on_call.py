"""The rota is read again as soon as its file changes, and a broken edit takes nobody off duty."""

from pathlib import Path

import structlog

from connectors.store import Store
from rules.contract import Criticality
from rules.people.stand_ins import on_duty
from scheduler.jobs.on_call import Oncall
from tests.connectors.contracts.test_rota import ROTA
from tests.rules.calendars import at
from tests.scheduler.given import House

NIGHT = at("2026-11-21 03:00")


def names(house: House) -> list[str]:
    """Who is on duty that night for the boutique."""
    contract = house.casebook.contracts.current("boutique-exemple", NIGHT)
    person = on_duty(contract, Criticality.BLOQUANTE, NIGHT) if contract else None
    return [person.name] if person else []


async def test_the_rota_is_read_again_when_its_file_changes_and_a_broken_edit_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    house, path = House(store), tmp_path / "astreinte.yaml"
    oncall = Oncall(path, house.casebook)
    with structlog.testing.capture_logs() as logs:
        oncall.look()
        assert (names(house), [one["event"] for one in logs]) == ([], ["rota not read"])
        path.write_text(ROTA, "utf-8")
        oncall.look()
        assert names(house) == ["De garde"]
        path.write_text(ROTA.replace("U0GARDE", "U0GARDE, qui: rien"), "utf-8")
        oncall.look()
        oncall.look()
        assert names(house) == ["De garde"]
        said = [one["problem"] for one in logs if one["event"] == "rota not read"]
        assert len(said) == 2, "told once, not at every look"
        assert "astreinte.yaml:4" in said[-1]
        path.write_text(ROTA.replace("De garde", "Relève"), "utf-8")
        oncall.look()
    assert names(house) == ["Relève"]


async def test_without_a_rota_nobody_is_on_duty(store: Store) -> None:
    house = House(store)
    Oncall(None, house.casebook).look()
    assert names(house) == []
