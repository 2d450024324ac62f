"""Who may do what, gesture by gesture: what is allowed is done; the rest does nothing, and tells of nothing hidden."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.slack.forms import FORMS_BY_NAME
from bot.slack.forms.form_moves import STEPS_BY_NAME
from connectors.contracts import Contracts
from connectors.required_field import Ask, Unfilled, Wanted
from connectors.store import absences
from rules import events
from rules.anomaly.lifecycle import MOVES, MOVES_BY_NAME, RETRY
from rules.anomaly.state import Anomaly
from rules.contract import ClockName, Criticality, PauseReason, Role
from rules.contract import Person as Named
from rules.contract.budget_terms import Budget, Category
from rules.contract.envelope_terms import Envelope
from rules.events import Happening
from rules.events.ledger_events import IssueShown, TimeSpent
from rules.people.stand_ins import Absence, Duty
from rules.people.visibility import READINGS
from tests.bot.slack.house import NOW, Json, press, submission
from tests.bot.slack.world import HOUSE, Call, World, said

SECRET_TITLE = "Fuite du fichier clients"
AGENT, RM, CP, DEV, DIR = Role.AGENT, Role.RM, Role.CP, Role.DEVELOPER, Role.DIRECTION
TEAM = {CP, DEV}

MAY: Mapping[str, set[Role]] = {
    "detect": {AGENT, RM, CP, DEV},
    "raise": {RM},
    "take": TEAM,
    "take_over": TEAM,
    "diagnose": TEAM,
    "reject_description": TEAM,
    "answer": {RM},
    "qualify": {CP},
    "requalify": {CP},
    "escalate": TEAM,
    "find_cause": TEAM,
    "inform": TEAM,
    "personal_data": {RM, CP, DEV},
    "no_personal_data": {RM, CP},
    "warn_client": {CP, DEV, DIR},
    "decide_authority": {RM},
    "communicate": {CP},
    "work": TEAM,
    "work_around": TEAM,
    "validate_workaround": {RM},
    "deliver": TEAM,
    "accept": {RM},
    "refuse": {RM},
    "deploy": TEAM,
    "close": {CP},
    "reopen": {RM, CP},
    "pause": TEAM,
    "say_why": TEAM,
    "resume": TEAM,
    "acknowledge": TEAM,
    "snooze": TEAM,
    "retry": {RM, CP, DEV},
    "confirm_deletion": {CP},
    "fill": {CP},
}
"""Written out once more, from what the product promises rather than from what the code says."""

RAISED = (events.Raised("Panier vide", Criticality.MAJEURE),)
EXPOSED = events.PersonalDataFound()
QUALIFIED = (*RAISED, events.Qualified(Criticality.MAJEURE))
DELIVERED = (*QUALIFIED, events.CauseFound("cache"), events.Delivered())
DEPLOYED = (*DELIVERED, events.Accepted(), events.Deployed())
BEFORE: Mapping[str, tuple[Happening, ...]] = {
    "raise": (events.Detected("Panier vide", "Dès la connexion"),),
    "take_over": (*RAISED, events.Taken()),
    "answer": (*RAISED, events.DescriptionRejected("un compte")),
    "requalify": QUALIFIED,
    "warn_client": (*RAISED, EXPOSED),
    "decide_authority": (*RAISED, EXPOSED),
    "communicate": QUALIFIED,
    "work_around": QUALIFIED,
    "validate_workaround": (*QUALIFIED, events.WorkaroundDelivered("vider")),
    "deliver": QUALIFIED,
    "accept": DELIVERED,
    "refuse": DELIVERED,
    "deploy": (*DELIVERED, events.Accepted()),
    "close": DEPLOYED,
    "reopen": (*DEPLOYED, events.Closed("c", "a")),
    "say_why": (*RAISED, events.Paused(PauseReason.THIRD_PARTY)),
    "resume": (*RAISED, events.Paused(PauseReason.THIRD_PARTY)),
    "acknowledge": (*RAISED, events.ThresholdReached(ClockName.ACKNOWLEDGEMENT, 1, 0.5, NOW)),
    "confirm_deletion": (*RAISED, events.TicketHidden()),
    "fill": DEPLOYED,
}
TYPED: Mapping[str, Mapping[str, str]] = {
    "detect": {"title": "Panier lent", "description": "Très"},
    "raise": {"title": "Panier vide", "criticality": "majeure", "environment": "prod", "observed": "vide"},
    "reject_description": {"missing": "un compte"},
    "answer": {"text": "voici"},
    "qualify": {"criticality": "mineure", "in_scope": "yes"},
    "requalify": {"criticality": "mineure", "reason": "contourné"},
    "escalate": {"level": "N3", "reason": "base corrompue"},
    "find_cause": {"cause": "cache"},
    "inform": {"text": "La cause est trouvée"},
    "personal_data": {"note": "des adresses"},
    "no_personal_data": {"reason": "journaux relus"},
    "warn_client": {"text": "Des commandes ont été lues"},
    "decide_authority": {"decision": "notified", "reference": "2026-118"},
    "communicate": {"text": "Demain"},
    "work_around": {"note": "vider"},
    "deliver": {"note": "1.2"},
    "refuse": {"reason": "vide"},
    "deploy": {"note": "1.2"},
    "close": {"cause": "cache", "answer": "corrigé"},
    "reopen": {"reason": "encore"},
    "say_why": {"note": "la livraison de l'éditeur"},
    "pause": {"reason": PauseReason.THIRD_PARTY.value, "note": "l'éditeur"},
    "snooze": {"until": str(round((NOW + timedelta(days=1)).timestamp())), "reason": "l'éditeur livre demain"},
    "fill": {"jira:customfield_9": "x"},
}
COMMANDS: Mapping[str, str] = {
    "take": "prendre",
    "take_over": "relayer",
    "validate_workaround": "contournement ok",
    "accept": "recette ok",
    "resume": "reprendre",
    "say_why": "motif",
    "reject_description": "incomplete",
    "answer": "repondre",
    "qualify": "qualifier",
    "requalify": "requalifier",
    "escalate": "escalader",
    "find_cause": "cause",
    "inform": "informer",
    "personal_data": "donnees",
    "no_personal_data": "donnees aucune",
    "warn_client": "avertir",
    "decide_authority": "autorite",
    "communicate": "delai",
    "work_around": "contournement",
    "deliver": "recette livrée",
    "refuse": "recette ko",
    "deploy": "deployer",
    "close": "clore",
    "reopen": "rouvrir",
    "pause": "pause",
    "acknowledge": "vu",
    "snooze": "reporter",
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts: their roles in the contract of the anomaly, and what their payloads bear besides."""

    name: str
    id: str
    roles: frozenset[Role] = frozenset()
    bears: Json = field(default_factory=dict)

    def sees(self, secret: bool) -> bool:
        """Whether they may know that an anomaly exists."""
        return bool(self.roles - {AGENT} if secret else self.roles)


def foreign(user: str) -> Json:
    """What an interaction bears that comes from another company, through Slack Connect."""
    return {"team": {"id": "T0CLIENT", "domain": "client"}, "user": {"id": user, "team_id": "T0CLIENT"}}


PEOPLE = (
    Person("agent", "U0AGENT", frozenset({AGENT})),
    Person("rm", "U0RM", frozenset({RM})),
    Person("cp", "U0CP", frozenset({CP})),
    Person("developer", "U0DEV", frozenset({DEV})),
    Person("direction", "U0DIR", frozenset({DIR})),
    Person("agent-and-developer", "U0BOTH", frozenset({AGENT, DEV})),
    Person("rm-of-another-company", "U0RM", frozenset({RM}), foreign("U0RM")),
    Person("user-of-another-contract", "U0RM2"),
    Person("stranger", "U0NOBODY"),
    Person("stranger-of-another-company", "U0EXT", bears=foreign("U0EXT")),
    Person("deactivated", "U0GONE", bears={"user": {"id": "U0GONE", "deleted": True}}),
)


NAMED_ELSEWHERE = ("U0RM2", "U0LATER")
_WAYS = {"agent": 2, "rm": 1, "cp": 1, "user-of-another-contract": 2, "stranger": 1}
"""Who tries more than the button and the form: every way in comes to the same two roads."""
_AROUND_A_SECRET = ("agent", "rm", "cp", "agent-and-developer", "user-of-another-contract", "stranger")
BORN = ("detect", "raise")
"""What has no criticality yet, and cannot be about security."""
ALL = [(move, secret) for move in MAY for secret in (False, True) if not (secret and move in BORN)]


@pytest.mark.parametrize(("move", "secret"), ALL, ids=[f"{move}{'-security' * secret}" for move, secret in ALL])
async def test_a_move_is_made_by_whom_may_make_it_and_by_nobody_else(here: World, move: str, secret: bool) -> None:
    people = [one for one in PEOPLE if not secret or one.name in _AROUND_A_SECRET]
    here.screens.waits = Unfilled("nothing", (Wanted("customfield_9", "Équipe", Ask.LINE),))
    for person in people:
        for gesture in _gestures(person, move, secret):
            anomaly = await here.given(*_before(move, secret))
            known = await here.facts()
            calls = await gesture(here, anomaly)
            made = (await here.facts())[len(known) :]
            opened = [call.given["view"]["callback_id"] for call in calls if call.method == "views.open"]
            where = (person.name, move, gesture.__name__)
            if not (person.roles & MAY[move] and person.sees(secret)):
                assert (made, opened) == ([], []), where
                _told_privately(person, calls, anomaly, knows=person.sees(secret))
            elif move in FORMS_BY_NAME and gesture.__name__ != "sends":
                assert (made, opened) == ([], [f"move:{move}"]), where
            else:
                assert made[:1] == [_kind(move)], where


Gesturing = Callable[[World, Anomaly], Awaitable[list[Call]]]


def _gestures(person: Person, move: str, secret: bool) -> Iterator[Gesturing]:
    """A button, the menu behind it, a command, a form sent with metadata of its author's own making."""

    async def presses(here: World, anomaly: Anomaly) -> list[Call]:
        return await here.interact(press(person.id, f"move:{move}", anomaly.id) | person.bears)

    async def chooses(here: World, anomaly: Anomaly) -> list[Call]:
        return await here.interact(press(person.id, "more", f"{move}:{anomaly.id}") | person.bears)

    async def types(here: World, anomaly: Anomaly) -> list[Call]:
        return await here.type(person.id, f"{COMMANDS[move]} {_key(anomaly)}", **_home(person))

    async def says(here: World, anomaly: Anomaly) -> list[Call]:
        return await here.interact(press(person.id, "say:0", f"{anomaly.id} {COMMANDS[move]}") | person.bears)

    async def sends(here: World, anomaly: Anomaly) -> list[Call]:
        return await here.interact(_sent(person, move, anomaly))

    ways = _WAYS.get(person.name, 0)
    yield presses
    if ways and not secret:
        yield chooses
    if move in COMMANDS and ways:
        yield types
    if move in COMMANDS and ways > 1 and not secret:
        yield says
    if move in FORMS_BY_NAME:
        yield sends


def _key(anomaly: Anomaly) -> str:
    return anomaly.ticket.key if anomaly.ticket else anomaly.id


def _sent(person: Person, move: str, anomaly: Anomaly) -> Json:
    kept = {"asked:customfield_9": "line:Équipe", "to": "nothing"} if move == "fill" else {}
    along = {"anomaly": anomaly.id, "contract": HOUSE.id, "channel": "C0BOUTIQUE", "kept": kept}
    return submission(person.id, move, TYPED[move], along) | person.bears


def _home(person: Person) -> dict[str, str]:
    return {"team_id": str(person.bears["team"]["id"])} if "team" in person.bears else {}


def _before(move: str, secret: bool) -> tuple[Happening, ...]:
    whats = BEFORE.get(move, () if move == "detect" else RAISED)
    if not secret:
        return whats
    level = Criticality.SECURITE
    graver: dict[type[Happening], Happening] = {
        events.Raised: events.Raised(SECRET_TITLE, level),
        events.Qualified: events.Qualified(level),
    }
    return tuple(graver.get(type(one), one) for one in whats)


def _kind(move: str) -> str:
    names = {"requalify": events.Qualified, "fill": events.FieldsGiven, "retry": events.Retried}
    what: Any = names.get(move) or next(one.what for one in MOVES if one.name == move)
    return str(what.__dataclass_fields__["kind"].default)


def _told_privately(person: Person, calls: Iterable[Call], anomaly: Anomaly, *, knows: bool) -> None:
    """One answer, for their eyes only; of what they may not know of, it tells nothing."""
    told = list(calls)
    assert [(one.method, one.given["user"]) for one in told] == [("chat.postEphemeral", person.id)], said(told)
    if knows:
        return
    words = said(told)
    named = any(one.chat == person.id for one in HOUSE.people) or person.id in NAMED_ELSEWHERE
    assert ("suivie ici" if named else "Aucun contrat ne vous nomme") in words
    for secret in (anomaly.title, HOUSE.client, HOUSE.id, "Cheffe de projet"):
        assert not secret or secret not in words, (person.name, secret)


@pytest.mark.parametrize("secret", [False, True], ids=["ordinary", "security"])
@pytest.mark.parametrize("words", ["{key}", "sla {key}", "{id}", "sla {id}"])
async def test_an_anomaly_is_shown_to_whom_its_contract_names(here: World, words: str, secret: bool) -> None:
    anomaly = await here.given(*_before("take", secret))
    text = words.format(key=_key(anomaly), id=anomaly.id)
    for person in PEOPLE:
        bears: Any = {**person.bears, "user": person.id}
        mention = {"type": "app_mention", "channel": "C0BOUTIQUE", "text": f"<@U0VIGIE> {text}", "user": person.id}
        for calls in (
            await here.type(person.id, text, **_home(person)),
            await here.interact(press(person.id, "say:0", text) | person.bears),
            await here.event(mention, team_id=str(bears.get("team", {}).get("id", "T0VIGIE"))),
        ):
            if person.sees(secret):
                assert [(one.method, one.given["user"]) for one in calls] == [("chat.postEphemeral", person.id)]
                assert anomaly.title in said(calls), person.name
            else:
                _told_privately(person, calls, anomaly, knows=False)


@pytest.mark.parametrize("text", ["liste", "liste en retard", "cherche fuite", "cherche panier", "contrat", "home"])
async def test_what_spans_a_contract_is_shown_to_whom_it_names_security_apart(here: World, text: str) -> None:
    await here.given(*_before("take", secret=False))
    await here.given(*_before("take", secret=True))
    for person in PEOPLE:
        if text == "home":
            calls = await here.event({"type": "app_home_opened", "user": person.id, "tab": "home", "channel": "D1"})
            assert [(one.method, one.given["user_id"]) for one in calls] == [("views.publish", person.id)]
        else:
            calls = await here.type(person.id, text, **_home(person))
            assert [(one.method, one.given["user"]) for one in calls] == [("chat.postEphemeral", person.id)]
        words = said(calls)
        titles = {title for title in ("Panier vide", SECRET_TITLE) if title in words}
        may = {"Panier vide"} if person.roles else set()
        may |= {SECRET_TITLE} if person.sees(True) else set()
        found = {"cherche fuite": may & {SECRET_TITLE}, "cherche panier": may & {"Panier vide"}}
        # A Home shows what its reader owes, and to whom does not take charge nothing is owed here.
        owing = person.roles & MOVES_BY_NAME["take"].roles
        asked = {"liste": may, "home": may if owing else set(), **found}
        assert titles == asked.get(text, set()), person.name
        if not person.roles:
            assert HOUSE.client not in words, person.name
        if not person.roles and person.id != "U0RM2":
            assert "Aucun contrat ne vous nomme" in words, person.name


def _sold(here: World) -> None:
    every = here.casebook.contracts.all
    sold = tuple(replace(one, budget=SOLD) if one.id == HOUSE.id else one for one in every)
    here.casebook.contracts = replace(here.casebook.contracts, all=sold)


READ: Mapping[str, set[Role]] = {"budget": {RM, CP, DIR}, "demandes": {RM, CP, DEV, DIR}}
EUROS = {CP, DIR}
SOLD = Budget(fee=150_000, envelopes=(Envelope("planifiée", 480, ("évolutif",)),))


@pytest.mark.parametrize("text", READ)
async def test_what_a_contract_consumes_is_read_by_whom_it_concerns_and_euros_by_whom_may(
    here: World, text: str
) -> None:
    _sold(here)
    await here.booked(IssueShown("default", "900", "BOU-900", "Ajouter un filtre", "Évolution"))
    for person in PEOPLE:
        mention = {"type": "app_mention", "channel": "C0BOUTIQUE", "text": f"<@U0VIGIE> {text}", "user": person.id}
        for calls in (
            await here.type(person.id, text, **_home(person)),
            await here.type(person.id, f"{text} boutique", **_home(person)),
            await here.interact(press(person.id, "say:0", f"{text} {HOUSE.id}") | person.bears),
            await here.event(mention, team_id=str(person.bears.get("team", {}).get("id", "T0VIGIE"))),
        ):
            told = [one for one in calls if one.method != "conversations.open"]  # where a picture would be shown
            assert [(one.method, one.given["user"]) for one in told] == [("chat.postEphemeral", person.id)]
            words = said(calls)
            shown = ("Solde" if text == "budget" else "Ajouter un filtre") in words
            assert shown == bool(person.roles & READ[text]), (person.name, words)
            assert ("€" in words) == bool(text == "budget" and person.roles & EUROS), (person.name, words)
            if not person.roles:
                assert HOUSE.client not in words, person.name


async def test_a_quote_is_asked_for_by_whom_may_and_answered_by_the_direction(here: World) -> None:
    await here.booked(IssueShown("default", "900", "BOU-900", "Ajouter un filtre", "Évolution"))
    for person in PEOPLE:
        known = await here.facts()
        calls = await here.type(person.id, "devis BOU-900 en décembre", **_home(person))
        made = (await here.facts())[len(known) :]
        assert made == (["quote_asked"] if person.roles & {RM, CP} else []), person.name
        told = [one.given["channel"] for one in calls if one.method == "chat.postMessage"]
        assert told == (["DU0DIR"] if made else []), person.name
        if not made:
            assert "Ajouter un filtre" not in said(calls), person.name
    for person in sorted(PEOPLE, key=lambda one: DIR in one.roles):
        known = await here.facts()
        sent = submission(person.id, "", {"outcome": "refused", "note": "non"}, {"kept": {"name": "BOU-900"}})
        sent["view"]["callback_id"] = "quote"
        calls = await here.interact(sent | person.bears)
        assert (await here.facts())[len(known) :] == (["quote_answered"] if DIR in person.roles else []), person.name
        assert DIR in person.roles or "Ajouter un filtre" not in said(calls), person.name


async def test_a_portfolio_is_read_by_whom_answers_for_a_contract_and_holds_no_other(here: World) -> None:
    sold = Envelope("planifiée", 60, ("évolutif",))
    priced = Budget(categories=(Category("évolutif", ("Évolution",)),), envelopes=(sold,))
    here.casebook.contracts = replace(
        here.casebook.contracts,
        all=tuple(
            replace(one, budget=priced, effective=here.now.date().replace(day=1)) for one in here.casebook.contracts.all
        ),
    )
    others = [one for one in here.casebook.contracts.all if one.id != HOUSE.id]
    await here.booked(
        IssueShown("default", "900", "BOU-900", "Ajouter un filtre", "Évolution"),
        TimeSpent("default", "1", "900", 4500, here.now),
    )
    for person in PEOPLE:
        words = said(await here.type(person.id, "portefeuille", **_home(person)))
        answers = bool(person.roles & EUROS)
        assert ("planifiée" in words) == answers, (person.name, words)
        assert answers == ("15\u00a0min" in words), (person.name, words)
        named = [one.client for one in others if not any(who.chat == person.id for who in one.people)]
        assert [client for client in named if client in words] == [], person.name
        if not person.roles:
            assert HOUSE.client not in words, person.name


async def test_time_is_counted_for_the_provider_alone(here: World) -> None:
    _sold(here)
    await here.booked(IssueShown("default", "900", "BOU-900", "Ajouter un filtre", "Évolution"))
    for person in PEOPLE:
        known = await here.facts()
        calls = await here.type(person.id, "imputer 1h30 BOU-900 analyse", **_home(person))
        assert [(one.method, one.given["user"]) for one in calls] == [("chat.postEphemeral", person.id)]
        made = (await here.facts())[len(known) :]
        assert made == (["time_spent"] if person.roles & {CP, DEV, DIR} else []), person.name
        assert ("Ajouter un filtre" in said(calls)) == bool(made), person.name
        if not person.roles:
            assert "BOU-900" not in said(calls), person.name


@pytest.mark.parametrize("text", ["prendre", "clore", "sla", "qualifier", "signaler", "bloquante Panier vide"])
async def test_whom_no_contract_names_is_told_so_in_one_sentence(here: World, text: str) -> None:
    anomaly = await here.given(*RAISED)
    known = await here.facts()
    for person in PEOPLE:
        if not person.roles and person.id != "U0RM2":
            _told_privately(person, await here.type(person.id, text, **_home(person)), anomaly, knows=False)
    assert await here.facts() == known


@pytest.mark.parametrize("move", BORN)
async def test_an_anomaly_is_born_of_a_form_that_its_author_may_send_whatever_contract_it_names(
    here: World, move: str
) -> None:
    for person in PEOPLE:
        for contract in (HOUSE.id, "no-such-contract"):
            known = await here.facts()
            along = {"anomaly": "", "contract": contract, "channel": "C0BOUTIQUE", "kept": {}}
            calls = await here.interact(submission(person.id, move, TYPED[move], along) | person.bears)
            made = (await here.facts())[len(known) :]
            if contract == HOUSE.id and person.roles & MAY[move]:
                assert made[:1] == [_kind(move)], person.name
            else:
                assert made == [], person.name
                assert [(one.method, one.given["user"]) for one in calls] == [("chat.postEphemeral", person.id)]
                assert person.roles or HOUSE.client not in said(calls)


@pytest.mark.parametrize("bearer", [{"bot_id": "B9"}, {"subtype": "bot_message", "bot_id": "B9"}])
async def test_a_bot_is_not_answered_and_does_nothing(here: World, bearer: Json) -> None:
    anomaly = await here.given(*RAISED)
    known = await here.facts()
    for text in (f"prendre {_key(anomaly)}", f"sla {_key(anomaly)}", "liste", "aide"):
        mention = {"type": "app_mention", "user": "U0CP", "channel": "C0BOUTIQUE", "text": f"<@U0VIGIE> {text}"}
        assert await here.event(mention | bearer) == []
    assert await here.facts() == known


async def test_the_shortcut_opens_the_form_that_the_person_may_send(here: World) -> None:
    forms = {RM: "move:raise", AGENT: "move:detect", CP: "move:detect", DEV: "move:detect"}
    for person in (one for one in PEOPLE if one.id != "U0RM2"):
        shortcut = {"type": "shortcut", "callback_id": "declare", "user": {"id": person.id}, "team": {"id": "T0VIGIE"}}
        calls = await here.interact(shortcut | person.bears)
        opened = {call.given["view"]["callback_id"] for call in calls if call.method == "views.open"}
        assert opened == {forms[role] for role in sorted(person.roles) if role in forms}, person.name
        assert opened or calls, person.name


COLLEAGUE = Named(frozenset({DEV}), "Collègue", chat="U0STAND")
OF_THE_DAY = (
    Person("stand-in-of-the-cp", "U0STAND", frozenset({CP})),
    Person("cp-who-is-away", "U0CP", frozenset({CP})),
    Person("on-duty", "U0GARDE", frozenset({DEV})),
    Person("stand-in-on-another-day", "U0LATER"),
    Person("on-duty-at-another-time", "U0NIGHT"),
)


@pytest.mark.parametrize("move", MAY)
async def test_a_stand_in_may_what_they_stand_in_for_and_whoever_is_on_duty_what_a_developer_may(
    here: World, move: str
) -> None:
    here.screens.waits = Unfilled("nothing", (Wanted("customfield_9", "Équipe", Ask.LINE),))
    await _man(here)
    for person in OF_THE_DAY:
        anomaly = await here.given(*_before(move, secret=False))
        known = await here.facts()
        gesture = list(_gestures(person, move, secret=False))[-1]
        calls = await gesture(here, anomaly)
        made = (await here.facts())[len(known) :]
        if person.roles & MAY[move]:
            assert made[:1] == [_kind(move)], (person.name, move)
        else:
            assert made == [], (person.name, move)
            _told_privately(person, calls, anomaly, knows=person.sees(False))


async def _man(here: World) -> None:
    """The CP is away and replaced by a colleague of another contract; somebody of no contract is on duty."""
    others = [one for one in here.casebook.contracts.all if one.id != HOUSE.id]
    elsewhere = replace(others[0], people=(*others[0].people, COLLEAGUE, replace(COLLEAGUE, chat="U0LATER")))
    hour, today = timedelta(hours=1), here.now.date()
    turns = (
        Duty(here.now - hour, here.now + hour, "De garde", "U0GARDE"),
        Duty(here.now + hour, here.now + 2 * hour, "De garde la nuit", "U0NIGHT"),
    )
    here.casebook.contracts = Contracts((HOUSE, elsewhere, *others[1:]), duties=turns)
    tomorrow = today + timedelta(days=1)
    for absence in (
        Absence("now", "U0CP", today, today, "U0STAND", here.now),
        Absence("later", "U0DEV", tomorrow, tomorrow, "U0LATER", here.now),
    ):
        await here.store.write(partial(absences.keep, one=absence))
    await here.store.read(lambda tx: here.casebook.mind(tx, here.now))


def test_every_act_of_the_tables_is_tried_here() -> None:
    assert set(MAY) == set(STEPS_BY_NAME)
    assert {move.name for move in (*MOVES, RETRY)} - {"assign"} <= set(MAY)
    shown = {"card", "sla", "form", "list", "search", "home", "contract", "budget", "requests", "portfolio"}
    shown |= {"compensations"}
    assert {one.name for one in READINGS} == shown
