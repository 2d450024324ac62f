"""Each thing that can be heard is about one subject, and adding a subject takes nothing from the others."""

from typing import get_args

from connectors.parsed_delivery import Heard, Ignored, Unreadable
from connectors.store import Store, chain, journal
from connectors.store.subject_key import subject_key, subject_of
from scheduler.subjects import SUBJECTS, by_type
from scheduler.subjects.subject import Desk
from tests.scheduler.given import House


async def test_everything_heard_is_settled_by_exactly_one_subject(store: Store) -> None:
    house = House(store)
    desk = Desk(house.casebook, {}, house.hand.now, house.wall.now, ())
    heard = [one for make in SUBJECTS for one in make(desk).hears]
    assert sorted(one.__name__ for one in heard) == sorted(one.__name__ for one in by_type(desk))
    assert set(heard) == set(get_args(Heard)) - {Ignored, Unreadable}


def test_a_key_tells_the_kind_and_the_id_of_a_subject() -> None:
    named = [("anomaly", "a1b2c3"), ("contract", "boutique"), ("contract", "a:b")]
    assert [subject_of(subject_key(*one)) for one in named] == named
    assert [subject_key(*one) for one in named] == ["a1b2c3", "contract:boutique", "contract:a:b"]


async def test_two_kinds_of_subject_of_one_id_have_two_chains(store: Store) -> None:
    keys = {one.key("same") for one in journal.JOURNALS}
    assert len(keys) == len(journal.JOURNALS) > 1
    assert [await store.read(lambda tx, key=key: chain.head(tx, key)) for key in keys] == [None] * len(keys)  # type: ignore[misc]
