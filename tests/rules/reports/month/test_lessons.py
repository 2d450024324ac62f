"""What a month teaches: its causes, known or new, and the share of its time that prevents."""

from dataclasses import replace
from datetime import date

from rules import events
from rules.contract import Criticality
from rules.economy.entries import Aside
from rules.economy.time_lines import Spent
from rules.reports.month.causes import Causes, causes
from rules.reports.month.grounds import Share
from rules.reports.month.lives import Life
from rules.reports.month.preventive import preventive
from rules.reports.month.stock import stock
from rules.workdays.month import Month
from tests.rules.reports.month.given import NOVEMBER, OCTOBER, QUALIFIED, life, names, raised

DONE = (events.Delivered(), events.Accepted(), events.Deployed())


def closed(name: str, when: str, cause: str, level: Criticality = Criticality.MAJEURE) -> Life:
    qualified = replace(QUALIFIED, criticality=level)
    day = when.partition(" ")[0]
    return life((f"{day} 09:00", raised(level)), (when, (qualified, *DONE, events.Closed(cause, "vidé"))), name=name)


LIVES = (
    closed("before", "10-05 10:00", "Cache périmé"),
    closed("again", "03 10:00", "cache  PÉRIMÉ"),
    closed("new", "04 10:00", "Index absent"),
    closed("new again", "05 10:00", "index absent"),
    closed("secret", "06 10:00", "Faille", Criticality.SECURITE),
)


def test_a_cause_is_known_once_another_closure_told_it() -> None:
    found = causes(LIVES, stock(LIVES, NOVEMBER), NOVEMBER)
    assert names(found.known) == ["again", "new again"]
    assert names(found.new) == ["new", "secret"]
    assert found.tied == Share(4, 4)


def test_the_causes_that_came_most_come_first_and_none_is_about_security() -> None:
    found = causes(LIVES, stock(LIVES, NOVEMBER), NOVEMBER)
    assert [(one.text, names(one.closures)) for one in found.most] == [
        ("index absent", ["new", "new again"]),
        ("cache  PÉRIMÉ", ["again"]),
    ]


def test_a_month_knows_the_causes_of_its_own_closures_only() -> None:
    found = causes(LIVES, stock(LIVES, OCTOBER), OCTOBER)
    assert (names(found.new), found.known, found.closed) == (["before"], (), 1)
    assert causes((), stock((), NOVEMBER), NOVEMBER) == Causes()


def spent(category: str | None, minutes: int, reason: Aside | None = None) -> Spent:
    return Spent(date(2026, 11, 3), "BOU-1", "", category, "Léa", "provision", reason, minutes, Month(2026, 11))


def test_the_share_of_prevention_is_of_the_time_drawn() -> None:
    lines = (
        spent("Préventif", 60),
        spent("sécurité", 30),
        spent("correctif", 210),
        spent(None, 60),
        spent("préventif", 500, Aside.OUT_OF_SCOPE),
    )
    assert preventive(lines) == Share(90, 360)
    assert preventive(()) == Share(0, 0)
