"""Errands reach the world: again when it could not, parked when it will not, each lane in its order."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import ClassVar, TypeGuard

import pytest

from connectors.channels import Result, Stage
from connectors.delivery_errors import Never, Notice, NotNow
from connectors.jira.outbound.jira_refusals import Refused
from connectors.jira.outbound.remedies import remedy
from connectors.required_field import Ask, Wanted
from connectors.store import Store, outbox
from connectors.wording import said
from rules import effects, events
from rules.effects import Effect
from rules.events import VIGIE, Actor
from rules.writeback import STANDING
from scheduler.bells import Bells
from scheduler.errands import relay
from scheduler.errands.queueing import errand as queued
from scheduler.errands.relay import LEASE, Relay, backoff, patience
from scheduler.service_clocks import Clocks
from tests.scheduler.given import CP, DEV, RAISED, RM, TICKET, House, Performer, everywhere


class Vendor:
    """A vendor that refuses some effects a number of times, and never a write that only says where it all stands."""

    def __init__(self, refuses: type[Effect], error: Exception, times: int = 1) -> None:
        self.refuses, self.error, self.left = refuses, error, times

    def __call__(self, effect: Effect) -> None:
        """Raise while it refuses."""
        standing = isinstance(effect, effects.WriteIssue) and effect.values.keys() <= {*STANDING}
        if isinstance(effect, self.refuses) and self.left and not standing:
            self.left -= 1
            raise self.error


async def test_a_vendor_that_asks_for_a_delay_is_not_called_before_it(store: Store) -> None:
    vendor = Vendor(effects.UpdateCard, NotNow("slack: 429", timedelta(seconds=120)))
    house = House(store, Performer(vendor))
    await house.hear(RAISED)
    await house.settle()
    assert "UpdateCard" not in house.performer.kinds()
    house.wall.later(seconds=119)
    await house.settle()
    assert "UpdateCard" not in house.performer.kinds()
    house.wall.later(seconds=2)
    await house.settle()
    assert house.performer.kinds().index("UpdateCard") < house.performer.kinds().index("PostThread")


async def test_a_lane_keeps_its_order_and_holds_up_no_other(store: Store) -> None:
    vendor = Vendor(effects.UpdateCard, NotNow("slack: injoignable"), times=2)
    house = House(store, Performer(vendor))
    await house.hear(RAISED, anomaly="a1")
    await house.settle()
    vendor.left = 0
    await house.hear(RAISED, anomaly="b2")
    await house.settle()
    assert house.performer.kinds().count("UpdateCard") == 1
    house.wall.later(minutes=10)
    await house.settle()
    assert house.performer.kinds().count("UpdateCard") == 2


async def test_a_living_message_that_will_be_drawn_again_says_so(store: Store) -> None:
    class Slow(Performer):
        redone: ClassVar[list[bool]] = []

        async def perform(self, effect: Effect, stage: Stage) -> Result:
            if isinstance(effect, effects.UpdateCard):
                self.redone.append(stage.redone)
            return await super().perform(effect, stage)

    house = House(store, Slow(Vendor(effects.UpdateCard, NotNow("slack: 429", timedelta(seconds=60)))))
    await house.hear(RAISED)
    await house.settle()
    await house.hear(TICKET, VIGIE)
    await house.settle()
    house.wall.later(minutes=2)
    await house.settle()
    assert Slow.redone == [False, True, False]


async def test_a_refusal_for_good_is_parked_with_its_remedy_and_replayed_on_demand(store: Store) -> None:
    vendor = Vendor(effects.Tell, Never("slack: user_not_found", "corrigez l'identifiant Slack au contrat"))
    house = House(store, Performer(vendor))
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    (parked,) = await store.read(outbox.parked)
    assert (parked.error, parked.remedy) == ("slack: user_not_found", "corrigez l'identifiant Slack au contrat")
    assert await store.write(lambda tx: outbox.replay(tx, parked.id))
    await house.settle()
    assert await store.read(outbox.parked) == []


async def test_a_jira_refusal_is_told_to_the_cp(store: Store) -> None:
    def refuse(effect: Effect) -> None:
        if isinstance(effect, effects.WriteIssue):
            raise Never("jira: 400", "vérifiez le droit d'affecter", shown="Cet utilisateur ne peut pas être affecté.")

    house = House(store, Performer(refuse))
    await house.hear(RAISED)
    await house.settle()
    effect = effects.WriteIssue({}, CP)
    errand = queued(effect, None, "a1", key="k", at=house.wall.now(), anomaly_id="a1")
    await store.write(lambda tx: outbox.put(tx, [errand]))
    await house.settle()
    told = [one for one, _ in house.performer.done if isinstance(one, effects.Tell)]
    assert (told[-1].to.id, told[-1].message.say) == (CP.id, effects.Say.ERRAND_PARKED)
    assert told[-1].message.values["text"] == "Cet utilisateur ne peut pas être affecté."


async def test_a_notice_is_read_in_the_language_of_its_reader_s_contract(store: Store) -> None:
    private: list[str] = []

    class Reading(Performer):
        async def perform(self, effect: Effect, stage: Stage) -> Result:
            if isinstance(effect, effects.WriteIssue):
                raise Never(said("errands.no_channel", effect="x"), said("remedy.subject"))
            if isinstance(effect, effects.Tell) and effect.message.say is effects.Say.ERRAND_PARKED:
                private.append(stage.wording.message(effect.message, "private"))
            return await super().perform(effect, stage)

    house = House(store, Reading())
    house.casebook.learn(lambda known: replace(known, all=tuple(replace(one, language="en") for one in known.all)))
    await house.hear(RAISED)
    await house.settle()
    errand = queued(effects.WriteIssue({}, CP), None, "a1", key="k", at=house.wall.now(), anomaly_id="a1")
    await store.write(lambda tx: outbox.put(tx, [errand]))
    await house.settle()
    (parked,) = await store.read(outbox.parked)
    assert (parked.error, parked.remedy) == ("aucun canal pour x", said("remedy.subject"))
    assert str(parked.remedy).startswith("l’anomalie ou son contrat est introuvable")
    assert private
    assert all("the anomaly or its contract cannot be found" in one for one in private)
    assert not any("introuvable" in one for one in private)


REFUSALS = (400, 401, 403, 404, 409, 410, 413, 422)


@pytest.mark.parametrize("status", REFUSALS)
async def test_what_jira_refuses_is_parked_told_to_who_acted_and_holds_up_nothing_else(
    store: Store, status: int
) -> None:
    class Refusing(Performer):
        async def perform(self, effect: Effect, stage: Stage) -> Result:
            if stage.key == "a1:prise:write" and not stage.again:
                raise Refused(status, "Le champ Version est obligatoire.", {})
            return await super().perform(effect, stage)

    house = House(store, Refusing())
    for number, anomaly in enumerate(("a1", "b2")):
        await house.hear(RAISED, anomaly=anomaly)
        await house.hear(replace(TICKET, issue_id=str(number), key=f"BOU-{number}"), VIGIE, anomaly=anomaly)
    await house.settle()
    await _owe(store, house, "a1")
    await _owe(store, house, "b2")
    await house.settle()
    (parked,) = await store.read(outbox.parked)
    assert (parked.anomaly_id, parked.error) == ("a1", f"Jira a refusé ({status})")
    assert parked.remedy == remedy(status)
    told = {one.to.id: one.message for one, _ in house.performer.done if isinstance(one, effects.Tell)}
    parking = {name: message for name, message in told.items() if message.say is effects.Say.ERRAND_PARKED}
    assert parking.keys() == {CP.id, DEV.id}
    assert parking[DEV.id].values["text"] == "Le champ Version est obligatoire."
    assert "b2" in [key.partition(":")[0] for effect, key in house.performer.done if _writes(effect)]
    assert await store.write(lambda tx: outbox.replay(tx, parked.id))
    await house.settle()
    assert await store.read(outbox.parked) == []


async def test_whoever_is_told_may_have_it_sent_again_and_is_told_again(store: Store) -> None:
    vendor = Vendor(effects.WriteIssue, Never("jira: 400", "corrigez", shown="Non."), times=2)
    house = House(store, Performer(vendor))
    await house.hear(RAISED)
    await house.hear(TICKET, VIGIE)
    await house.settle()
    await _owe(store, house, "a1")
    for left in (1, 1, 0):
        await house.settle()
        assert len(await store.read(outbox.parked)) == left
        house.wall.later(minutes=1)
        await house.hear(events.Retried(), DEV)
    told = [one for one, _ in house.performer.done if isinstance(one, effects.Tell) and one.to.id == DEV.id]
    assert [one.message.moves for one in told if one.message.say is effects.Say.ERRAND_PARKED] == [("retry",)] * 2


async def test_nobody_outside_the_contract_has_anything_sent_again(store: Store) -> None:
    house = House(store, Performer(Vendor(effects.WriteIssue, Never("jira: 400", "corrigez"), times=9)))
    await house.hear(RAISED)
    await house.hear(TICKET, VIGIE)
    await house.settle()
    await _owe(store, house, "a1")
    await house.settle()
    before = len(house.performer.done)
    await house.hear(events.Retried(), Actor("U0WHO", "Quelqu'un"))
    await house.settle()
    assert len(await store.read(outbox.parked)) == 1
    assert not any(_writes(effect) for effect, _ in house.performer.done[before:])


async def test_whoever_gave_what_jira_asked_for_is_told_what_it_thinks_of_it(store: Store) -> None:
    wanted = (Wanted("customfield_1", "Type", Ask.LINE),)
    never = Never("jira: 400", "corrigez", "Trop vague.", wanted)
    house = House(store, Performer(Vendor(effects.WriteIssue, never, times=2)))
    await house.hear(RAISED)
    await house.hear(TICKET, VIGIE)
    await house.settle()
    await _owe(store, house, "a1")
    await house.settle()
    house.wall.later(minutes=1)
    given = (events.FieldGiven("customfield_1", "Type", ("Code",), "Code"),)
    await house.hear(events.FieldsGiven("another move", given), RM)
    await house.settle()
    assert _told_parked(house) == {CP.id: 1, DEV.id: 1}
    await house.hear(events.FieldsGiven("a1:prise", given), RM)
    await house.settle()
    assert _told_parked(house) == {CP.id: 2, DEV.id: 2, RM.id: 1}
    offered = {one.message.moves for one, _ in house.performer.done if _is_told_parked(one)}
    assert offered == {("fill", "retry")}


def _is_told_parked(effect: Effect) -> TypeGuard[effects.Tell]:
    return isinstance(effect, effects.Tell) and effect.message.say is effects.Say.ERRAND_PARKED


def _told_parked(house: House) -> Counter[str]:
    return Counter(one.to.id for one, _ in house.performer.done if _is_told_parked(one))


async def _owe(store: Store, house: House, anomaly: str) -> None:
    """A write that follows from the developer's taking charge."""
    await house.hear(events.Taken(), DEV, anomaly=anomaly, identity=f"{anomaly}:prise", fact=f"{anomaly}:prise")
    while await house.worker.once():
        pass
    errand = queued(
        effects.WriteIssue({"title": "x"}),
        None,
        anomaly,
        key=f"{anomaly}:prise:write",
        at=house.wall.now(),
        anomaly_id=anomaly,
    )
    await store.write(lambda tx: outbox.put(tx, [errand]))


def _writes(effect: Effect) -> bool:
    return isinstance(effect, effects.WriteIssue)


async def test_what_was_left_out_is_told_to_the_cp_once(store: Store) -> None:
    class InPart(Performer):
        async def perform(self, effect: Effect, stage: Stage) -> Result:
            result = await super().perform(effect, stage)
            notice = Notice("default:BOU:customfield_1", "Jira ne prend pas un champ", "ajoutez-le à l'écran", "Non.")
            return replace(result, notices=(notice,)) if _writes(effect) else result

    house = House(store, InPart())
    await house.hear(RAISED)
    await house.hear(TICKET, VIGIE)
    await house.settle()
    for number in range(2):
        errand = queued(
            effects.WriteIssue({"title": "x"}), None, "a1", key=f"k{number}", at=house.wall.now(), anomaly_id="a1"
        )
        await store.write(partial(outbox.put, errands=[errand]))
        await house.settle()
    told = [one for one, _ in house.performer.done if isinstance(one, effects.Tell)]
    said = [one.to.id for one in told if one.message.say is effects.Say.FIELD_REFUSED]
    assert said == [CP.id]
    assert await store.read(outbox.parked) == []


async def test_what_was_not_tried_is_no_attempt(store: Store) -> None:
    busy = NotNow("trop d'appels", timedelta(seconds=5), tried=False)
    tries: list[bool] = []

    class Crowded(Performer):
        async def perform(self, effect: Effect, stage: Stage) -> Result:
            if _writes(effect):
                tries.append(stage.again)
                if len(tries) < 4:
                    raise busy
            return await super().perform(effect, stage)

    house = House(store, Crowded())
    effect = effects.WriteIssue({"title": "x"})
    errand = queued(effect, None, "z", key="k", at=house.wall.now())
    await store.write(lambda tx: outbox.put(tx, [errand]))
    for _ in range(4):
        await house.settle()
        house.wall.later(seconds=6)
    assert tries == [False] * 4


@pytest.mark.parametrize(
    "later",
    [NotNow("jira: 503"), NotNow("ce site se repose", timedelta(seconds=60), tried=False)],
    ids=["down", "rests"],
)
async def test_a_jira_that_is_down_or_rests_does_not_keep_an_anomaly_from_the_cp(store: Store, later: NotNow) -> None:
    house = House(store, Performer(Vendor(effects.CreateIssue, later, times=9)))
    await house.hear(RAISED)
    await house.settle()
    errand = queued(effects.CreateIssue(), None, "a1", key="create", at=house.wall.now(), anomaly_id="a1")
    await store.write(lambda tx: outbox.put(tx, [errand]))
    for _ in range(5):
        await house.settle()
        house.wall.later(seconds=30)
    told = [one for one, _ in house.performer.done if isinstance(one, effects.Tell)]
    assert [one.message.say for one in told].count(effects.Say.TICKET_LATE) == 1


async def test_a_vendor_that_takes_its_time_holds_up_only_its_own(store: Store) -> None:
    slow, card = asyncio.Event(), asyncio.Event()

    class Slow(Performer):
        async def perform(self, effect: Effect, stage: Stage) -> Result:
            if isinstance(effect, effects.CommentIssue):
                await slow.wait()
            if isinstance(effect, effects.UpdateCard):
                card.set()
            return await super().perform(effect, stage)

    house = House(store, Slow())
    message = effects.Message(effects.Say.LOG_TAKEN, {"who": "CP"})
    comment = queued(effects.CommentIssue(message), None, "z", key="k", at=house.wall.now())
    await store.write(lambda tx: outbox.put(tx, [comment]))
    assert await house.relay.once()
    await house.hear(RAISED)
    while await house.worker.once():
        pass
    assert await house.relay.once()
    await asyncio.wait_for(card.wait(), 5)
    assert "CommentIssue" not in house.performer.kinds()
    slow.set()
    await house.settle()
    assert "CommentIssue" in house.performer.kinds()


async def test_an_errand_left_by_a_dead_process_is_taken_again_after_its_lease(store: Store) -> None:
    house = House(store)
    await house.hear(RAISED)
    while await house.worker.once():
        pass
    await store.write(lambda tx: outbox.claim(tx, house.wall.now(), LEASE, 16))
    await house.settle()
    assert house.performer.kinds() == []
    house.wall.later(seconds=LEASE.total_seconds() + 1)
    await house.settle()
    assert set(house.performer.kinds()) >= {"UpdateCard", "PostThread"}


async def test_an_errand_that_takes_longer_than_its_lease_is_not_taken_by_another_replica(store: Store) -> None:
    answered = asyncio.Event()

    class Slow(Performer):
        async def perform(self, effect: Effect, stage: Stage) -> Result:
            if isinstance(effect, effects.UpdateCard):
                await answered.wait()
            return await super().perform(effect, stage)

    house = House(store, Slow())
    await house.hear(RAISED)
    while await house.worker.once():
        pass
    clocks = Clocks(house.hand.now, house.wall.now)
    other = Relay(store, house.casebook, everywhere(house.performer), clocks, "fr", Bells())
    await house.relay.once()
    for _ in range(10):
        house.wall.later(seconds=LEASE.total_seconds() / 2)
        await house.relay.once()
        await other.once()
    answered.set()
    await house.relay.settled()
    await other.settled()
    assert house.performer.kinds().count("UpdateCard") == 1


async def test_a_fault_of_ours_parks_one_errand_and_not_the_relay(store: Store) -> None:
    vendor = Vendor(effects.UpdateCard, ZeroDivisionError())
    house = House(store, Performer(vendor))
    await house.hear(RAISED)
    await house.settle()
    (parked,) = await store.read(outbox.parked)
    assert parked.error is not None
    assert "ZeroDivisionError" in parked.error
    assert "PostThread" in house.performer.kinds()


async def test_a_vendor_that_is_down_for_a_day_has_its_errands_parked(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "MOST_ATTEMPTS", 3)
    house = House(store, Performer(Vendor(effects.UpdateCard, NotNow("slack: injoignable"), times=1000)))
    await house.hear(RAISED)
    for _ in range(3):
        assert await store.read(outbox.parked) == []
        await house.settle()
        house.wall.later(minutes=5)
    assert [one.error for one in await store.read(outbox.parked)] == ["slack: injoignable"]


@pytest.mark.parametrize(
    ("attempts", "asked", "seconds"), [(1, None, 2), (1, 1, 1), (20, 30, 30), (21, 30, 300), (21, 900, 900)]
)
def test_what_is_asked_is_waited_for_and_after_many_tries_no_less_than_the_back_off(
    attempts: int, asked: int | None, seconds: int
) -> None:
    waited = patience(attempts, None if asked is None else timedelta(seconds=asked))
    assert waited == timedelta(seconds=seconds)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (9, 300), (5000, 300)])
def test_each_try_waits_longer_up_to_five_minutes(attempts: int, seconds: int) -> None:
    assert backoff(attempts) == timedelta(seconds=seconds)
