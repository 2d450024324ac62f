"""A field of Jira's screen is asked for by its kind, and what was given is sent in the shape of that kind."""

from typing import Any

import pytest

from connectors.jira.outbound.screen_questions import sent, wanted
from connectors.required_field import Ask, Wanted, as_json, from_json
from rules.events import FieldGiven
from tests.connectors.jira.samples import contract

PAIR = [{"id": "7", "value": "Code"}, {"id": "9", "value": "Données"}]
MANY = [{"id": str(number), "name": f"1.{number}"} for number in range(150)]
CASCADE = [{"id": "1", "value": "Code", "children": [{"id": "2", "value": "Serveur"}]}, {"id": "3", "value": "Autre"}]
CUSTOM = "com.atlassian.jira.plugin.system.customfieldtypes:"
DEV = next(one for one in contract().people if one.chat and one.jira)
AT = "2026-11-09T08:00:00+00:00"


def _field(kind: str, items: str = "", options: Any = None, **more: Any) -> dict[str, Any]:
    schema = {"type": kind, **({"items": items} if items else {}), **more}
    return {"required": True, "name": "Champ", "schema": schema} | ({"allowedValues": options} if options else {})


OPTION = _field("option", options=PAIR)
CASES = [
    (OPTION, Ask.ONE, ("9",), {"id": "9"}),
    (OPTION, Ask.ONE, ("données",), {"id": "9"}),
    (OPTION, Ask.ONE, ("12",), {"value": "12"}),
    (_field("option-with-child", options=CASCADE), Ask.ONE, ("1/2",), {"id": "1", "child": {"id": "2"}}),
    (_field("array", "option", PAIR), Ask.SEVERAL, ("7", "9"), [{"id": "7"}, {"id": "9"}]),
    (_field("array", "version", MANY[:3]), Ask.SEVERAL, ("2",), [{"id": "2"}]),
    (_field("version", options=MANY), Ask.LINE, ("1.120",), {"id": "120"}),
    (_field("array", "version", MANY), Ask.WORDS, ("1.120, 1.3",), [{"id": "120"}, {"id": "3"}]),
    (_field("version", options=MANY), Ask.LINE, ("9.9",), {"name": "9.9"}),
    (_field("array", "string"), Ask.WORDS, ("panier, paiement lent",), ["panier", "paiement", "lent"]),
    (_field("number"), Ask.NUMBER, ("3",), 3),
    (_field("number"), Ask.NUMBER, ("2,5",), 2.5),
    (_field("number"), Ask.NUMBER, ("peu",), "peu"),
    (_field("date"), Ask.DAY, ("2026-11-09",), "2026-11-09"),
    (_field("datetime"), Ask.INSTANT, (AT,), "2026-11-09T09:00:00.000+0100"),
    (_field("user"), Ask.PERSON, (DEV.chat,), {"accountId": DEV.jira}),
    (_field("user"), Ask.PERSON, ("5b10",), {"accountId": "5b10"}),
    (_field("array", "user"), Ask.PEOPLE, (DEV.chat, "5b10"), [{"accountId": DEV.jira}, {"accountId": "5b10"}]),
    (_field("string", custom=f"{CUSTOM}textfield"), Ask.LINE, ("une\nligne",), "une ligne"),
    (_field("string", custom=f"{CUSTOM}textarea"), Ask.TEXT, ("deux\nlignes",), "deux\nlignes"),
]


@pytest.mark.parametrize(("field", "ask", "values", "expected"), CASES)
def test_a_field_is_asked_for_and_sent_by_its_kind(
    field: dict[str, Any], ask: Ask, values: tuple[str, ...], expected: Any
) -> None:
    (asked,) = wanted({"f": field}, ("f",))
    assert (asked.name, asked.ask) == ("Champ", ask)
    given = FieldGiven("f", "Champ", values)
    assert sent(field, given, contract(), lambda account: {"accountId": account}) == expected
    assert sent(field, FieldGiven("f", "Champ", ("",)), contract(), lambda account: account) is None


@pytest.mark.parametrize(
    "field", [_field("array", "attachment"), _field("issuelink"), _field("version"), _field("any")]
)
def test_what_no_form_can_give_is_not_asked_for(field: dict[str, Any]) -> None:
    assert wanted({"f": field}, ("f",)) == ()


def test_a_menu_offers_what_jira_allows_and_is_kept_as_it_was() -> None:
    screen = {"a": OPTION, "b": _field("option-with-child", options=CASCADE), "c": OPTION}
    asked = wanted(screen, ("b", "a"), {"a": "Réservé."})
    assert asked == (
        Wanted("a", "Champ", Ask.ONE, (("7", "Code"), ("9", "Données")), "Réservé."),
        Wanted("b", "Champ", Ask.ONE, (("1", "Code"), ("1/2", "Code › Serveur"), ("3", "Autre"))),
    )
    assert from_json({"wanted": as_json(asked)}, "wanted") == asked
