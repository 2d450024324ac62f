"""Personal data in Slack: instants that are past, decisions that are reasoned, and nothing of it to an agent."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.slack.forms import FORMS_BY_NAME
from bot.slack.forms.form import carried, problems, view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Problem
from bot.slack.intake.intents import Ask
from bot.slack.meaning.intent_parser import of_text
from connectors.wording import Wording
from rules import events
from rules.contract import Criticality
from tests.bot.slack.house import BOUTIQUE, NOW, RAISED, case
from tests.bot.slack.world import World, said

FOUND, DECIDED = FORMS_BY_NAME["personal_data"], FORMS_BY_NAME["decide_authority"]
NOTICED = case(events.Detected("Fuite", "depuis ce matin"), *RAISED)


def seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def drawn(form: Any = FOUND) -> dict[str, Any]:
    return view(form, Sheet(Wording("fr", "Europe/Paris"), BOUTIQUE, NOW, NOTICED.anomaly))


def since(**typed: str) -> datetime | None:
    fact = FOUND.what({**carried(drawn()["private_metadata"]).kept, **typed})
    assert isinstance(fact, events.PersonalDataFound)
    return fact.since


def test_it_starts_with_the_remontee_to_the_second_and_takes_another_instant() -> None:
    raised = NOTICED.anomaly.raised_at
    assert raised
    (element,) = [one["element"] for one in drawn()["blocks"] if one.get("block_id") == "since"]
    assert element["initial_date_time"] == int(raised.timestamp())
    assert since(since=seconds(raised)) == raised
    assert since(since=seconds(raised - timedelta(hours=3))) == raised - timedelta(hours=3)
    assert since() is None


@pytest.mark.parametrize(
    ("form", "typed", "wrong"),
    [
        (FOUND, {"since": seconds(NOW)}, {}),
        (FOUND, {"since": seconds(NOW + timedelta(minutes=1))}, {"since": Problem("error.future")}),
        (FOUND, {"since": seconds(NOW - timedelta(days=1))}, {"since": Problem("error.before_detection")}),
        (FOUND, {"since": "demain"}, {"since": Problem("error.no_instant")}),
        (DECIDED, {"decision": "notified"}, {}),
        (DECIDED, {"decision": "not_notified", "reason": "données chiffrées"}, {}),
        (DECIDED, {"decision": "not_notified"}, {"reason": Problem("error.empty")}),
        (DECIDED, {"decision": "peut-être"}, {"decision": Problem("error.empty")}),
        (DECIDED, {"decision": "notified", "at": seconds(NOW + timedelta(days=1))}, {"at": Problem("error.future")}),
    ],
)
def test_what_cannot_be_is_said_at_its_field(form: Any, typed: Mapping[str, str], wrong: Mapping[str, Problem]) -> None:
    kept = carried(drawn(form)["private_metadata"]).kept
    assert problems(form, typed, kept, NOW) == wrong


@pytest.mark.parametrize(
    ("text", "form", "rest"),
    [
        ("donnees BOU-1", "personal_data", None),
        ("données personnelles BOU-1 des adresses", "personal_data", "des adresses"),
        ("rgpd BOU-1 aucune journaux relus", "no_personal_data", "journaux relus"),
        ("avertir BOU-1 Des commandes", "warn_client", "Des commandes"),
        ("cnil BOU-1", "decide_authority", None),
    ],
)
def test_each_is_typed_in_its_own_words(text: str, form: str, rest: str | None) -> None:
    wanted = of_text(text)
    assert isinstance(wanted, Ask)
    assert (wanted.move, wanted.given.get("rest")) == (form, rest)


async def test_an_agent_reads_nothing_of_it_and_the_others_do(here: World) -> None:
    raised = events.Raised("Panier vide", Criticality.MAJEURE)
    steps = (events.PersonalDataFound(None, "cent adresses"), events.AuthorityDecided(False, reason="chiffrées"))
    anomaly = await here.given(raised, *steps)
    assert anomaly.ticket
    for user, reads in (("U0AGENT", False), ("U0RM", True), ("U0CP", True)):
        for text in ("{key}", "sla {key}"):
            words = said(await here.type(user, text.format(key=anomaly.ticket.key)))
            assert "Panier vide" in words
            assert ("cent adresses" in words) is reads, (user, text)
            assert ("ersonnelles" in words) is reads, (user, text)
