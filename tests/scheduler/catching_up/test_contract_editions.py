"""A contract file edited between two starts: open deadlines move and people are told, settled results rest."""

from datetime import datetime
from pathlib import Path

import pytest

from connectors.contracts import Contracts, load_folder
from connectors.documents.explanation import explanation
from connectors.parsed_delivery import About, AboutAnomaly
from connectors.store import Connection, Store
from connectors.wording import Wording
from rules import events
from rules.clock import Reading, Verdict, read
from rules.contract import ClockName, Criticality, PauseReason
from rules.effects import PostThread, Say, Tell, Write
from rules.events import DeadlinesMoved, Shift
from scheduler.cases.case_loader import Case, Casebook
from scheduler.catching_up import contract_editions
from tests.plain_contracts import PLAIN
from tests.rules.calendars import at
from tests.scheduler.given import CP, RAISED, RM, TICKET, House

FILE = "boutique-exemple-2026-01.yaml"
CLOSURES = "    fermetures:"
CLOSED_DAY = f"{CLOSURES}\n      2026-11-10: panne générale du réseau"


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


def folder(path: Path, before: str = "", after: str = "") -> Contracts:
    """The example contract, with one passage replaced."""
    text = (PLAIN / FILE).read_text("utf-8")
    path.mkdir(exist_ok=True)
    (path / FILE).write_text(text.replace(before, after), "utf-8")
    assert before in text
    return load_folder(path)


async def start(house: House, contracts: Contracts) -> None:
    """What the service does at its start."""
    now = house.hand.now()
    house.casebook.contracts = await contract_editions.take_note(house.store, contracts, now)
    await house.settle()


async def shown(house: House, clock: ClockName, anomaly: str = "a1", now: datetime | None = None) -> Reading:
    instant = now or house.hand.now()
    case = await house.casebook.look(AboutAnomaly(anomaly), instant)
    assert case is not None
    return read(clock, case.anomaly.marks, case.contract, instant)


def said(house: House, say: Say) -> list[PostThread | Tell | Write]:
    done = (effect for effect, _ in house.performer.done)
    return [one for one in done if isinstance(one, PostThread | Tell | Write) and one.message.say is say]


def shifts_of(one: PostThread | Tell | Write) -> tuple[Shift, ...]:
    shifts = one.message.values["shifts"]
    assert isinstance(shifts, tuple)
    return tuple(shift for shift in shifts if isinstance(shift, Shift))


async def test_a_closure_added_later_moves_open_deadlines_and_tells_people(house: House, tmp_path: Path) -> None:
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    before = await shown(house, ClockName.RESOLUTION)
    house.hand.turn("2026-11-09 11:00")
    await start(house, folder(tmp_path, CLOSURES, CLOSED_DAY))
    after = await shown(house, ClockName.RESOLUTION)
    assert (before.deadline, after.deadline) == (at("2026-11-12 18:00"), at("2026-11-16 10:00"))
    (post,) = said(house, Say.DEADLINES_MOVED)
    assert post.message.values["text"] == FILE
    told = {type(one).__name__: one.to.id for one in said(house, Say.CONTRACT_EDITED) if isinstance(one, Tell | Write)}
    assert set(told) == {"Tell", "Write"}
    case = await house.casebook.look(AboutAnomaly("a1"), house.hand.now())
    assert case is not None
    (moved,) = [fact.what for fact in case.history if isinstance(fact.what, DeadlinesMoved)]
    assert {one.clock for one in moved.shifts} == {ClockName.WORKAROUND, ClockName.RESOLUTION}
    assert next(one for one in moved.shifts if one.clock is ClockName.RESOLUTION).before == before.deadline


async def test_a_second_start_with_the_same_file_says_nothing(house: House, tmp_path: Path) -> None:
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    await house.settle()
    edited = folder(tmp_path, CLOSURES, CLOSED_DAY)
    for _ in range(3):
        await start(house, edited)
    assert len(said(house, Say.DEADLINES_MOVED)) == 1


async def test_a_start_that_is_cut_short_is_made_up_for_without_a_second_word(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    await house.settle()
    edited = folder(tmp_path, CLOSURES, CLOSED_DAY)
    with monkeypatch.context() as cut:
        cut.setattr(contract_editions, "_keep", _fault)
        with pytest.raises(OSError, match="disk"):
            await start(house, edited)
    await start(house, edited)
    assert len(said(house, Say.DEADLINES_MOVED)) == 1
    assert len({one.to.id for one in said(house, Say.CONTRACT_EDITED) if isinstance(one, Tell)}) == 2
    assert len([one for one in said(house, Say.CONTRACT_EDITED) if isinstance(one, Tell)]) == 2


async def test_a_start_cut_short_and_another_edit_say_what_the_last_text_moves(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    await house.settle()
    with monkeypatch.context() as cut:
        cut.setattr(contract_editions, "_keep", _fault)
        with pytest.raises(OSError, match="disk"):
            await start(house, folder(tmp_path, CLOSURES, CLOSED_DAY))
    longer = f"{CLOSED_DAY}\n      2026-11-12: panne générale du réseau"
    await start(house, folder(tmp_path, CLOSURES, longer))
    case = await house.casebook.look(AboutAnomaly("a1"), house.hand.now())
    assert case is not None
    moved = [fact.what for fact in case.history if isinstance(fact.what, DeadlinesMoved)]
    told = {one.clock: one.after for one in moved[-1].shifts}
    assert told[ClockName.RESOLUTION] == (await shown(house, ClockName.RESOLUTION)).deadline


async def test_an_anomaly_that_cannot_be_read_keeps_neither_the_others_nor_the_service(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start(house, folder(tmp_path))
    for anomaly in ("a1", "a2"):
        await house.hear(RAISED, anomaly=anomaly)
    await house.settle()
    read_well = Casebook.find

    def find(self: Casebook, tx: Connection, about: About, when: datetime) -> Case | None:
        if about == AboutAnomaly("a1") and when == at("2026-11-09 10:00"):
            raise ValueError
        return read_well(self, tx, about, when)

    monkeypatch.setattr(Casebook, "find", find)
    house.hand.turn("2026-11-09 10:00")
    known = await contract_editions.take_note(house.store, folder(tmp_path, CLOSURES, CLOSED_DAY), house.hand.now())
    house.casebook.contracts = known
    house.hand.turn("2026-11-09 10:01")
    await house.settle()
    assert len(said(house, Say.DEADLINES_MOVED)) == 1


def _fault(*_: object) -> None:
    raise OSError("disk")


async def test_a_comment_in_the_file_moves_nothing(house: House, tmp_path: Path) -> None:
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    await house.settle()
    await start(house, folder(tmp_path, CLOSURES, f"    # relu\n{CLOSURES}"))
    assert said(house, Say.DEADLINES_MOVED) == []


async def test_results_settled_before_the_edit_never_change(house: House, tmp_path: Path) -> None:
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    await house.hear(events.Taken(), CP)
    house.hand.turn("2026-11-10 17:00")
    for what in (
        events.Qualified(Criticality.MAJEURE, in_scope=False, reason="évolution"),
        events.Closed("", "devis"),
    ):
        await house.hear(what, CP)
    await house.hear(RAISED, anomaly="a2")
    await house.settle()
    taken = await shown(house, ClockName.ACKNOWLEDGEMENT)
    house.hand.turn("2026-11-10 17:30")
    await start(house, folder(tmp_path, CLOSURES, CLOSED_DAY))
    later = at("2026-11-20 09:00")
    assert await shown(house, ClockName.ACKNOWLEDGEMENT, now=later) == taken
    case = await house.casebook.look(AboutAnomaly("a1"), later)
    assert case is not None
    assert case.contract.calendars["bureau"].closures.get(later.date().replace(day=10)) is None
    assert (await shown(house, ClockName.RESOLUTION, "a2")).elapsed.total_seconds() == 0


async def test_a_clock_stopped_before_the_edit_keeps_its_verdict(house: House, tmp_path: Path) -> None:
    house.hand.turn("2026-11-10 09:00")
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    house.hand.turn("2026-11-10 15:30")
    await house.hear(events.Taken(), CP)
    await house.settle()
    missed = await shown(house, ClockName.ACKNOWLEDGEMENT)
    assert missed.verdict is Verdict.MISSED
    house.hand.turn("2026-11-10 16:00")
    await start(house, folder(tmp_path, CLOSURES, CLOSED_DAY))
    assert await shown(house, ClockName.ACKNOWLEDGEMENT) == missed
    assert (await shown(house, ClockName.RESOLUTION)).elapsed.total_seconds() == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pauses: {client: [contournement, résolution]}", "pauses: {client: [résolution]}"),
        ("contournement arrêté par: validation du client", "contournement arrêté par: livraison"),
        ("départ des délais: remontée", "départ des délais: qualification"),
        ("majeure:   [4h, 16h, 24h]", "majeure:   [1h, 1h, 1h]"),
        ("requalification: garde le temps écoulé", "requalification: repart du changement"),
    ],
)
async def test_a_rule_edited_either_way_leaves_what_had_ended_alone(
    house: House, tmp_path: Path, before: str, after: str
) -> None:
    await start(house, folder(tmp_path, before, after))
    await house.hear(RAISED)
    await house.hear(TICKET)
    for when, what, by in (
        ("09 10:00", events.Qualified(Criticality.MAJEURE), CP),
        ("09 11:00", events.Paused(PauseReason.CLIENT), CP),
        ("16 11:00", events.ClientAnswered("voici"), RM),
        ("16 11:10", events.WorkaroundDelivered("par téléphone"), CP),
        ("16 11:30", events.WorkaroundValidated(), RM),
    ):
        house.hand.turn(f"2026-11-{when}")
        await house.hear(what, by)
    await house.settle()
    settled = [await shown(house, clock) for clock in (ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND)]
    for day, text in ((17, before), (18, after)):
        house.hand.turn(f"2026-11-{day} 09:00")
        await start(house, folder(tmp_path, before, text))
        assert [await shown(house, one.clock) for one in settled] == settled
    await house.hear(events.Paused(PauseReason.CLIENT), CP)
    house.hand.turn("2026-11-18 10:00")
    await house.hear(events.ClientAnswered("merci"), RM)
    await house.settle()
    assert [await shown(house, one.clock) for one in settled] == settled


async def test_a_calendar_that_the_edit_removed_can_still_be_explained(house: House, tmp_path: Path) -> None:
    by_level = "  calendrier par criticité: {securite: astreinte, bloquante: astreinte}"
    (text,) = folder(tmp_path).texts.values()
    await start(house, folder(tmp_path, by_level, "  calendrier par criticité: {majeure: astreinte}"))
    await house.hear(RAISED)
    await house.hear(events.Taken(), CP)
    await house.settle()
    house.hand.turn("2026-11-09 10:30")
    lines = (line for line in text.splitlines() if "astreinte: 24/7" not in line and by_level not in line)
    (tmp_path / FILE).write_text("\n".join(lines), "utf-8")
    await start(house, load_folder(tmp_path))
    case = await house.casebook.look(AboutAnomaly("a1"), house.hand.now())
    assert case is not None
    told = explanation(case.anomaly, case.contract, house.hand.now(), Wording("fr", case.contract.zone))
    (taken,) = told.clocks[0].cycles
    assert "(texte d’avant le lundi 9 novembre 2026 à 10:30)" in taken.clause
    assert "(texte d’avant" not in told.clocks[2].cycles[0].clause


async def test_a_version_filed_later_with_an_earlier_date_moves_no_anomaly(house: House, tmp_path: Path) -> None:
    contracts = folder(tmp_path)
    await start(house, contracts)
    await house.hear(RAISED)
    await house.hear(events.Taken(), CP)
    await house.settle()
    before = await shown(house, ClockName.RESOLUTION)
    (text,) = contracts.texts.values()
    amended = text.replace("effet: 2026-01-01", "effet: 2026-11-01").replace("[4h, 16h, 24h]", "[1h, 2h, 4h]")
    (tmp_path / "avenant.yaml").write_text(amended, "utf-8")
    await start(house, load_folder(tmp_path))
    for _ in range(2):  # the remontée heard again is the same fact
        await house.hear(events.CauseFound("le cache"), CP)
        await house.hear(RAISED, fact="a1:raised:0")
        await house.settle()
    assert await shown(house, ClockName.RESOLUTION) == before


async def test_a_breach_that_the_closure_undoes_is_annulled(house: House, tmp_path: Path) -> None:
    house.hand.turn("2026-11-10 09:00")
    await start(house, folder(tmp_path))
    await house.hear(RAISED)
    await house.settle()
    house.hand.turn("2026-11-10 14:30")
    await house.sweep.once()
    await house.settle()
    assert said(house, Say.BREACH)
    await start(house, folder(tmp_path, CLOSURES, CLOSED_DAY))
    (ruled,) = {one.message.values["shifts"][0].ruling for one in said(house, Say.BREACH_RULED)}  # type: ignore[index,union-attr]
    assert ruled is events.Ruling.ANNULLED


async def test_a_breach_of_what_the_file_no_longer_promises_is_annulled(house: House, tmp_path: Path) -> None:
    promise, silence = "  première réponse: 2h", "  # première réponse: 2h"
    await start(house, folder(tmp_path, silence, promise))
    await house.hear(RAISED)
    await house.settle()
    house.hand.turn("2026-11-09 11:30")
    await house.sweep.once()
    await house.settle()
    assert said(house, Say.BREACH)
    await start(house, folder(tmp_path))
    rulings = {(shift.clock, shift.ruling) for one in said(house, Say.DEADLINES_MOVED) for shift in shifts_of(one)}
    assert (ClockName.FIRST_REPLY, events.Ruling.ANNULLED) in rulings


async def test_what_a_file_said_can_be_read_again(house: House, tmp_path: Path) -> None:
    await start(house, folder(tmp_path))
    house.hand.turn("2026-11-09 12:00")
    known = await contract_editions.take_note(house.store, folder(tmp_path, CLOSURES, CLOSED_DAY), house.hand.now())
    (version,) = [one for one in known.all if one.id == "boutique-exemple"]
    assert version.as_of(at("2026-11-09 11:00")) != version
    assert version.as_of(at("2026-11-09 12:00")) == version
    assert (await contract_editions.remembered(house.store, folder(tmp_path), house.hand.now())).all[
        0
    ].previous is not None
