"""A contract and payloads of our own making, in the vendors' exact shapes; people are named by their role."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from connectors.jira.inbound.jira_delivery_reader import facts as facts_of
from connectors.jira.inbound.jira_delivery_reader import read
from connectors.parsed_delivery import Claim, Delivery, Heard, Ignored
from rules.contract import ChatMap, Contract, Criticality, JiraMap, JiraMeaning, Person, Role, SupportLevel
from rules.contract.support_terms import SupportGroup, SupportLevels
from rules.events import Fact, Happening
from rules.workdays import Calendar, Interval

Json = dict[str, Any]

SITE = "exemple"
OWN = frozenset({"712020:vigie"})
RM, CP, DEV, STRANGER = "5b10ac01", "5b10ac02", "5b10ac03", "5b10ac99"
CREATED = "2026-11-09T10:05:00.000+0100"
MOMENT = 1_794_229_500_123
AT = datetime(2026, 11, 9, 13, 5, 0, 123_000, tzinfo=UTC)


STATUSES = {
    "À qualifier": JiraMeaning.RAISED,
    "En diagnostic": JiraMeaning.DIAGNOSIS,
    "En attente client": JiraMeaning.WAITING_CLIENT,
    "Chez l'éditeur": JiraMeaning.WAITING_THIRD_PARTY,
    "En cours": JiraMeaning.RESOLUTION,
    "En recette": JiraMeaning.RECETTE,
    "Recette OK": JiraMeaning.ACCEPTED,
    "Recette KO": JiraMeaning.REFUSED,
    "En production": JiraMeaning.DEPLOYED,
    "Clos": JiraMeaning.CLOSED,
}
PRIORITIES = {
    "Highest": Criticality.BLOQUANTE,
    "High": Criticality.MAJEURE,
    "Medium": Criticality.MINEURE,
    "Low": Criticality.MINEURE,
}
FIELDS = {"cause": "customfield_10050", "answer": "customfield_10051"}
JIRA = JiraMap(SITE, ("BOU",), ("Anomalie",), STATUSES, PRIORITIES, FIELDS)
PEOPLE = (
    Person(frozenset({Role.RM}), "Responsable de maintenance", "U0RM", "rm@boutique.example", RM),
    Person(frozenset({Role.CP}), "Cheffe de projet", "U0CP", "cp@prestataire.example", CP),
    Person(frozenset({Role.DEVELOPER}), "Développeur", "U0DEV", "dev@prestataire.example", DEV),
    Person(frozenset({Role.AGENT}), "Agent", "U0AGENT", "agent@boutique.example", account="agent"),
    Person(frozenset({Role.CP}), "Chef de projet suppléant", None, None, "cp2"),
)


SUPPORT = SupportLevels(
    (
        SupportGroup(SupportLevel.N1, (Role.AGENT,)),
        SupportGroup(SupportLevel.N2, (Role.CP,), ("support-n2",)),
        SupportGroup(SupportLevel.N3, (Role.DEVELOPER,), ("support-n3",)),
    ),
    SupportLevel.N2,
)


def contract(**jira: Any) -> Contract:
    """A contract in the project BOU; keyword arguments replace parts of its Jira map."""
    always = Calendar("toujours", "Europe/Paris", tuple((Interval(8 * 60, 18 * 60),) for _ in range(7)))
    return Contract(
        id="boutique",
        client="Boutique Exemple",
        effective=date(2026, 1, 1),
        zone="Europe/Paris",
        language="fr",
        calendars={"toujours": always},
        commitments={},
        jira=replace(JIRA, **jira),
        chat=ChatMap("slack", "C0BOUTIQUE"),
        people=PEOPLE,
        support=SUPPORT,
    )


def cloud_user(account: str, kind: str = "atlassian") -> Json:
    """A Cloud user of today: an accountId, and no e-mail address."""
    return {
        "self": f"https://exemple.example/rest/api/2/user?accountId={account}",
        "accountId": account,
        "displayName": f"Compte {account}",
        "active": True,
        "timeZone": "Europe/Paris",
        "accountType": kind,
    }


def server_user(name: str, email: str | None = None) -> Json:
    """A Data Center user: a name and a key."""
    told = {"self": f"https://jira.example/rest/api/2/user?username={name}", "name": name, "key": f"JIRAUSER-{name}"}
    return told | {"displayName": f"Compte {name}", "active": True} | ({"emailAddress": email} if email else {})


def issue(**fields: Any) -> Json:
    """A whole issue of the contract; keyword arguments replace fields."""
    shown: Json = {
        "summary": "Le panier se vide",
        "description": "Au paiement, *rien* ne reste.",
        "issuetype": {"id": "10100", "name": "Anomalie", "subtask": False},
        "project": {"id": "10200", "key": "BOU", "name": "Boutique Exemple"},
        "priority": {"id": "1", "name": "Highest"},
        "status": {"id": "10001", "name": "À qualifier", "statusCategory": {"key": "new"}},
        "labels": [],
        "created": CREATED,
        "updated": CREATED,
        "creator": cloud_user(RM),
        "reporter": cloud_user(RM),
        "assignee": None,
        "customfield_10050": None,
    }
    self = "https://exemple.example/rest/api/2/issue/10001"
    return {"id": "10001", "self": self, "key": "BOU-214", "fields": shown | fields}


def item(field: str, before: str | None, after: str | None, **parts: Any) -> Json:
    """A changelog item as Cloud writes it."""
    return {
        "field": field,
        "fieldtype": "jira",
        "fieldId": field.lower(),
        "from": None,
        "fromString": before,
        "to": None,
        "toString": after,
    } | parts


def status(before: str, after: str) -> Json:
    """A changelog item of a change of status."""
    return item("status", before, after, **{"from": "10002", "to": "10003"})


def updated(*items: Json, by: Json | None = None, about: Json | None = None, **parts: Any) -> Json:
    """An issue_updated webhook, by the CP unless said otherwise."""
    return {
        "timestamp": MOMENT,
        "webhookEvent": "jira:issue_updated",
        "issue_event_type_name": "issue_generic",
        "user": by or cloud_user(CP),
        "issue": about or issue(),
        "changelog": {"id": "48812", "items": list(items)},
    } | parts


def created(about: Json | None = None, by: Json | None = None) -> Json:
    """An issue_created webhook, by the RM unless said otherwise."""
    births = [item("Status", None, "À qualifier"), item("priority", None, "Highest", to="1")]
    return updated(*births, by=by or cloud_user(RM), about=about) | {
        "webhookEvent": "jira:issue_created",
        "issue_event_type_name": "issue_created",
    }


def comment(by: Json, text: Any = "Voici le compte de test.", **parts: Any) -> Json:
    """A comment."""
    return {
        "self": "https://exemple.example/rest/api/2/issue/10001/comment/90417",
        "id": "90417",
        "author": by,
        "body": text,
        "updateAuthor": by,
        "created": "2026-11-09T14:05:00.123+0100",
        "updated": "2026-11-09T14:05:00.123+0100",
        "jsdPublic": True,
    } | parts


def commented(by: Json, text: Any = "Voici le compte de test.", name: str = "comment_created") -> Json:
    """A Cloud comment webhook: no top-level user, and little of the issue."""
    brief = {name: value for name, value in issue()["fields"].items() if name in ("summary", "issuetype", "project")}
    return {
        "timestamp": MOMENT,
        "webhookEvent": name,
        "comment": comment(by, text),
        "issue": issue() | {"fields": brief},
    }


def delivery(body: bytes | Any) -> Delivery:
    """A delivery of raw bytes, or of anything else as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Delivery("jira", SITE, "identity", raw, AT)


def heard(body: bytes | Any) -> Heard:
    """What a body turns out to be."""
    return read(delivery(body), OWN)


def claim(body: Any) -> Claim:
    """The claim that a body must be."""
    found = heard(body)
    assert isinstance(found, Claim), found
    return found


def told(body: Any, known: bool = True, under: Contract | None = None) -> tuple[Fact, ...] | Ignored:
    """What a body tells under the contract."""
    return facts_of(claim(body), under or contract(), known)


def facts(body: Any, known: bool = True, under: Contract | None = None) -> tuple[Fact, ...]:
    """The facts that a body must tell."""
    found = told(body, known, under)
    assert not isinstance(found, Ignored), found
    return found


def happenings(body: Any, known: bool = True, under: Contract | None = None) -> tuple[Happening, ...]:
    """What happened, according to a body that must tell facts."""
    return tuple(fact.what for fact in facts(body, known, under))
