"""The site as the demo page shows it."""

from collections.abc import Iterable
from typing import Any

from sandbox import seed
from sandbox.jira import posted_fields
from sandbox.jira.dialect import stamp
from sandbox.jira.postman import Delivery
from sandbox.jira.records import History, Issue
from sandbox.jira.site_catalogue import Catalogue
from sandbox.jira.wire import Json


def of(home: Catalogue, issues: Iterable[Issue], deliveries: Iterable[Delivery]) -> Json:
    """Projects with their statuses, fields and issues; people; webhooks sent. Instants are Jira's strings."""
    every = list(issues)
    return {
        "projects": [_project(home, project, every) for project in home.projects.values()],
        "people": [{"accountId": account.id, "name": account.name} for account in home.accounts.values()],
        "priorities": _pairs(home.priorities),
        "resolutions": _pairs(home.resolutions),
        "deliveries": [_delivery(delivery) for delivery in deliveries],
    }


def _project(home: Catalogue, project: seed.Project, issues: list[Issue]) -> Json:
    return {
        "id": project.id,
        "key": project.key,
        "name": project.name,
        "issueTypes": _pairs(project.issue_types),
        "statuses": [_status(status) for status in project.statuses],
        "issues": [_issue(home, issue, project) for issue in issues if issue.project == project.id],
    }


def _issue(home: Catalogue, issue: Issue, project: seed.Project) -> Json:
    values = issue.values
    types, priorities, resolutions = dict(project.issue_types), dict(home.priorities), dict(home.resolutions)
    return {
        "id": issue.id,
        "key": issue.key,
        "summary": values["summary"],
        "type": types[str(values["issuetype"])],
        "status": _status(home.status(issue.status)),
        "priority": _named(values.get("priority"), priorities),
        "resolution": _named(values.get("resolution"), resolutions),
        "assignee": _person(home, values.get("assignee")),
        "reporter": _person(home, values.get("reporter")),
        "labels": list(values.get("labels") or ()),
        "description": values.get("description"),
        "custom": [
            {
                "id": field.id,
                "name": field.name,
                "kind": field.kind,
                "value": posted_fields.shown(field, values.get(field.id), home, project),
            }
            for field in home.fields.values()
            if field.custom
        ],
        "created": stamp(issue.created),
        "updated": stamp(issue.updated),
        **_said(home, issue),
        "history": [_history(home, entry) for entry in issue.histories],
        "transitions": [_transition(home, offer, project) for offer in home.transitions(issue)],
    }


def _said(home: Catalogue, issue: Issue) -> Json:
    return {
        "comments": [
            {"id": held.id, "author": _person(home, held.author), "body": held.body, "created": stamp(held.created)}
            for held in issue.comments
        ],
        "worklogs": [
            {"id": held.id, "author": _person(home, held.author), "seconds": held.seconds, "comment": held.comment}
            for held in issue.worklogs
        ],
        "attachments": [
            {"id": held.id, "filename": held.filename, "author": _person(home, held.author)}
            for held in issue.attachments
        ],
    }


def _transition(home: Catalogue, offer: seed.Transition, project: seed.Project) -> Json:
    asked = [home.fields[name] for name in offer.required]
    required = [
        {"id": field.id, "name": field.name, "options": _pairs(home.options(field, project))} for field in asked
    ]
    return {"id": offer.id, "name": offer.name, "to": _status(home.status(offer.target)), "required": required}


def _history(home: Catalogue, entry: History) -> Json:
    items = [{"field": item.name, "from": item.before_text, "to": item.after_text} for item in entry.items]
    return {"id": str(entry.id), "author": _person(home, entry.author), "created": stamp(entry.created), "items": items}


def _delivery(delivery: Delivery) -> Json:
    return {
        "identifier": delivery.identifier,
        "event": delivery.event,
        "issue": delivery.issue,
        "url": delivery.webhook.url,
        "tries": delivery.tries,
        "status": delivery.status,
        "state": delivery.state,
    }


def _status(status: seed.Status) -> Json:
    return {"id": status.id, "name": status.name, "category": status.category}


def _person(home: Catalogue, account_id: Any) -> Json | None:
    return {"accountId": account_id, "name": home.account(account_id).name} if account_id else None


def _named(value: Any, names: dict[str, str]) -> Json | None:
    return {"id": value, "name": names[value]} if value else None


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[Json]:
    return [{"id": number, "name": name} for number, name in pairs]
