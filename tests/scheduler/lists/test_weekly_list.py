"""What the client owes, told to its RM once a week, on the first open day, with who asked what and since when."""

from pathlib import Path

import pytest

from connectors.store import Store
from rules import events
from rules.contract import PauseReason
from rules.effects import Say, Tell, Write
from tests.rules.calendars import at
from tests.scheduler.given import CP, DEV, RM, House
from tests.scheduler.list_samples import (
    amended,
    chapters,
    choose,
    happen,
    line,
    look,
    qualified,
    raised,
    said,
    sent,
    worded,
)

AGENT = events.Actor("U0AGENT", "Agent", RM.roles)


async def owing(house: House) -> None:
    """Something of each kind that the client owes, and as much that it does not."""
    await happen(house, "asked", raised(), (events.DescriptionRejected("un compte de test"), CP))
    await happen(house, "judged", *qualified(), (events.Delivered(), DEV))
    await happen(house, "around", *qualified(), (events.WorkaroundDelivered("par le menu"), DEV))
    await happen(house, "seen", (events.Detected("Lent", "Très lent"), AGENT))
    await happen(house, "ours", *qualified(), (events.Paused(PauseReason.THIRD_PARTY, "l’hébergeur"), DEV))
    await happen(house, "done", *qualified(), (events.WorkaroundDelivered(), DEV), (events.WorkaroundValidated(), RM))


async def test_the_rm_gets_what_the_client_owes_and_nothing_else(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await owing(house)
    await look(house, "2026-11-16 08:31")
    (message,) = said(house, Say.WEEKLY)
    assert chapters(message) == {
        "answer": ["asked"],
        "accept": ["judged"],
        "workaround": ["around"],
        "raise": ["seen"],
    }
    assert message.values["count"] == 4
    assert line(message, "judged")["at"] == at("2026-11-09 09:05")
    text = worded(message)
    assert "réponse attendue depuis le lun. 9 nov. 09:01, demandée par Cheffe de projet : « un compte de test »" in text
    assert "contournement à valider depuis le lun. 9 nov. 09:09" in text
    assert "signalée le lun. 9 nov. 09:10 par Agent" in text
    (told,) = sent(house, Say.WEEKLY)
    assert isinstance(told, Tell)
    assert told.to.chat == "U0RM"


async def test_a_workaround_that_no_clock_waits_for_is_not_owed(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    steps = (*qualified(), (events.WorkaroundDelivered("par le menu"), DEV))
    await happen(house, "b1", *steps, contract="portail-exemple")
    await look(house, "2026-11-16 08:31")
    assert said(house, Say.WEEKLY) == []


@pytest.mark.parametrize(
    ("looks", "gone"),
    [
        (("2026-11-16 08:29", "2026-11-16 08:30", "2026-11-16 12:00", "2026-11-17 08:31"), [0, 1, 1, 1]),
        (("2026-11-15 09:00", "2026-11-16 21:00", "2026-11-17 03:00", "2026-11-17 08:31"), [0, 0, 0, 1]),
        (("2026-11-19 08:31", "2026-11-20 08:31", "2026-11-23 08:31"), [0, 0, 1]),
        (("2027-03-29 08:31", "2027-03-30 08:29", "2027-03-30 08:31"), [0, 0, 1]),
        (("2027-03-27 08:31", "2027-03-28 08:31"), [0, 0]),
        (("2026-11-16 08:31", "2026-11-23 08:29", "2026-11-23 08:31"), [1, 1, 2]),
    ],
    ids=["monday", "missed", "too late", "easter monday", "weekend of the change of hour", "every week"],
)
async def test_the_list_goes_once_a_week_on_its_first_open_day_and_never_at_night(
    sqlite_store: Store, looks: tuple[str, ...], gone: list[int]
) -> None:
    house = House(sqlite_store)
    await owing(house)
    for when, count in zip(looks, gone, strict=True):
        await look(house, when)
        assert len(said(house, Say.WEEKLY)) == count, when


async def test_the_rm_chooses_the_hour_and_where_it_is_read(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await owing(house)
    await choose(house, "U0RM", weekly="10:00", lists="both")
    await look(house, "2026-11-16 09:59")
    assert sent(house, Say.WEEKLY) == []
    await look(house, "2026-11-16 10:00")
    assert {type(one) for one in sent(house, Say.WEEKLY)} == {Tell, Write}
    await choose(house, "U0RM", weekly="none")
    await look(house, "2026-11-23 10:00")
    assert len(sent(house, Say.WEEKLY)) == 2


async def test_an_rm_who_is_not_in_slack_gets_it_by_mail(sqlite_store: Store, tmp_path: Path) -> None:
    house = House(sqlite_store)
    amended(house, tmp_path, ("      slack: U0RM\n", ""))
    await owing(house)
    await look(house, "2026-11-16 08:31")
    (told,) = sent(house, Say.WEEKLY)
    assert isinstance(told, Write)
    assert told.to.email == "rm@boutique.example"


async def test_who_is_found_in_slack_after_their_list_went_by_mail_gets_no_second_one(
    sqlite_store: Store, tmp_path: Path
) -> None:
    house = House(sqlite_store)
    amended(house, tmp_path, ("      slack: U0RM\n", ""))
    await owing(house)
    await look(house, "2026-11-16 08:31")
    house.casebook.contracts = house.casebook.contracts.linked({"rm@boutique.example": "U0RM"})
    await look(house, "2026-11-16 08:32")
    assert [type(one) for one in sent(house, Say.WEEKLY)] == [Write]
    await look(house, "2026-11-23 08:31")
    assert [type(one) for one in sent(house, Say.WEEKLY)] == [Write, Tell]


async def test_nothing_is_sent_to_who_owes_nothing(sqlite_store: Store) -> None:
    house = House(sqlite_store)
    await happen(house, "a1", *qualified())
    await look(house, "2026-11-16 08:31")
    assert sent(house, Say.WEEKLY) == []
