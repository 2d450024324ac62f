"""The form of what Jira asks for: each kind of field in its element, read back as Jira takes it, kept when refused."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.slack.forms import FORMS_BY_NAME
from bot.slack.forms.form import carried, problems, view
from bot.slack.forms.form_context import Sheet
from bot.slack.forms.form_fields import Problem
from bot.slack.forms.jira_fields import MOST
from bot.slack.intake.view_values import flat
from bot.slack.meaning.slack_delivery_reader import facts as facts_of
from bot.slack.meaning.slack_delivery_reader import read
from connectors.parsed_delivery import Claim
from connectors.required_field import Ask, Unfilled, Wanted
from rules import events
from rules.contract import Criticality
from rules.effects import Say
from rules.events import FieldGiven, FieldsGiven
from sandbox.slack.block_limits import check_view
from sandbox.slack.typed_values import state_of
from tests.bot.slack.house import (
    ASKED,
    BOUTIQUE,
    CONTRACTS,
    NOW,
    QUALIFIED,
    WORDS,
    Cases,
    Room,
    Screens,
    block_of,
    case,
    press,
    submission,
)
from tests.connectors.channels.block_kit import validator

OUT = events.Qualified(Criticality.MAJEURE, False, "évolution")
CLOSED = case(*QUALIFIED, OUT, events.Closed("", "Évolution."))
CLOSING = CLOSED.history[-1].id
AT = "2026-11-09T08:00:00+00:00"
GIVEN = (
    FieldGiven("customfield_1", "Type", ("9",), "Données"),
    FieldGiven("components", "Composants", ("1", "2"), "Panier, Paiement"),
    FieldGiven("customfield_2", "Charge", ("2.5",), "2.5"),
    FieldGiven("customfield_3", "Livré le", ("2026-11-09",), "2026-11-09"),
    FieldGiven("customfield_4", "Constaté à", (AT,), AT),
    FieldGiven("customfield_5", "Relecteur", ("U0DEV",), "U0DEV"),
    FieldGiven("customfield_6", "Équipe", ("U0CP", "U0DEV"), "U0CP\nU0DEV"),
    FieldGiven("customfield_7", "Résumé", ("Une ligne",), "Une ligne"),
    FieldGiven("customfield_8", "Analyse", ("Deux\nlignes",), "Deux\nlignes"),
    FieldGiven("labels", "Étiquettes", ("panier, paiement",), "panier, paiement"),
)
TYPED: Mapping[str, Any] = {
    "jira:customfield_1": "9 Données",
    "jira:components": ["1 Panier", "2 Paiement"],
    "jira:customfield_2": "2.5",
    "jira:customfield_3": "2026-11-09",
    "jira:customfield_4": 1794211200,
    "jira:customfield_5": "U0DEV",
    "jira:customfield_6": ["U0CP", "U0DEV"],
    "jira:customfield_7": "Une ligne",
    "jira:customfield_8": "Deux\nlignes",
    "jira:labels": "panier, paiement",
}


def sheet(**more: Any) -> Sheet:
    asked = Sheet(WORDS, BOUTIQUE, NOW, CLOSED.anomaly, wanted=ASKED, insists=True, to=CLOSING)
    return replace(asked, **more)


def drawn(**more: Any) -> dict[str, Any]:
    return view(FORMS_BY_NAME["fill"], sheet(**more))


def room(**screens: Any) -> Room:
    waits = Unfilled(CLOSING, ASKED)
    return Room(Cases(CLOSED), screens=Screens(**{"waits": waits} | screens))


def test_each_kind_of_field_has_its_element_and_jiras_name() -> None:
    form = drawn()
    shown = {one["block_id"]: (one["element"]["type"], one["label"]["text"]) for one in form["blocks"][2:]}
    assert list(shown.values()) == [
        ("static_select", "Type"),
        ("multi_static_select", "Composants"),
        ("number_input", "Charge"),
        ("datepicker", "Livré le"),
        ("datetimepicker", "Constaté à"),
        ("users_select", "Relecteur"),
        ("multi_users_select", "Équipe"),
        ("plain_text_input", "Résumé"),
        ("plain_text_input", "Analyse"),
        ("plain_text_input", "Étiquettes"),
    ]
    assert block_of(form, "jira:customfield_8")["element"]["multiline"] is True
    assert "Réservé aux correctifs." in block_of(form, "jira:customfield_1")["hint"]["text"]


def test_where_the_contract_gives_nobody_an_account_one_is_typed() -> None:
    nobody = replace(BOUTIQUE, people=tuple(replace(one, jira=None) for one in BOUTIQUE.people))
    assert block_of(drawn(contract=nobody), "jira:customfield_5")["element"]["type"] == "plain_text_input"


def test_what_is_sent_comes_back_as_jira_takes_it_and_starts_the_next_form() -> None:
    first = drawn()
    values = flat(state_of(first["blocks"], {**TYPED}))
    along = carried(first["private_metadata"])
    assert problems(FORMS_BY_NAME["fill"], values, along.kept, NOW, BOUTIQUE) == {}
    assert FORMS_BY_NAME["fill"].what({**along.kept, **values}) == FieldsGiven(CLOSING, GIVEN)
    again = drawn(typed=GIVEN)
    check_view(again)
    assert flat(state_of(again["blocks"], {})) == values


@pytest.mark.parametrize("typed", [(), GIVEN], ids=["empty", "filled"])
@pytest.mark.parametrize("name", ["fill", "close"])
def test_slack_takes_the_form_whatever_jira_calls_its_fields(name: str, typed: tuple[FieldGiven, ...]) -> None:
    hostile = '<!channel> & "*é*" 👩‍👩‍👧‍👦 \\ ' * 300
    strange = tuple(replace(one, name=hostile, said=hostile) for one in ASKED)
    many = tuple(Wanted(f"customfield_{n}", hostile, Ask.ONE, ((str(n), hostile),)) for n in range(10_000, 10_060))
    forms = [view(FORMS_BY_NAME[name], sheet(wanted=wanted, typed=typed)) for wanted in (ASKED, strange, many)]
    for form in forms:
        check_view(form)
        assert len(form["private_metadata"]) <= 3000
    assert len([one for one in forms[-1]["blocks"] if one.get("block_id", "").startswith("jira:")]) == MOST
    for form in forms:
        validator("BlockKitView")(form)


@pytest.mark.parametrize(
    ("block", "value", "wrong"),
    [
        ("jira:customfield_1", "", Problem("error.empty")),
        ("jira:customfield_2", "beaucoup", Problem("error.no_number")),
        ("jira:customfield_2", "inf", Problem("error.no_number")),
        ("jira:customfield_3", "demain", Problem("error.no_instant")),
        ("jira:customfield_4", "hier", Problem("error.no_instant")),
        ("jira:customfield_5", "U0AGENT", Problem("error.no_account")),
        ("jira:customfield_6", "U0CP\nU0DIR", Problem("error.no_account")),
        ("jira:customfield_7", "x" * 256, Problem("error.too_long", 255)),
        ("jira:customfield_8", "x" * 3001, Problem("error.too_long", 3000)),
    ],
)
def test_what_cannot_be_sent_is_said_under_its_field(block: str, value: str, wrong: Problem) -> None:
    form = drawn()
    values = flat(state_of(form["blocks"], {**TYPED})) | {block: value}
    assert problems(FORMS_BY_NAME["fill"], values, carried(form["private_metadata"]).kept, NOW, BOUTIQUE) == {
        block: wrong
    }


async def test_the_button_opens_the_form_with_what_was_given_before() -> None:
    told = case(*QUALIFIED, OUT, events.Closed("", "Évolution.", GIVEN))
    opened = room()
    opened.cases.cases = (told,)
    opened.screens.waits = Unfilled(told.history[-1].id, ASKED)
    await opened.interact(press("U0CP", "move:fill", told.id))
    (form,) = opened.client.opened
    assert block_of(form, "jira:customfield_7")["element"]["initial_value"] == "Une ligne"
    assert carried(form["private_metadata"]).kept["to"] == told.history[-1].id


@pytest.mark.parametrize(
    ("user", "say"), [("U0DEV", Say.REFUSED), ("U0RM", Say.REFUSED), ("U0RM2", Say.UNKNOWN_ANOMALY)]
)
async def test_only_who_may_make_the_move_gets_its_form(user: str, say: Say) -> None:
    opened = room()
    await opened.interact(press(user, "move:fill", CLOSED.id))
    assert opened.client.opened == []
    assert [message.say for _, message, _ in opened.answered] == [say]


async def test_when_nothing_waits_any_more_it_is_said() -> None:
    opened = room(waits=None)
    await opened.interact(press("U0CP", "move:fill", CLOSED.id))
    assert [message.say for _, message, _ in opened.answered] == [Say.NOTHING_TO_FILL]


async def test_a_wrong_field_is_corrected_in_place_and_a_right_form_is_one_fact() -> None:
    opened = room()
    metadata = drawn()["private_metadata"]
    values = flat(state_of(drawn()["blocks"], {**TYPED}))
    sent = await opened.interact(submission("U0CP", "fill", values | {"jira:customfield_2": "x"}, metadata))
    assert sent.json()["errors"] == {"jira:customfield_2": "Ce n’est pas un nombre."}
    sent = await opened.interact(submission("U0CP", "fill", values, metadata))
    assert sent.content == b""
    claims = [one for one in (read(delivery, CONTRACTS) for delivery in opened.mailbox.all) if isinstance(one, Claim)]
    (facts,) = [facts_of(claim, BOUTIQUE, True) for claim in claims]
    assert isinstance(facts, tuple)
    (fact,) = facts
    assert isinstance(fact.what, FieldsGiven)
    assert {one.field for one in fact.what.fields} == {one.id for one in ASKED}


async def test_the_closure_asks_for_what_jira_will_and_takes_it_left_empty() -> None:
    open_one = case(*QUALIFIED, OUT)
    opened = Room(Cases(open_one), screens=Screens(closing=ASKED))
    await opened.interact(press("U0CP", "move:close", open_one.id))
    (form,) = opened.client.opened
    assert block_of(form, "jira:customfield_1")["optional"] is True
    kept = carried(form["private_metadata"]).kept
    assert problems(FORMS_BY_NAME["close"], {"answer": "a"}, kept, NOW, BOUTIQUE) == {}
    values = {**kept, "answer": "a", "jira:customfield_7": "Une ligne"}
    assert FORMS_BY_NAME["close"].what(values) == events.Closed("", "a", (GIVEN[7],))
