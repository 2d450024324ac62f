"""What is left, what was seen before, what a contract promises: told to those whom it names, and to no others."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.slack.answers.contract_view import engagements
from bot.slack.answers.list_view import chosen, listing, row
from bot.slack.answers.search_view import found
from bot.slack.commands.liste import ALL, LATE, MINE
from bot.slack.meaning.client_names import named
from connectors.channels.slack.block_kit import Post
from connectors.store.searches import Found
from connectors.wording import Wording
from rules import events
from rules.anomaly.state import Phase, Ticket
from rules.contract import Criticality
from rules.reports.text_similarity import terms
from sandbox.slack.block_limits import check_view
from scheduler.cases.case_loader import Case
from tests.bot.slack.house import BOUTIQUE, CONTRACTS, NOW, QUALIFIED, Room, case, link, press, voice
from tests.connectors.channels.block_kit import check

PORTAIL = next(one for one in CONTRACTS.all if one.id != BOUTIQUE.id)
HOSTILE = "<!channel> <@U0RM> *a* `b` & " + "👨\u200d👩\u200d👧" * 40 + "x" * 900
PAST = Found(
    "a1", BOUTIQUE.id, Ticket("default", "1", "BOU-7"), "Panier vide", Phase.CLOSURE, Criticality.MAJEURE,
    NOW - timedelta(days=9), NOW, "Cache périmé", "Vidé à chaque livraison", terms("panier vide"),
)  # fmt: skip


def _numbered(number: int, level: Criticality, *more: events.Happening, title: str = "Panier") -> Case:
    ticket = events.TicketAttached("default", f"1{number}", f"BOU-{number}")
    return case(events.Raised(title, level), ticket, *more, anomaly=f"{number:016x}")


async def _told(room: Room, user: str, text: str, channel: str = "C0BOUTIQUE") -> str:
    before = len(room.shown)
    await room.type(user, text, channel, trigger_id=f"13.37.{before}")
    return room.shown[before][1]


def _keys(told: str) -> list[str]:
    return [part.split("|")[1].split(">")[0] for part in told.split("\n[{", maxsplit=1)[0].split("<https")[1:]]


async def test_the_list_puts_first_what_leaves_the_least_time(room: Room) -> None:
    levels = (Criticality.MINEURE, Criticality.MAJEURE, Criticality.BLOQUANTE)
    room.cases.cases = tuple(_numbered(number, level) for number, level in enumerate(levels, start=1))
    told = await _told(room, "U0CP", "liste")
    assert _keys(told) == ["BOU-3", "BOU-2", "BOU-1"]
    assert "reste" in told
    assert "👉 À l’équipe du prestataire de prendre l’anomalie en charge." in told


async def test_what_is_late_is_what_went_past_its_deadline_or_its_promise(room: Room) -> None:
    late, fine = _numbered(1, Criticality.BLOQUANTE), _numbered(2, Criticality.MINEURE)
    long_ago = tuple(replace(fact, at=fact.at - timedelta(days=20)) for fact in late.history)
    room.cases.cases = (replace(late, facts=long_ago), fine)
    assert _keys(await _told(room, "U0CP", "liste en retard")) == ["BOU-1"]
    assert _keys(await _told(room, "U0CP", "liste late")) == ["BOU-1"]
    room.cases.cases = (fine,)
    assert "Rien n’est en retard." in await _told(room, "U0CP", "liste retard")


async def test_mine_are_those_that_one_owns_or_owes(room: Room) -> None:
    waiting = (*QUALIFIED[2:], events.Delivered())
    room.cases.cases = (_numbered(1, Criticality.MAJEURE), _numbered(2, Criticality.MAJEURE, *waiting))
    assert _keys(await _told(room, "U0DEV", "liste mine")) == ["BOU-1"]
    assert _keys(await _told(room, "U0RM", "liste les miennes")) == ["BOU-2"]
    assert "Rien ne vous attend." in await _told(room, "U0AGENT", "liste mine")


async def test_a_client_is_named_as_one_likes_among_ones_own(room: Room) -> None:
    room.cases.cases = (_numbered(1, Criticality.MAJEURE),)
    for said in ("boutique", "BOUT", "Boutique-Exemple", "boutik exemple"):
        assert (await _told(room, "U0CP", f"liste {said}", "D0CP")).startswith("Boutique Exemple · 1 anomalie")
    told = await _told(room, "U0RM2", "liste boutique")
    assert told.startswith("None of your contracts is called “boutique”. Yours: Portail Exemple.")
    everywhere = await _told(room, "U0CP", "liste", "D0CP")
    assert everywhere.startswith("Tous vos contrats · 1 anomalie")
    assert "Boutique Exemple" in everywhere


async def test_a_security_anomaly_is_listed_to_no_agent(room: Room) -> None:
    room.cases.cases = (_numbered(1, Criticality.SECURITE, title="Fuite"),)
    assert "Fuite" not in await _told(room, "U0AGENT", "liste")
    assert "Fuite" in await _told(room, "U0RM", "liste")


async def test_a_long_list_says_how_to_narrow_it_down(room: Room) -> None:
    room.cases.cases = tuple(_numbered(number, Criticality.MAJEURE) for number in range(1, 33))
    told = await _told(room, "U0CP", "liste")
    assert len(_keys(told)) <= 20
    assert "et 12 autres\u00a0: précisez avec «\u00a0liste mine\u00a0»" in told


async def test_past_causes_and_answers_are_found(room: Room) -> None:
    room.cases.found = (PAST,)
    told = await _told(room, "U0RM", "chercher BOU 12 panier")
    assert room.cases.searched[-1][:2] == ("U0RM", "BOU 12 panier")
    assert told.startswith("1 anomalie pour «\u00a0BOU 12 panier\u00a0»\n✅ <https://jira.example/browse/BOU-7|BOU-7>")
    assert "Cause\u00a0: Cache périmé" in told
    room.cases.found = ()
    assert "Rien pour «\u00a0panier\u00a0»" in await _told(room, "U0CP", "search “panier”", "D0CP")
    assert "cherche …" in await _told(room, "U0RM", "cherche")


@pytest.mark.parametrize("text", ["liste", "cherche panier", "contrat", "contrat boutique"])
async def test_a_stranger_is_told_nothing(room: Room, text: str) -> None:
    room.cases.cases, room.cases.found = (_numbered(1, Criticality.MAJEURE),), (PAST,)
    told = await _told(room, "U0NOBODY", text)
    assert "contrat" in told
    assert not {"Boutique", "BOU-", "Cheffe"} & set(told.replace("«", " ").split())
    assert room.cases.searched == []


async def test_the_contract_of_the_channel_is_told_in_its_own_words(room: Room) -> None:
    told = (await _told(room, "U0RM", "engagements")).replace("\u00a0", " ").replace("\u202f", " ")
    for part in (
        "Boutique Exemple · contrat boutique-exemple, version en vigueur depuis le 01/01/2026",
        "Bloquante (astreinte)",
        "Prise en charge, engagement 1 h (24 h/24, 7 j/7)",
        "Majeure (bureau)",
        "lun. 9 nov. – mar. 10 nov. 09:00–12:30, 13:30–18:00",
        "mer. 11 nov. fermé",
        "Prochaine fermeture : mer. 11 nov. (Armistice",
        "Chef de projet : Cheffe de projet (prestataire)",
        "/anomalie signaler",
        "BOU",
    ):
        assert part in told, part


async def test_a_contract_is_chosen_among_those_that_name_the_person(room: Room) -> None:
    await room.type("U0CP", "contrat", "D0CP")
    blocks = json.loads(room.shown[-1][1].split("\n", 1)[1])
    buttons: list[dict[str, Any]] = blocks[1]["elements"]
    assert [one["value"] for one in buttons] == [f"contrat {BOUTIQUE.id}", f"contrat {PORTAIL.id}"]
    await room.interact(press("U0CP", "say:1", buttons[1]["value"]))
    assert room.shown[-1][1].startswith(PORTAIL.client)
    await room.interact(press("U0RM", "say:1", buttons[1]["value"]) | {"team": {"id": "T2"}})
    assert PORTAIL.people[0].name not in room.shown[-1][1]


def test_a_client_is_recognised_however_it_is_spelt() -> None:
    both = (BOUTIQUE, PORTAIL)
    assert named(both, "") == both
    assert named(both, "exemple") == both
    assert named(both, "BOUTIQUE-EXEMPLE") == (BOUTIQUE,)
    assert named(both, "Bóutique") == (BOUTIQUE,)
    assert named(both, "zzz") == ()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_slack_takes_whatever_is_told_and_calls_nobody(language: str) -> None:
    words = Wording(language, "Europe/Paris", {Criticality.MAJEURE: HOSTILE[:60]})
    contract = replace(BOUTIQUE, client=HOSTILE, language=language)
    cases = [_numbered(number, level, title=HOSTILE) for number in range(30) for level in Criticality]
    rows = [row(one.anomaly, one.contract, NOW + timedelta(days=30)) for one in cases]
    both = (contract, PORTAIL)
    hostile = replace(PAST, title=HOSTILE, cause=HOSTILE * 3, answer=HOSTILE * 3)
    posts: list[Post] = [
        *(listing(chosen(rows, scope, "U0CP"), both, scope, lambda _: words, link) for scope in (ALL, MINE, LATE)),
        *(listing([], both, scope, voice, link) for scope in (ALL, MINE, LATE)),
        found([hostile] * 40, HOSTILE, {BOUTIQUE.id: HOSTILE}, words, link),
        found([], HOSTILE, {}, words, link),
        *(engagements(one, words, NOW, "/tma") for one in (contract, PORTAIL)),
    ]
    for post in posts:
        check(post)
        assert "<!channel>" not in json.dumps([one for one in post.blocks if one["text"]["type"] == "mrkdwn"])
        assert "<!channel>" not in post.text


async def test_the_form_shows_what_may_be_known_already_and_stands_in_nobodys_way(room: Room) -> None:
    room.cases.found = (replace(PAST, closed_at=None, phase=Phase.DIAGNOSTIC, title="Panier <!channel>\nvide"),)
    await room.type("U0RM", "bloquante Panier vide")
    (view,) = room.client.opened
    (context,) = [block for block in view["blocks"] if block["type"] == "context"]
    (told,) = context["elements"]
    assert told["type"] == "plain_text"
    assert "BOU-7 · Panier <!channel> vide · Diagnostic" in told["text"]
    assert room.cases.searched == [("U0RM", "Panier vide", BOUTIQUE.id)]
    assert view["submit"]
    check_view(view)


async def test_without_a_title_or_a_contract_nothing_is_looked_for(room: Room) -> None:
    await room.type("U0RM", "bloquante")
    await room.type("U0RM", "signaler Panier", trigger_id="13.37.b")
    await room.type("U0CP", "signaler Panier", "D0CP", trigger_id="13.37.c")
    assert room.cases.searched == []


async def test_a_message_that_becomes_an_anomaly_is_compared_too(room: Room) -> None:
    room.cases.found = (PAST,)
    shortcut = {"type": "message_action", "callback_id": "declare", "trigger_id": "1.2", "user": {"id": "U0RM"}}
    await room.interact({**shortcut, "channel": {"id": "C0BOUTIQUE"}, "message": {"text": "Le panier est vide"}})
    assert room.cases.searched == [("U0RM", "Le panier est vide", BOUTIQUE.id)]
    assert "BOU-7" in json.dumps(room.client.opened)
