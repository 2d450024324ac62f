"""A contract that covers whatever projects the payloads speak of, so that each is decided on and not merely read."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from connectors.contracts import Contracts
from rules.contract import (
    ChatMap,
    ClockName,
    Commitment,
    Contract,
    Criticality,
    JiraMap,
    JiraMeaning,
    OpeningTime,
    Person,
    Role,
)
from rules.workdays import Calendar, Interval

_CATEGORIES = {"done": JiraMeaning.CLOSED, "new": JiraMeaning.DIAGNOSIS, "indeterminate": JiraMeaning.RESOLUTION}


def covering(files: list[Path]) -> Contracts:
    """One contract over every project, issue type and status found in the JSON files."""
    documents = [found for file in files if (found := _json(file)) is not None]
    issues = [issue for document in documents if isinstance(issue := document.get("issue"), dict)]
    fields = [found for issue in issues if isinstance(found := issue.get("fields"), dict)]
    return Contracts(
        (
            Contract(
                id="tout",
                client="Client",
                effective=date(2000, 1, 1),
                zone="Europe/Paris",
                language="fr",
                calendars={"continu": Calendar("continu", "Europe/Paris", ((Interval(0, 1440),),) * 7)},
                commitments={
                    (level, clock): Commitment(OpeningTime(timedelta(hours=24)), "continu")
                    for level in Criticality
                    for clock in ClockName
                },
                jira=JiraMap(
                    "default",
                    tuple(_projects(issues, fields)),
                    tuple(_names(fields, "issuetype")),
                    _statuses(documents),
                ),
                chat=ChatMap("slack", "C0TOUT"),
                people=(Person(frozenset(Role), "Tout le monde", chat="U111"),),
            ),
        )
    )


def _json(file: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(file.read_bytes())
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _projects(issues: list[dict[str, Any]], fields: list[dict[str, Any]]) -> Iterator[str]:
    yield from {str(issue["key"]).split("-")[0] for issue in issues if issue.get("key")}
    yield from {str(found["project"]["key"]) for found in fields if isinstance(found.get("project"), dict)}


def _names(fields: list[dict[str, Any]], name: str) -> set[str]:
    return {str(found[name]["name"]) for found in fields if isinstance(found.get(name), dict) and "name" in found[name]}


def _statuses(documents: list[dict[str, Any]]) -> Mapping[str, JiraMeaning]:
    named = {
        str(item.get("toString")): JiraMeaning.RESOLUTION
        for document in documents
        for item in (document.get("changelog") or {}).get("items", [])
        if str(item.get("field", "")).casefold() == "status"
    }
    for document in documents:
        status = ((document.get("issue") or {}).get("fields") or {}).get("status")
        if isinstance(status, dict) and status.get("name"):
            category = (status.get("statusCategory") or {}).get("key")
            named[str(status["name"])] = _CATEGORIES.get(str(category), JiraMeaning.RESOLUTION)
    return named
