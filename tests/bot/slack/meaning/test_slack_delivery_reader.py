"""What a recorded request claims of an anomaly, under whose name, and what is ignored or cannot be read."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.slack.meaning.slack_delivery_reader import facts as facts_of
from bot.slack.meaning.slack_delivery_reader import new_anomaly, read
from connectors.channels.slack.buttons import MORE
from connectors.parsed_delivery import AboutAnomaly, AboutKey, Claim, Delivery, Ignored, Preferred, Reply, Unreadable
from rules import events
from rules.contract import Criticality, Role
from rules.events import Actor, Fact, Source, System
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, FORM, JSON, NOW, command, interaction, press, submission

ANOMALY = "a1b2c3d4e5f60718"


def delivery(body: bytes, identity: str = "i1", kind: str = FORM) -> Delivery:
    return Delivery("slack", "T0VIGIE", identity, body, NOW, {"content-type": kind})


def typed(user: str, text: str) -> Delivery:
    return delivery(urlencode(command(user, text)).encode())


def done(payload: dict[str, Any]) -> Delivery:
    return delivery(interaction(payload))


def claim(heard: Delivery) -> Claim:
    found = read(heard, CONTRACTS)
    assert isinstance(found, Claim), found
    return found


def fact(heard: Delivery, known: bool = True) -> Fact:
    (only,) = facts_of(claim(heard), BOUTIQUE, known)
    return only


def test_a_button_is_the_move_of_the_person_that_the_contract_names() -> None:
    heard = done(press("U0DEV", "move:take", ANOMALY))
    found = claim(heard)
    assert found.about == AboutAnomaly(ANOMALY)
    assert found.refusable
    assert found.at == NOW
    assert found.reply == Reply("U0DEV", "C0BOUTIQUE", "https://hooks.slack.com/actions/1")
    by = Actor("U0DEV", "Développeur (prestataire)", frozenset({Role.DEVELOPER}))
    assert fact(heard) == Fact("slack:i1", NOW, by, Source(System.SLACK, "1794229500.1"), events.Taken())


def test_the_menu_of_other_moves_bears_move_and_anomaly() -> None:
    option = {"action_id": MORE, "selected_option": {"value": f"accept:{ANOMALY}"}, "action_ts": "1.2"}
    heard = done(press("U0RM", MORE, "") | {"actions": [option]})
    assert isinstance(fact(heard).what, events.Accepted)


HOME = {"channel": {}, "response_url": "", "view": {"id": "V1", "type": "home", "private_metadata": "2"}}


def chosen(name: str, **action: Any) -> Delivery:
    """A preference as an element of the Home sends it."""
    pressed = {"action_id": f"prefer:{name}", "action_ts": "1.2", **action}
    return done(press("U0CP", "", "") | HOME | {"actions": [pressed]})


def test_what_is_chosen_on_a_home_is_a_preference() -> None:
    option = {"type": "static_select", "selected_option": {"value": "en"}}
    here = Reply("U0CP", home=2)
    assert read(chosen("language", **option), CONTRACTS) == Preferred("language", "en", NOW, here)
    box = {"type": "checkboxes", "selected_options": [{"value": "on"}]}
    assert read(chosen("mentions", **box), CONTRACTS) == Preferred("mentions", "on", NOW, here)
    assert read(chosen("mentions", **box | {"selected_options": []}), CONTRACTS) == Preferred(
        "mentions", "off", NOW, here
    )


@pytest.mark.parametrize(("name", "value"), [("language", "de"), ("morning", "03:00"), ("morning", ""), ("role", "cp")])
def test_a_forged_preference_is_refused(name: str, value: str) -> None:
    heard = chosen(name, type="static_select", selected_option={"value": value})
    assert read(heard, CONTRACTS) == Ignored("slack: préférence inconnue")


def test_whom_no_contract_names_is_not_remembered() -> None:
    heard = chosen("language", type="static_select", selected_option={"value": "en"})
    stranger = Delivery(heard.source, heard.site, "i2", heard.body.replace(b"U0CP", b"U0NOBODY"), NOW, heard.headers)
    assert read(stranger, CONTRACTS) == Ignored("slack: étranger à tout contrat")


@pytest.mark.parametrize(("written", "page"), [("3", 3), ("", 1), ("-1", 1), ("99999", 1), ("١", 1)])
def test_a_move_made_on_a_home_shows_its_page_again(written: str, page: int) -> None:
    view = {"id": "V1", "type": "home", "private_metadata": written}
    found = claim(done(press("U0DEV", "move:take", ANOMALY) | HOME | {"view": view}))
    assert found.reply == Reply("U0DEV", home=page)


def test_a_form_opened_from_a_home_shows_its_page_again() -> None:
    sent = done(submission("U0CP", "find_cause", {"cause": "cache"}, {"anomaly": ANOMALY, "home": "4"}))
    found = claim(sent).reply
    assert found is not None
    assert found.home == 4


def test_a_typed_move_is_about_the_key() -> None:
    heard = typed("U0RM", "recette bou-214 ok")
    about = claim(heard).about
    assert isinstance(about, AboutKey)
    assert about.key == "BOU-214"
    assert fact(heard).what == events.Accepted()


def test_somebody_unknown_who_presses_a_button_has_no_role() -> None:
    assert fact(done(press("U0NOBODY", "move:take", ANOMALY))).by == Actor("U0NOBODY", "")


def test_a_raised_anomaly_has_an_id_of_its_own_and_the_contract_of_the_form() -> None:
    values = {"title": "Panier", "criticality": "majeure", "environment": "prod", "observed": "vide"}
    heard = done(submission("U0RM", "raise", values, {"contract": BOUTIQUE.id, "channel": "C0BOUTIQUE"}))
    found = claim(heard)
    assert found.about == AboutAnomaly(new_anomaly("i1"), BOUTIQUE.id)
    assert len(new_anomaly("i1")) == 16
    assert found.reply == Reply("U0RM", "C0BOUTIQUE")
    raised = fact(heard, known=False).what
    assert isinstance(raised, events.Raised)
    assert (raised.title, raised.criticality) == ("Panier", Criticality.MAJEURE)


def test_the_contract_chosen_in_the_form_goes_before_the_one_it_was_opened_for() -> None:
    values = {"title": "Panier", "description": "vide", "contract": "portail-exemple"}
    found = claim(done(submission("U0CP", "detect", values, {"contract": BOUTIQUE.id})))
    assert found.about == AboutAnomaly(new_anomaly("i1"), "portail-exemple")


def test_a_handed_over_anomaly_is_raised_under_its_own_id() -> None:
    values = {"title": "Panier", "criticality": "majeure", "environment": "prod", "observed": "vide"}
    found = claim(done(submission("U0RM", "raise", values, {"anomaly": ANOMALY, "contract": BOUTIQUE.id})))
    assert found.about == AboutAnomaly(ANOMALY)


def test_forged_metadata_gives_nobody_a_role() -> None:
    values = {"criticality": "mineure", "in_scope": "yes"}
    forged = submission("U0RM2", "qualify", values, {"anomaly": ANOMALY, "contract": BOUTIQUE.id, "role": "cp"})
    assert fact(done(forged)).by == Actor("U0RM2", "")


@pytest.mark.parametrize("metadata", ["", "nonsense", {"anomaly": ["x"]}, {"contract": BOUTIQUE.id}])
def test_a_form_that_does_not_say_which_anomaly_speaks_of_none(metadata: Any) -> None:
    heard = read(done(submission("U0CP", "find_cause", {"cause": "c"}, metadata)), CONTRACTS)
    assert isinstance(heard, Claim)
    assert heard.about == AboutAnomaly("")


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        (typed("U0RM", "bloquante Panier"), "slack: formulaire ouvert"),
        (done(press("U0RM", "move:answer", ANOMALY)), "slack: formulaire ouvert"),
        (typed("U0RM", "BOU-214"), "slack: consultation"),
        (typed("U0RM", "liste"), "slack: consultation"),
        (typed("U0RM", "n'importe quoi"), "slack: consultation"),
        (delivery(urlencode({**command("U0RM", "x"), "command": "/weather"}).encode()), "slack: commande inconnue"),
        (done(press("U0RM", "something", "x")), "slack: action inconnue"),
        (done(press("U0RM", "move:fly", "x")), "slack: action inconnue"),
        (done(press("U0RM", "move:take", "<script>")), "slack: action sans anomalie"),
        (done(submission("U0RM", "fly", {})), "slack: formulaire inconnu"),
        (done(submission("U0RM", "answer", {"text": ""}, {"anomaly": ANOMALY})), "slack: formulaire à corriger"),
        (done({"type": "view_closed", "view": {}}), "slack: view_closed"),
        (done({"type": "shortcut", "callback_id": "x"}), "slack: raccourci inconnu"),
        (done({"type": "block_suggestion"}), "slack: block_suggestion"),
        (done({"type": "<b>"}), "slack: inconnu"),
        (delivery(b"ssl_check=1"), "slack: ssl_check"),
    ],
)
def test_the_rest_is_ignored_by_name(heard: Delivery, name: str) -> None:
    assert read(heard, CONTRACTS) == Ignored(name)


@pytest.mark.parametrize(
    ("event", "name"),
    [
        ({"type": "message", "user": "U0RM", "text": "x"}, "slack: message"),
        ({"type": "message", "subtype": "message_changed"}, "slack: message_changed"),
        ({"type": "message", "bot_id": "B1", "user": "U0VIGIE"}, "slack: bot_message"),
        ({"type": "app_mention", "bot_id": "B1", "user": "U9"}, "slack: bot_message"),
        ({"type": "app_home_opened", "tab": "messages", "user": "U0RM"}, "slack: app_home_opened"),
        ({"type": "app_home_opened", "tab": "home", "user": "U0RM"}, "slack: consultation"),
        ({"type": "app_mention", "user": "U0RM", "text": "<@U0VIGIE> aide"}, "slack: consultation"),
        ({"type": "app_mention", "user": "U0RM", "text": "<@U0VIGIE> cause BOU-1 x"}, "slack: consultation"),
        ({"type": "tokens_revoked"}, "slack: tokens_revoked"),
        ({"type": "app_uninstalled"}, "slack: app_uninstalled"),
    ],
)
def test_events_are_ignored_by_name(event: dict[str, Any], name: str) -> None:
    body = json.dumps({"type": "event_callback", "event_id": "Ev1", "event": event}).encode()
    assert read(delivery(body, kind=JSON), CONTRACTS) == Ignored(name)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"{",
        b"payload=x",
        b'{"type":"event_callback"}',
        b'{"a":1}',
        b"a=1",
        b"command=%2Ftma&text=x",
    ],
)
def test_what_slack_would_not_send_is_unreadable_and_not_quoted(body: bytes) -> None:
    heard = read(delivery(body), CONTRACTS)
    assert isinstance(heard, Unreadable)
    assert heard.why.startswith("slack: ")


def test_nul_and_lone_surrogates_never_reach_the_journal() -> None:
    payload = submission("U0RM", "answer", {"text": "a\x00b\ud800c"}, {"anomaly": ANOMALY})
    assert fact(done(payload)).what == events.ClientAnswered("ab?c")
