"""Which moves an anomaly offers as buttons, by what its contract counts and by how far it has come."""

import pytest

from connectors.channels.slack.buttons import made
from connectors.channels.slack.step_buttons import useful
from rules import events
from rules.anomaly.lifecycle import possible
from rules.anomaly.state import Anomaly
from rules.contract import Criticality, PauseReason
from rules.events import Fact
from tests.rules.cast import ANSWERING, CONTRACT, CP, DEV, QUALIFIED, RM, after, fact, raised

MENU = 9  # four buttons, and five choices behind the dots
WAY: tuple[Fact, ...] = (
    *raised(),
    fact(events.Taken(), DEV, "09:10"),
    fact(events.DescriptionRejected("un compte"), DEV, "09:20"),
    fact(events.ClientAnswered("voici"), RM, "09:30"),
    QUALIFIED,
    fact(events.DelayCommunicated("bientôt"), CP, "10:10"),
    fact(events.WorkaroundDelivered("menu"), DEV, "10:20"),
    fact(events.Paused(PauseReason.CLIENT, "un essai"), DEV, "10:30"),
    fact(events.Resumed(), DEV, "10:40"),
    fact(events.Delivered("v2"), DEV, "10:50"),
    fact(events.Paused(PauseReason.CLIENT, "un essai"), DEV, "11:00"),
)
STAGES = [WAY[: end + 1] for end in range(len(WAY))]


@pytest.mark.parametrize("facts", STAGES, ids=lambda facts: facts[-1].what.kind)
def test_every_useful_move_can_be_made_and_none_falls_off_the_menu(facts: tuple[Fact, ...]) -> None:
    for contract in (CONTRACT, ANSWERING):
        anomaly = after(*facts, contract=contract)
        moves = useful(anomaly)
        assert set(moves) <= set(possible(anomaly))
        assert len(moves) == len(set(moves)) <= MENU


@pytest.mark.parametrize("facts", STAGES, ids=lambda facts: facts[-1].what.kind)
def test_informing_the_client_has_its_button_where_the_contract_counts_it(facts: tuple[Fact, ...]) -> None:
    assert "inform" not in useful(after(*facts, contract=CONTRACT))
    assert useful(after(*facts, contract=ANSWERING)).index("inform") <= 2


def test_there_is_nothing_to_tell_of_what_is_out_of_scope_or_closed() -> None:
    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False, reason="devis"), CP, "09:30")
    gone = fact(events.Closed("", "devis envoyé"), CP, "09:40")
    for facts in (raised(out), raised(out, gone)):
        assert "inform" not in useful(after(*facts, contract=ANSWERING))


def test_what_was_settled_is_changed_by_another_form() -> None:
    def asks(anomaly: Anomaly) -> str | None:
        return made(anomaly).get("qualify")

    out = fact(events.Qualified(Criticality.MAJEURE, in_scope=False, reason="devis"), CP, "10:30")
    stages = (raised(), raised(QUALIFIED), raised(QUALIFIED, out))
    assert [asks(after(*facts)) for facts in stages] == [None, "requalify", "qualify"]
